import type { Check } from "../../check.ts";

/** The checks of letter E of the catalogue, in its order. */
export const e: readonly Check[] = [];
