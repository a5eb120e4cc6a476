import { isDamage, problemCheck } from "./problem-check.ts";

/** A file is cut short, empty or damaged. */
export const damagedFile = problemCheck("damaged-file", "A4", isDamage);
