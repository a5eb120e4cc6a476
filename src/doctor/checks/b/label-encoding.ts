import type { Check, Draft } from "../../check.ts";
import { encoding, type LabelCode } from "../../evidence/encoding.ts";
import { networkShape } from "../../evidence/network-shape.ts";
import { type LabelEncoding, labelEncoding as say } from "../../messages/b.ts";

/** Labels that are not class numbers 0 … C − 1 or one-hot rows of C columns. */
export const labelEncoding: Check<LabelEncoding> = {
  id: "label-encoding",
  catalogue: "B14",
  needs: [encoding],
  uses: [networkShape],
  quick: true,
  explains: ["class-numbers-permuted", "missing-class"],
  run(measured) {
    const codes = measured.of(encoding);
    const outputs = measured.maybe(networkShape)?.outputs;
    const training = codes.find(({ split }) => split === "training");
    const own = codes.flatMap((code) => [
      ...rowFaults(code),
      ...(outputs === undefined ? [] : outputFaults(code, outputs)),
    ]);
    const unused = training === undefined ? [] : unusedColumn(codes, training);
    const offset = training === undefined ? [] : codes.flatMap((code) => offsetFrom(training, code));
    return [...own, ...unused, ...offset];
  },
  say,
};

type Found = Draft<LabelEncoding>;

function rowFaults({ split, notOneHot, fraction, rows }: LabelCode): Found[] {
  const found: Found[] = [];
  const where = `${split} labels`;
  if (notOneHot !== undefined) {
    found.push({ confidence: "fault", where, evidence: { fault: "not-one-hot", split, rows, ...notOneHot } });
  }
  if (fraction !== undefined)
    found.push({ confidence: "fault", where, evidence: { fault: "fractions", split, ...fraction } });
  return found;
}

function outputFaults({ split, width, lowest, highest, stray }: LabelCode, outputs: number): Found[] {
  if (width > 1 || stray || (lowest >= 0 && highest < outputs)) return [];
  const evidence = { fault: "outputs" as const, split, lowest, highest, outputs };
  return [{ confidence: "fault", where: `${split} labels`, evidence }];
}

function unusedColumn(codes: readonly LabelCode[], { width }: LabelCode): Found[] {
  if (width < 3 || codes.some((code) => code.width !== width || code.rows < 20)) return [];
  const rows = codes.reduce((sum, code) => sum + code.rows, 0);
  const free = Array.from({ length: width }, (_, k) => k).filter((k) => codes.every(({ used }) => used[k] === 0));
  const [column] = free;
  // At either end, and with so many rows that a real class would have shown.
  if (free.length !== 1 || (column !== 0 && column !== width - 1) || rows < 50 * width) return [];
  const evidence = { fault: "unused-column" as const, width, column, classes: width - 1 };
  return [{ confidence: "likely", where: "labels", evidence }];
}

/** The same number of classes without a gap, from another start. */
function offsetFrom(training: LabelCode, { split, ...code }: LabelCode): Found[] {
  if (split === "training" || code.width > 1 || training.width > 1) return [];
  const [a, b] = [training, code];
  const same = a.gapless && b.gapless && a.highest - a.lowest === b.highest - b.lowest && a.lowest !== b.lowest;
  if (!same || a.highest - a.lowest < 2) return [];
  const ranges = { training: [a.lowest, a.highest] as const, other: [b.lowest, b.highest] as const };
  return [{ confidence: "fault", where: `${split} labels`, evidence: { fault: "offset", split, ...ranges } }];
}
