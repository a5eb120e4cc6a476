import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { joinBatches, type PictureBatch, type PictureForm } from "../src/dataset/pictures.ts";
import { decodeFiles } from "./picture-files.ts";

/** Pictures a worker gets at a time. */
const PIECE = 512;
/** With fewer pictures, starting workers costs more than it saves. */
const WORTH_WORKERS = 1024;
const MOST_WORKERS = 8;

/** Decodes picture files with all cores; the result does not depend on how many there are. */
export async function decodePictures(
  files: readonly string[],
  form: PictureForm,
  onPictures: (done: number) => void = () => {},
): Promise<PictureBatch> {
  const pieces: (readonly string[])[] = [];
  for (let at = 0; at < files.length; at += PIECE) pieces.push(files.slice(at, at + PIECE));
  const batches = new Array<PictureBatch>(pieces.length);
  let done = 0;
  const keep = (index: number, batch: PictureBatch) => {
    batches[index] = batch;
    done += pieces[index]!.length;
    onPictures(done);
  };
  if (files.length < WORTH_WORKERS) {
    for (const [index, piece] of pieces.entries()) keep(index, await decodeFiles(piece, form));
  } else {
    await shareOut(pieces, form, keep);
  }
  return joinBatches(batches);
}

async function shareOut(
  pieces: readonly (readonly string[])[],
  form: PictureForm,
  keep: (index: number, batch: PictureBatch) => void,
): Promise<void> {
  const count = Math.min(MOST_WORKERS, availableParallelism(), pieces.length);
  const workers = Array.from({ length: count }, () => new Worker(new URL("./picture-worker.js", import.meta.url)));
  let next = 0;
  const work = async (worker: Worker) => {
    while (next < pieces.length) {
      const index = next++;
      keep(index, await ask(worker, { files: pieces[index]!, form }));
    }
  };
  try {
    await Promise.all(workers.map(work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function ask(worker: Worker, message: { files: readonly string[]; form: PictureForm }): Promise<PictureBatch> {
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("message", (batch: PictureBatch) => {
      worker.off("error", reject);
      resolve(batch);
    });
    worker.postMessage(message);
  });
}
