import type { Check } from "../../check.ts";

/** The checks of letter D of the catalogue, in its order. */
export const d: readonly Check[] = [];
