import { expect } from "vitest";
import { digits } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { wrongKindOfFile } from "./unreadable-files.ts";

const data = digits(1500, 300);

const problem = (code: string) => () => ({
  problems: [{ role: "test labels", file: "t10k", code, message: "t10k is no good: get it again.", facts: {} }],
});

twoSided(wrongKindOfFile, {
  silentOn: {
    "files that were read": () => data,
    "a file that is cut short": problem("IDX_TRUNCATED"),
  },
  firesOn: {
    "an image file given for labels": [
      problem("DATA_SHAPE"),
      {
        sentence: "The file given for the test labels cannot be used: t10k is no good.",
        where: "test labels",
        confidence: "fault",
      },
    ],
    "a pickle": [problem("DATA_PICKLE"), { sentence: expect.stringContaining("t10k is no good") }],
  },
});
