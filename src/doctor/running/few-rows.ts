import type { Measure } from "../evidence/measure.ts";
import { batchOf, type NetworkRows, networkAndSample, workOf } from "../evidence/network-rows.ts";
import { spreadRows } from "../evidence/rows.ts";
import { pairCount } from "../sample.ts";

/** So few that asking the network about them takes about a millisecond; enough to tell a standstill from a fifth of the way. */
const ROWS = 32;
/** Multiplications for all of them; a large network, whose epochs are long, is asked about 8. */
const BUDGET = 4e6;

/** Training rows that the running checks ask about: the same ones in every epoch. */
export const fewRows: Measure<NetworkRows> = {
  name: "a few training rows",
  take({ case: given }) {
    const { network, sample } = networkAndSample(given);
    const most = Math.min(ROWS, Math.max(8, BUDGET / workOf(network)));
    const rows = spreadRows(pairCount(sample), most);
    return { network, rows, ...batchOf(network, sample, rows) };
  },
};
