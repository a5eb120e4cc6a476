// A worker that decodes pictures: takes a list of files, gives one batch back.
import { parentPort } from "node:worker_threads";
import type { PictureForm } from "../src/dataset/pictures.ts";
import { decodeFiles } from "./picture-files.ts";

parentPort!.on("message", async ({ files, form }: { files: readonly string[]; form: PictureForm }) => {
  const batch = await decodeFiles(files, form);
  parentPort!.postMessage(batch, [batch.pixels.buffer as ArrayBuffer]);
});
