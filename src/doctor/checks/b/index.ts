import type { Check } from "../../check.ts";

/** The checks of letter B of the catalogue, in its order. */
export const b: readonly Check[] = [];
