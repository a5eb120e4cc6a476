import { nodeHost, openThreads } from "../node/index.ts";
import { usageError } from "../src/core/errors.ts";
import { integer, printable } from "../src/core/text.ts";
import { VERSION } from "../src/core/version.ts";
import { type Verified, verifyReferenceRuns, waysFor } from "../src/experiment/index.ts";
import { settingOf } from "../src/experiment/settings.ts";
import { shorten, verifyTable } from "../src/report/text/index.ts";
import { exitCodes } from "./exit.ts";
import type { OptionValues } from "./settings-options.ts";
import { Output } from "./terminal.ts";

/** `myelin verify`: does this machine keep the bits contract? Exit 1 when a digest differs. */
export async function verify(options: OptionValues): Promise<void> {
  const output = new Output({ json: options.json === true, quiet: options.quiet === true });
  const most = threadsOf(options.threads);
  const ways = waysFor(
    Array.from({ length: most }, (_, i) => i + 1),
    true,
  );
  const results: Verified[] = [];
  for await (const result of verifyReferenceRuns({ ways, openThreads, host: nodeHost })) {
    results.push(result);
    const words = `${result.run}, ${result.way} …`;
    output.live(() => shorten(words, output.liveCanvas.columns ?? 79));
  }
  output.clear();
  const different = results.filter(({ equal }) => !equal);
  const machine = `Node ${process.versions.node}, ${process.platform} ${process.arch}`;
  output.say(`Myelin ${VERSION}, ${machine}\n\n${verifyTable(results, output.canvas)}\n`);
  output.conclude(verdict(results.length, different));
  if (different.length > 0) process.exitCode = exitCodes.bug;
  else output.say("\nNext: myelin train");
  output.object({
    command: "verify",
    myelin: VERSION,
    node: process.versions.node,
    platform: process.platform,
    architecture: process.arch,
    equal: different.length === 0,
    results,
  });
}

function threadsOf(given: string | boolean | undefined): number {
  if (given === undefined) return 4;
  const { kind } = settingOf("threads");
  const threads = kind.parse(String(given));
  if (kind.accepts(threads)) return threads as number;
  throw usageError("SETTING_INVALID", `--threads: expected ${kind.expected}, found "${printable(String(given), 60)}".`);
}

function verdict(count: number, different: readonly Verified[]): string {
  if (different.length === 0) return `The same bits: all ${integer(count)} digests are equal.`;
  const [first] = different;
  const where = first!.way === "" ? first!.run : `${first!.run}, ${first!.way}`;
  const what = `${integer(different.length)} of ${integer(count)} digests differ, first ${where}`;
  return `Not the same bits: ${what}: please report it with the output of myelin verify --json.`;
}
