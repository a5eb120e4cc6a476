import type { Check } from "../check.ts";
import { a } from "./a/index.ts";
import { b } from "./b/index.ts";
import { c } from "./c/index.ts";
import { d } from "./d/index.ts";
import { e } from "./e/index.ts";
import { f } from "./f/index.ts";
import { g } from "./g/index.ts";
import { h } from "./h/index.ts";

/** Every check, in the order of the catalogue, which is the order in which causes are looked for. */
export const checks: readonly Check[] = [...a, ...b, ...c, ...d, ...e, ...f, ...g, ...h];
