import type { Check } from "../../check.ts";

/** The checks of letter A of the catalogue, in its order. */
export const a: readonly Check[] = [];
