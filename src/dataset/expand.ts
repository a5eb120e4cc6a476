import { channelsOf } from "../core/picture-shape.ts";
import type { Dataset, Pixels } from "./dataset.ts";

/** Down, up, right and left, as [y, x]. */
const MOVES = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

/**
 * Five images for each: itself, and moved by one pixel down, up, right and left, with 0 where nothing comes in; one behind the other, with
 * the same label. The book's expand_mnist.py (Nielsen, chapter 6).
 */
export function expandByShifts(dataset: Dataset): Dataset {
  const copies = 1 + MOVES.length;
  const rows = Uint32Array.from({ length: dataset.count * copies }, (_, i) => Math.floor(i / copies));
  const expanded = dataset.subset(rows, `${dataset.name}, expanded`);
  for (let row = 0; row < dataset.count; row++)
    MOVES.forEach((by, m) => {
      move(dataset.image(row), expanded.image(row * copies + 1 + m), dataset, by);
    });
  return expanded;
}

function move(from: Pixels, to: Pixels, { shape }: Dataset, [dy, dx]: readonly [number, number]): void {
  const [height, width] = shape;
  const channels = channelsOf(shape);
  to.fill(0);
  const [first, count] = [Math.max(0, -dx), width - Math.abs(dx)];
  for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
    const row = from.subarray((y * width + first) * channels, (y * width + first + count) * channels);
    to.set(row, ((y + dy) * width + first + dx) * channels);
  }
}
