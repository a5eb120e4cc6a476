import type { Check, Draft } from "../../check.ts";
import { problems } from "../../evidence/problems.ts";
import { type Problem, unreadableFile as say } from "../../messages/a.ts";

/** A check that turns readers' errors of some codes into findings: what a file cannot be is an exact fact. */
export function problemCheck(
  id: string,
  catalogue: "A1" | "A4" | "A5",
  takes: (code: string) => boolean,
): Check<Problem> {
  return {
    id,
    catalogue,
    needs: [problems],
    explains: ["counts-differ"],
    run(measured) {
      return measured
        .of(problems)
        .filter(({ code }) => takes(code))
        .map((problem): Draft<Problem> => ({ confidence: "fault", where: problem.role, evidence: problem }));
    },
    say,
  };
}

/** Codes of files that end too early, or whose bytes were damaged on the way. */
export function isDamage(code: string): boolean {
  return /^GZIP_|TRUNCATED|EMPTY|_CRC$|ZIP_(DATA|SIZE|EOCD|MISMATCH|DIRECTORY)|LFS|QUOTE_OPEN/.test(code);
}
