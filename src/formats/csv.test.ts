import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { joinBytes, text } from "../../test/support/gzip-files.ts";
import { type CsvOptions, type MixedColumn, readCsv } from "./csv.ts";
import { parseDecimal } from "./csv-number.ts";
import { type CsvRecord, CsvRecords, type Delimiter } from "./csv-records.ts";
import { limits } from "./limits.ts";

const read = (content: string | Uint8Array, options: CsvOptions = {}) =>
  readCsv({ name: "a.csv", bytes: typeof content === "string" ? text(content) : content }, options);
/** Every cell as text, row by row. */
function cells(content: string, delimiter: Delimiter = ","): string[][] {
  const rows: string[][] = [];
  const reader = new CsvRecords({ name: "x" }, delimiter, { record: (record) => rows.push(fields(record)) });
  reader.push(text(content));
  reader.end();
  return rows;
}
function fields({ bytes, starts, ends, quoted, count }: CsvRecord): string[] {
  return Array.from({ length: count }, (_, i) => {
    const field = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(starts[i], ends[i]));
    return quoted[i] === 2 ? field.replaceAll('""', '"') : field;
  });
}
const mixed = (...places: number[]): CsvOptions => ({ columns: () => places.map((place) => [place, "mixed"]) });
const numbers = (content: string, options: CsvOptions = {}) => [...read(content, options).numbers];

/** What CsvRecords gives for pieces of `size` bytes, as "line: field|field". */
function records(content: Uint8Array, size: number): string[] {
  const rows: string[] = [];
  const record = (found: CsvRecord) => rows.push(`${found.line}: ${fields(found).join("|")}`);
  const reader = new CsvRecords({ name: "x" }, ",", { record });
  for (let at = 0; at < content.length; at += size) reader.push(content.slice(at, at + size));
  reader.end();
  return rows;
}

describe("readCsv reads", () => {
  it("a table of bytes, and of other numbers", () => {
    const bytes = read("label,a,b\n1,0,255\n2,7,10\n");
    expect(bytes).toMatchObject({ delimiter: ",", decimal: ".", names: ["label", "a", "b"], columns: 3, rows: 2 });
    expect(bytes.numbers).toEqual(Uint8Array.of(1, 0, 255, 2, 7, 10));
    expect(read("1,2\n3,256\n").numbers).toEqual(Float64Array.of(1, 2, 3, 256));
    expect(read("0.5,-2\n1e3, 7 \n.5,3.\n").numbers).toEqual(Float64Array.of(0.5, -2, 1000, 7, 0.5, 3));
  });

  it("quoted fields with line ends and delimiters, and counts lines (C4, C7)", async () => {
    expect(cells('a,"b\nc,""d"""\r\n"",e\n')).toEqual([
      ["a", 'b\nc,"d"'],
      ["", "e"],
    ]);
    const table = read('a,b\n"1\n",x\n"2",y\n', { header: true, ...mixed(0, 1) });
    expect(table.mixed.get(1)?.texts).toEqual([
      { text: "x", row: 0, line: 2 },
      { text: "y", row: 1, line: 4 },
    ]);
    await expectError(() => read('a,b\n"x\r\n\ry",1\n2,z\n', mixed(0)), "CSV_NUMBER", /line 5, column 2 \(b\)/);
  });

  it("a UTF-8 mark (C8), every line end and none (C12), empty lines at both ends", () => {
    const mark = Uint8Array.of(0xef, 0xbb, 0xbf);
    expect(read(joinBytes(mark, text("x,y\n1,2"))).names).toEqual(["x", "y"]);
    expect(numbers("1,2\r\n3,4\r5,6\n7,8")).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(numbers("\n\r\n1,2\n3,4\n\n\r\n")).toEqual([1, 2, 3, 4]);
  });

  it("semicolons and tabs, by the first lines, and decimal commas (C13, C14)", () => {
    expect(read("a;b\n1;2\n")).toMatchObject({ delimiter: ";", decimal: "." });
    expect(read("1\t2\n3\t4\n")).toMatchObject({ delimiter: "\t", rows: 2 });
    expect(read("1\n2\n")).toMatchObject({ delimiter: ",", columns: 1 });
    const german = read("x;y\n1,5;2,25\n3;-0,5\n");
    expect(german).toMatchObject({ delimiter: ";", decimal: ",", columns: 2 });
    expect([...german.numbers]).toEqual([1.5, 2.25, 3, -0.5]);
    expect([...read("1,5;2,5\n3,5;4,5\n").numbers]).toEqual([1.5, 2.5, 3.5, 4.5]);
    expect(read("a,b;c\n1,2\n", { delimiter: "," }).names).toEqual(["a", "b;c"]);
  });

  it("a first line of texts as header, of numbers as data, or as told (C23)", () => {
    expect(read("a,1\n2,3\n").names).toEqual(["a", "1"]);
    expect(read("1,2\n").names).toBeUndefined();
    expect(read("1,2\n3,4\n", { header: true }).names).toEqual(["1", "2"]);
    expect(read("a,b\n", { header: false, ...mixed(0, 1) }).rows).toBe(1);
    expect(read("# a,b\n1,2\n").names).toEqual(["a", "b"]);
  });

  it("headers with names of object properties (C22)", () => {
    expect(read("__proto__,constructor\n1,2\n").names).toEqual(["__proto__", "constructor"]);
  });

  it("minus zero and subnormal numbers (C20)", () => {
    const [zero, tiny] = numbers("-0,5e-324\n");
    expect(Object.is(zero, -0)).toBe(true);
    expect(tiny).toBe(5e-324);
  });

  it("NaN and infinity where the caller wants them (C16)", () => {
    const found = numbers("NaN,,inf,-inf,NA,?,#DIV/0!\n", { missing: "nan", header: false });
    expect(found).toEqual([NaN, NaN, Infinity, -Infinity, NaN, NaN, NaN]);
  });

  it("the same records whatever the pieces are (C28, C30)", () => {
    const content = text('näme,"a ""q""\r\n,x"\r\n1,2\r\r\n\n\n"ü😀",\n');
    const expected = ['1: näme|a "q"\r\n,x', "3: 1|2", "4: ", "5: ", "6: ", "7: ü😀|"];
    for (let size = 1; size <= content.length; size++) expect(records(content, size)).toEqual(expected);
  });

  it("what a writer with quotes wrote", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", ";", "\n", "\r", " ", "ü", "😀", "1") });
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1 });
    fc.assert(
      fc.property(rows, fc.constantFrom("\n", "\r\n", "\r"), (table, lineEnd) => {
        const written = table.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(","));
        expect(cells(written.join(lineEnd))).toEqual(table);
      }),
      { numRuns: 500 },
    );
  });

  it("the same, whether or not a row can be taken the quick way", () => {
    const number = fc.constantFrom(
      "0",
      "7",
      "255",
      "256",
      "-0",
      "-1.5",
      ".5",
      "3.",
      " 4",
      "00",
      "1e3",
      "0.1",
      "123456789012345",
    );
    const mixedCell = fc.oneof(number, fc.constantFrom("a", "", "ä", "a b", "NaN", "1.2.3", "7 "));
    const rows = fc.array(fc.tuple(number, mixedCell, number), { minLength: 1, maxLength: 40 });
    const end = fc.constantFrom("\n", "\r\n", "\r");
    fc.assert(
      fc.property(rows, end, fc.constantFrom("", "1,b,2"), (table, lineEnd, lastRow) => {
        const written = (quote: string) =>
          `x,y,z${lineEnd}${table.map((row) => row.map((cell) => quote + cell + quote).join(",") + lineEnd).join("")}${lastRow}`;
        expect(read(written(""), mixed(1))).toEqual(read(written('"'), mixed(1)));
        const ignored: CsvOptions = { columns: () => [[1, "ignored"]] };
        expect(read(written(""), ignored)).toEqual(read(written('"'), ignored));
      }),
      { numRuns: 2000 },
    );
  });

  it("the same numbers whatever the pieces are, which may be used again", () => {
    const content = text(`x,y\n${Array.from({ length: 300 }, (_, i) => `${i},${i % 3 ? "a" : "ü"}`).join("\r\n")}\n`);
    const whole = readCsv({ name: "x", bytes: content }, mixed(1));
    for (const size of [1, 2, 7, 1000]) {
      const buffer = new Uint8Array(size);
      const pieces = function* () {
        for (let at = 0; at < content.length; at += size) {
          const piece = content.subarray(at, at + size);
          buffer.set(piece);
          yield buffer.subarray(0, piece.length);
        }
      };
      expect(readCsv({ name: "x", pieces: pieces() }, mixed(1))).toEqual(whole);
    }
  });

  it("the numbers of a column and its texts, each once", () => {
    const { mixed: columns, numberColumns } = read("x,y\n1,a\n2,7\n3,b\n4,a\n5,300\n", mixed(1));
    expect(numberColumns).toEqual([0]);
    const { numbers: values, codes, texts } = columns.get(1) as MixedColumn;
    expect(values).toEqual(Float64Array.of(0, 7, 0, 0, 300));
    expect(codes).toEqual(Uint8Array.of(1, 0, 2, 1, 0));
    expect(texts.map((found) => [found.text, found.row, found.line])).toEqual([
      ["a", 0, 2],
      ["b", 2, 4],
    ]);
  });

  it("more rows than were guessed, and bytes that become numbers late", () => {
    const rows = Array.from({ length: 3000 }, (_, i) => (i === 0 ? "1,000000000000000" : `${i % 256},${i}`));
    const table = read(rows.join("\n"));
    expect(table.rows).toBe(3000);
    expect([...table.numbers.slice(-2)]).toEqual([2999 % 256, 2999]);
  });
});

describe("readCsv refuses", () => {
  it("files without rows (C1)", async () => {
    for (const content of ["", "\n\n", "\ufeff"]) await expectError(() => read(content), "CSV_EMPTY", /is empty/);
    await expectError(() => read("a,b\n"), "CSV_EMPTY", /a header and no rows/);
  });

  it("rows that are shorter or longer, with their line (C2, C3)", async () => {
    const short = await expectError(
      () => read("a,b,c\n1,2,3\n4,5\n"),
      "CSV_WIDTH",
      /3 columns \(by comma\), but line 3 has 2:/,
    );
    expect(short.facts).toMatchObject({ line: 3, expected: 3, found: 2 });
    await expectError(() => read("1,2\n3,4,\n"), "CSV_WIDTH", /line 2 has 3/);
    await expectError(() => read("1,2\n\n3,4\n"), "CSV_WIDTH", /line 2 is empty/);
    await expectError(() => read("1\n\n3\n"), "CSV_MISSING", /an empty cell in line 2/);
  });

  it("quotes that are not closed or stray (C5, C6)", async () => {
    await expectError(() => read('a,b\n1,2\n"3,4\n5,6\n'), "CSV_QUOTE_OPEN", /opens a quote in line 3/);
    await expectError(() => read('a,b\n1,2"3\n'), "CSV_QUOTE", /not quoted in line 2 at byte 7/);
    await expectError(() => read('a,b\n"1\n"2,3\n'), "CSV_QUOTE", /closing quote in line 3/);
  });

  it("UTF-16 by name, other bytes with their offset, NUL (C9, C10, C11)", async () => {
    await expectError(
      () => read(Uint8Array.of(0xff, 0xfe, 0x31, 0)),
      "CSV_ENCODING",
      /UTF-16 LE text: save it as UTF-8/,
    );
    await expectError(() => read(Uint8Array.of(0xfe, 0xff, 0, 0x31)), "CSV_ENCODING", /UTF-16 BE/);
    const latin = joinBytes(text("a,b\n1,"), Uint8Array.of(0xe4), text("\n"));
    const error = await expectError(() => read(latin), "CSV_ENCODING", /line 2, column 2 \(b\), at byte 6/);
    expect(error.facts).toMatchObject({ offset: 6 });
    const marked = joinBytes(Uint8Array.of(0xef, 0xbb, 0xbf), latin);
    await expectError(() => read(marked, mixed(1)), "CSV_ENCODING", /at byte 9/);
    await expectError(() => read("1,2\n3,\x00\n"), "CSV_NUL", /line 2, column 2, at byte 6/);
    await expectError(() => read("a\x00,b\x00\n1,2\n"), "CSV_NUL", /perhaps UTF-16/);
  });

  it("cells that are no plain decimal number, with row and column, escaped and cut (C15, C18)", async () => {
    const plain = [
      "0x10",
      "1_000",
      "+1",
      "1e",
      "--1",
      "1.2.3",
      "1 2",
      "seven",
      ".",
      "-",
      "e5",
      "٣",
      "1e5.0",
      "0b1",
      "TRUE",
      "1,000",
    ];
    for (const cell of plain) {
      await expectError(() => read(`a,b\n1,"${cell}"\n`), "CSV_NUMBER", /line 2, column 2 \(b\) the text/);
    }
    const error = await expectError(() => read(`a,b\n1,\x1b[2J${"x".repeat(99)}\n`), "CSV_NUMBER", /\\x1b\[2J/);
    expect(error.message.length).toBeLessThan(200);
    await expectError(() => read("1,2\nx,y\n"), "CSV_NUMBER", /line 2, column 1 the text "x"/);
    await expectError(() => read("a;b\n1,5;2.5\n"), "CSV_NUMBER", /"2\.5"/);
  });

  it("missing values, unless the caller chose (C16)", async () => {
    for (const cell of ["NaN", "nan", "inf", "-Infinity", "#DIV/0!", "", " ", "NA", "?", "null"]) {
      await expectError(() => read(`a,b\n1,${cell}\n`), "CSV_MISSING", /line 2, column 2 \(b\)/);
    }
  });

  it("numbers out of range (C17)", async () => {
    await expectError(() => read("1,1e400\n"), "CSV_RANGE", /1e400/);
    await expectError(() => read("1,-1e400\n", { missing: "nan" }), "CSV_RANGE");
    expect(numbers("1,1e-400\n")).toEqual([1, 0]);
  });

  it("one name for two columns (C21)", async () => {
    await expectError(() => read("a,b,a\n1,2,3\n"), "CSV_HEADER", /columns 1 and 3 both "a"/);
  });

  it("lines and rows beyond the limits, before they are read whole (C27)", async () => {
    const long = new Uint8Array(3 * limits.csvRecord).fill(49);
    await expectError(() => read(long), "CSV_LINE", /more than 1,048,576 bytes in line 1/);
    await expectError(() => read(joinBytes(text('a\n1\n"'), long)), "CSV_QUOTE_OPEN", /line 3/);
    await expectError(() => read(joinBytes(text("1,2\n"), long)), "CSV_LINE", /in line 2/);
    await expectError(() => read(`${"1,".repeat(65_536)}1\n`), "CSV_COLUMNS", /more than 65,536 columns in line 1/);
    expect(read(`${"1,".repeat(65_535)}1\n`).columns).toBe(65_536);
  });

  it("a record of one byte more than the limit, however it is read", async () => {
    const most = limits.csvRecord;
    const rows = {
      first: (length: number) => `${"x".repeat(length)}\n1\n`,
      later: (length: number) => `x\nz\n${"z".repeat(length)}\n`,
    };
    for (const [line, row] of [[1, rows.first] as const, [3, rows.later] as const]) {
      expect(read(row(most), { header: true, columns: () => [[0, "ignored"]] }).rows).toBeGreaterThan(0);
      await expectError(
        () => read(row(most + 1), { header: true, columns: () => [[0, "ignored"]] }),
        "CSV_LINE",
        `a.csv has more than 1,048,576 bytes in line ${line} (limit csvRecord): check that it is a CSV file with line ends.`,
      );
    }
  });

  it("more different texts in a column than the limit, at its edge", async () => {
    const rows = Array.from({ length: limits.csvTexts + 1 }, (_, i) => `t${i}\n`);
    expect(read(`x\n${rows.slice(1).join("")}`, mixed(0)).mixed.get(0)?.texts.length).toBe(65_536);
    await expectError(
      () => read(`x\n${rows.join("")}`, mixed(0)),
      "CSV_TEXTS",
      "a.csv has more than 65,536 different texts in column 1 (x) (limit csvTexts): check that it is the column of labels or class names.",
    );
  });

  it("files of other formats, by name", async () => {
    await expectError(() => read("<!doctype html><p>1,2"), "CSV_KIND", /an HTML page/);
    await expectError(() => read("PK\x03\x04"), "CSV_KIND", /a ZIP archive/);
  });
});

describe("parseDecimal", () => {
  const parse = (number: string) => parseDecimal(text(number), 0, number.length);

  it("is correctly rounded, as the engine reads the shortest text of every number", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parse(Object.is(value, -0) ? "-0" : String(value).replace("e+", "e"))).toBe(value);
        const digits = value.toExponential(19);
        expect(parse(digits)).toBe(Number(digits));
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.nat(999_999_999), fc.nat(22), (mantissa, places) => {
        const digits = String(mantissa).padStart(places + 1, "0");
        const point = digits.length - places;
        const number = `${digits.slice(0, point)}.${digits.slice(point)}`;
        expect(parse(number)).toBe(Number(number));
      }),
      { numRuns: 2000 },
    );
  });

  it("cuts what stands behind 20 digits, where engines may differ (C19)", () => {
    expect(parse("9007199254740993.00000000000001")).toBe(9007199254740992);
    expect(parse("0.10000000000000000000000000000000000001")).toBe(0.1);
    expect(parse(`1${"0".repeat(300)}`)).toBe(1e300);
    expect(parse(`0.${"0".repeat(300)}1`)).toBe(1e-301);
    expect(parse("1e999999")).toBe(Infinity);
    expect(parse("0e999999")).toBe(0);
    expect(parse("1e9999999")).toBeUndefined();
    expect(parse("1".repeat(1001))).toBeUndefined();
  });
});
