import type { Check } from "../../check.ts";

/** The checks of letter C of the catalogue, in its order. */
export const c: readonly Check[] = [];
