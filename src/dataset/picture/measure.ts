import type { Plane } from "./plane.ts";

/** The longer side of what is drawn, and how many pixels its centre of mass is from the middle. */
export function measure({ width, height, data }: Plane, background: number): { side: number; away: number } {
  let [left, top, right, bottom, mass, massX, massY] = [width, height, -1, -1, 0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const ink = Math.abs(data[y * width + x]! - background);
      mass += ink;
      massX += ink * x;
      massY += ink * y;
      if (ink === 0) continue;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    }
  }
  if (mass === 0) return { side: 0, away: 0 };
  const away = Math.max(Math.abs(massX / mass - width / 2), Math.abs(massY / mass - height / 2));
  return { side: Math.max(right - left, bottom - top) + 1, away };
}
