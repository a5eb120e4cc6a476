import type { Check, Draft } from "../../check.ts";
import { headers } from "../../evidence/headers.ts";
import { type Header, imageHeaderRead as say } from "../../messages/a.ts";

/** The header of an image file was read as its first pixels. */
export const imageHeaderRead: Check<Header> = {
  id: "image-header-read",
  catalogue: "A3",
  needs: [headers],
  quick: true,
  explains: ["counts-differ", "turned-images", "scrambled-images", "distribution-shift"],
  run(measured) {
    return measured
      .of(headers)
      .filter(({ side }) => side === "images")
      .map((evidence): Draft<Header> => ({ confidence: "fault", where: `${evidence.split} images`, evidence }));
  },
  say,
};
