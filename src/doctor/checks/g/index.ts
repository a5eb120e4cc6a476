import type { Check } from "../../check.ts";

/** The checks of letter G of the catalogue, in its order. */
export const g: readonly Check[] = [];
