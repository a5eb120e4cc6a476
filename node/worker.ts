// The worker of a pool in Node: serves one job after the other, each until its team is closed.
import { parentPort } from "node:worker_threads";
import { serveThread, type ThreadJob } from "../src/engine/index.ts";

parentPort!.on("message", ({ job, index }: { job: ThreadJob; index: number }) => {
  void serveThread(job, index, () => parentPort!.postMessage("ready"));
});
