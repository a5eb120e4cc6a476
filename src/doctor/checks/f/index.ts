import type { Check } from "../../check.ts";

/** The checks of letter F of the catalogue, in its order. */
export const f: readonly Check[] = [];
