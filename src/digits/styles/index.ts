import { eight } from "./eight.ts";
import { five } from "./five.ts";
import { four } from "./four.ts";
import { nine } from "./nine.ts";
import { one } from "./one.ts";
import { seven } from "./seven.ts";
import { six } from "./six.ts";
import type { Style } from "./style.ts";
import { three } from "./three.ts";
import { two } from "./two.ts";
import { zero } from "./zero.ts";

export type { Style } from "./style.ts";

/** The styles of the digits 0 … 9. */
export const STYLES: readonly (readonly Style[])[] = [zero, one, two, three, four, five, six, seven, eight, nine];
