import { isDamage, problemCheck } from "./problem-check.ts";

/** A file is of another kind than it was given for: labels for images, a pickle, a page of HTML. */
export const wrongKindOfFile = problemCheck("wrong-kind-of-file", "A1", (code) => !isDamage(code));
