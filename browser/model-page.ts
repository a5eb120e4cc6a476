// The script of an exported page: scripts/build-standalone.mjs bundles this file with all that it needs.
import { pictureOfRgba } from "../src/dataset/picture/plane.ts";
import { type PictureInput, pictureToInput } from "../src/dataset/picture/to-input.ts";
import { type Answer, createModel } from "../src/model/standalone/index.ts";

/** Classes that are shown at most, the likeliest first. */
const MOST_CLASSES = 10;
/** Width of the pen, as a share of the pad. */
const PEN = 0.08;

const saved = JSON.parse(byId("model").textContent ?? "");
const model = createModel(saved);
const pad = byId("pad") as HTMLCanvasElement;
const pen = pad.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;

function byId(id: string): HTMLElement {
  return document.getElementById(id) as HTMLElement;
}

function clear(): void {
  pen.fillStyle = "white";
  pen.fillRect(0, 0, pad.width, pad.height);
  show(undefined);
}

function placeOf(event: PointerEvent): [x: number, y: number] {
  const box = pad.getBoundingClientRect();
  return [((event.clientX - box.left) * pad.width) / box.width, ((event.clientY - box.top) * pad.height) / box.height];
}

function drawWithPen(): void {
  pen.lineWidth = PEN * pad.width;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = "black";
  const line = (event: PointerEvent) => {
    pen.lineTo(...placeOf(event));
    pen.stroke();
  };
  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...placeOf(event));
    line(event);
  });
  pad.addEventListener("pointermove", (event) => {
    if (event.buttons !== 0) line(event);
  });
  pad.addEventListener("pointerup", () => {
    const { width, height, data } = pen.getImageData(0, 0, pad.width, pad.height);
    show(pictureToInput(pictureOfRgba(width, height, data), saved));
  });
}

/** The answer as text and bars, and what the network saw. */
function show(input: PictureInput | undefined): void {
  const answer = input && !input.empty ? model.predict(input.pixels) : undefined;
  byId("answer").textContent = answer ? answer.class : "Draw here";
  const far = answer && (input?.strangeness ?? 0) > 1;
  byId("note").textContent = far ? "Unlike the pictures that it was trained on: do not trust this answer." : "";
  byId("bars").replaceChildren(...(answer ? bars(answer) : []));
  drawSeen(answer && input?.pixels);
}

function bars({ scores }: Answer): HTMLElement[] {
  const order = scores.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  return order.slice(0, MOST_CLASSES).map((i) => {
    const row = document.createElement("li");
    const name = document.createElement("span");
    const bar = document.createElement("meter");
    name.textContent = `${model.classes[i]} ${(100 * scores[i]!).toFixed(1)} %`;
    bar.value = scores[i]!;
    row.append(bar, name);
    return row;
  });
}

function drawSeen(pixels: ArrayLike<number> | undefined): void {
  const seen = byId("seen") as HTMLCanvasElement;
  const [height, width, channels = 1] = model.shape;
  [seen.width, seen.height] = [width, height];
  const context = seen.getContext("2d") as CanvasRenderingContext2D;
  if (pixels === undefined) return;
  const image = context.createImageData(width, height);
  const white = pixels instanceof Uint8Array ? 255 : 1;
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++)
      image.data[4 * i + c] = (pixels[i * channels + Math.min(c, channels - 1)]! / white) * 255;
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/** Answers to the example and says whether it is what the network answered when the page was made. */
function checkExample(): void {
  const { scores } = model.predict(model.example.pixels);
  const worst = Math.max(...scores.map((score, i) => Math.abs(score - model.example.scores[i]!)));
  const good = worst < 1e-3;
  byId("check").textContent = `Self-check ${good ? "passed" : "FAILED"}: differs by ${worst.toExponential(1)}`;
}

byId("clear").addEventListener("click", clear);
drawWithPen();
clear();
checkExample();
