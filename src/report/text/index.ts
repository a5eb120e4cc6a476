export { curve, type Point } from "./curve.ts";
export { dataLine, engineLine, networkLine, trainingLine } from "./describe.ts";
export { drawDigits, firstOfEachClass } from "./digits.ts";
export { epochRow, watchedScore } from "./epochs.ts";
export { accuracyText, confusionTable, worstPairs, worstPairsText } from "./evaluation.ts";
export { facts, shorten } from "./layout.ts";
export { type ProfiledSplit, profileTable } from "./profile.ts";
export { downloadLine, duration, Pace, progressLine } from "./progress.ts";
export { type Canvas, plainStyle, type Style } from "./style.ts";
