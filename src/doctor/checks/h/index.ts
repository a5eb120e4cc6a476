import type { Check } from "../../check.ts";

/** The checks of letter H of the catalogue, in its order. */
export const h: readonly Check[] = [];
