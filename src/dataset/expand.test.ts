import { expect, it } from "vitest";
import { Dataset } from "./dataset.ts";
import { expandByShifts } from "./expand.ts";

it.each([1, 3])(
  "five images for each, %s channels: itself, moved down, up, right and left; zeros come in",
  (channels) => {
    const [height, width, count] = [3, 4, 2];
    const size = height * width * channels;
    const pixels = Uint8Array.from({ length: count * size }, (_, i) => i + 1);
    const labels = Uint8Array.of(7, 2);
    const data = Dataset.fromArrays({ name: "pictures", pixels, labels, shape: [height, width, channels] });
    const expanded = expandByShifts(data);
    expect([...expanded.labels]).toEqual([7, 7, 7, 7, 7, 2, 2, 2, 2, 2]);
    expect(expanded.name).toBe("pictures, expanded");
    const at = (image: ArrayLike<number>, y: number, x: number, c: number) =>
      y < 0 || x < 0 || y >= height || x >= width ? 0 : image[(y * width + x) * channels + c]!;
    const moves = [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]] as const; // biome-ignore format: one row
    for (let row = 0; row < count; row++)
      moves.forEach(([dy, dx], m) => {
        const image = expanded.image(row * 5 + m);
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++)
            for (let c = 0; c < channels; c++)
              expect(at(image, y, x, c), `${row} ${m} ${y} ${x}`).toBe(at(data.image(row), y - dy, x - dx, c));
      });
    // What went in is as it was.
    expect([...data.pixels]).toEqual([...pixels]);
  },
);

it("numbers stay numbers, and an empty set stays empty", () => {
  const shape = [1, 2] as const;
  const data = Dataset.fromArrays({ name: "table", pixels: Float32Array.of(0.5, -1), labels: Uint8Array.of(0), shape });
  expect([...expandByShifts(data).pixels]).toEqual([0.5, -1, 0, 0, 0, 0, 0, 0.5, -1, 0]);
  expect(expandByShifts(data.slice(0, 0)).count).toBe(0);
});
