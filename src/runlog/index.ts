export {
  EVENT_FORMAT,
  eventFromJson,
  eventToJson,
  eventToLine,
  readEvents,
  type ScannedEvents,
  scanEvents,
} from "./event-lines.ts";
export { isRunEvent } from "./event-shapes.ts";
export { csvRow, METRICS_HEADER, metricsCsv, metricsRow } from "./metrics.ts";
export { checkResume, type Difference, differences, eventsUpTo, type Place, type RunIdentity } from "./resume.ts";
export { type BestEpoch, bestEpoch, type Curves, foldRun, type JudgedOn, type Run } from "./run.ts";
