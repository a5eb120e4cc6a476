import { digits } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { damagedFile } from "./unreadable-files.ts";

const data = digits(1500, 300);

const problem = (code: string) => () => ({
  problems: [{ role: "test labels", file: "t10k", code, message: "t10k is no good: get it again.", facts: {} }],
});

twoSided(damagedFile, {
  silentOn: {
    "files that were read": () => data,
    "a file of another kind": problem("IDX_MAGIC"),
  },
  firesOn: {
    "a file that is cut short": [
      problem("IDX_TRUNCATED"),
      {
        sentence: "The file given for the test labels cannot be used: t10k is no good.",
        where: "test labels",
        confidence: "fault",
      },
    ],
    "a gzip file with a wrong checksum": [
      problem("GZIP_CRC"),
      {
        sentence: "The file given for the test labels cannot be used: t10k is no good.",
        confidence: "fault",
        fix: "Get it again.",
      },
    ],
  },
});
