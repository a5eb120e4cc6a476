import type { Check, Draft, Words } from "../../check.ts";
import { type HeaderFound, headers } from "../../evidence/headers.ts";
import { set } from "../../words.ts";

/** A2 and A3: the header of an IDX file was read as its first labels, or as its first pixels. */
function headerCheck(
  side: HeaderFound["side"],
  about: Pick<Check, "id" | "catalogue" | "explains">,
  say: (found: HeaderFound) => Words,
): Check<HeaderFound> {
  return {
    ...about,
    needs: [headers],
    quick: true,
    run(measured) {
      return measured
        .of(headers)
        .filter((one) => one.side === side)
        .map((evidence): Draft<HeaderFound> => ({ confidence: "fault", where: `${evidence.split} ${side}`, evidence }));
    },
    say: ({ evidence }) => say(evidence),
  };
}

/** The header of a label file was read as its first labels. */
export const labelHeaderRead = headerCheck(
  "labels",
  {
    id: "label-header-read",
    catalogue: "A2",
    explains: [
      "counts-differ",
      "shifted-labels",
      "row-inserted-or-dropped",
      "label-encoding",
      "missing-class",
      "labels-reordered",
    ],
  },
  ({ split, first, bytes }) => ({
    sentence: `The first ${bytes} labels of the ${set(split)} (${first.join(", ")}) are the header of its IDX file: every real label stands ${bytes} rows too late.`,
    fix: `Start reading labels at byte ${bytes}.`,
  }),
);

/** The header of an image file was read as its first pixels. */
export const imageHeaderRead = headerCheck(
  "images",
  {
    id: "image-header-read",
    catalogue: "A3",
    explains: ["counts-differ", "turned-images", "scrambled-images", "distribution-shift"],
  },
  ({ split, first, bytes }) => ({
    sentence: `The first ${bytes} pixels of the ${set(split)} (${first.slice(0, 8).join(", ")} …) are the header of its IDX file: every picture is moved on by ${bytes} pixels.`,
    fix: `Start reading pixels at byte ${bytes}.`,
  }),
);
