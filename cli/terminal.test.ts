import { describe, expect, it } from "vitest";
import { abilitiesOf, Output, type Stream } from "./terminal.ts";

/** A stream that keeps what is written, a terminal of 80 columns unless told. */
function fake(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  const stream = { isTTY, columns, write: (text: string) => written.push(text), on: () => stream };
  return { stream: stream as unknown as Stream, text: () => written.join("") };
}

function output(options: { tty?: boolean; json?: boolean; quiet?: boolean; env?: Record<string, string> } = {}) {
  const { tty = false, env = {}, ...rest } = options;
  const [stdout, stderr] = [fake(tty), fake(tty)];
  return { stdout, stderr, output: new Output({ ...rest, env, stdout: stdout.stream, stderr: stderr.stream }) };
}

describe("abilitiesOf(stream, environment)", () => {
  it.each([
    [true, {}, { live: true, colour: true, unicode: true }],
    [false, {}, { live: false, colour: false, unicode: true }],
    [true, { NO_COLOR: "1" }, { live: true, colour: false, unicode: true }],
    [true, { NO_COLOR: "" }, { live: true, colour: true, unicode: true }],
    [true, { TERM: "dumb" }, { live: false, colour: false, unicode: false }],
    [false, { FORCE_COLOR: "1" }, { live: false, colour: true, unicode: true }],
    [true, { FORCE_COLOR: "0" }, { live: true, colour: false, unicode: true }],
    [true, { FORCE_COLOR: "1", NO_COLOR: "1" }, { live: true, colour: false, unicode: true }],
  ])("terminal %j with %j: %j", (tty, env, expected) => {
    expect(abilitiesOf(fake(tty).stream, env)).toEqual({ ...expected, columns: 80 });
  });

  it("knows the width of a terminal, and takes 80 columns for everything else", () => {
    expect(abilitiesOf(fake(true, 133).stream, {}).columns).toBe(133);
    expect(abilitiesOf(fake(true, 1).stream, {}).columns).toBe(1);
    expect(abilitiesOf(fake(true, 0).stream, {}).columns).toBe(80);
    expect(abilitiesOf(fake(false, 133).stream, {}).columns).toBe(80);
  });
});

describe("Output", () => {
  it("sends results to stdout, notes and warnings to stderr", () => {
    const { stdout, stderr, output: out } = output();
    out.say("say");
    out.conclude("conclude");
    out.note("note");
    out.warn("warn");
    out.object({ a: 1 });
    expect([stdout.text(), stderr.text()]).toEqual(["say\nconclude\n", "note\nmyelin: warn\n"]);
  });

  it("with json sends all text to stderr and one object to stdout", () => {
    const { stdout, stderr, output: out } = output({ json: true });
    out.say("say");
    out.conclude("conclude");
    out.object({ a: 1 });
    expect([stdout.text(), stderr.text()]).toEqual(['{"a":1}\n', "say\nconclude\n"]);
  });

  it("with quiet keeps the conclusion and the warnings; with json too only the object and the warnings", () => {
    const quiet = output({ quiet: true, tty: true });
    const both = output({ quiet: true, json: true });
    for (const { output: out } of [quiet, both]) {
      out.say("say");
      out.note("note");
      out.live(() => "live");
      out.conclude("conclude");
      out.warn("warn");
      out.object({});
    }
    expect([quiet.stdout.text(), quiet.stderr.text()]).toEqual(["conclude\n", "myelin: warn\n"]);
    expect([both.stdout.text(), both.stderr.text()]).toEqual(["{}\n", "myelin: warn\n"]);
  });

  it("draws a live line only on a terminal, at most 10 times a second, and keeps it below what is said", () => {
    const { stdout, stderr, output: out } = output({ tty: true });
    out.live(() => "one");
    out.live(() => "too soon");
    out.say("row");
    out.clear();
    out.say("end");
    expect(stderr.text()).toBe("\rone\x1b[K\r\x1b[Kone\r\x1b[K");
    expect(stdout.text()).toBe("row\nend\n");
    const pipe = output();
    pipe.output.live(() => "one");
    pipe.output.clear();
    expect(pipe.stderr.text()).toBe("");
  });
});
