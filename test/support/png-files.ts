import { crc32, deflateSync } from "node:zlib";

/** A grey PNG of 8 bits. */
export function greyPng(width: number, height: number, of: (x: number, y: number) => number): Uint8Array {
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = Math.round(of(x, y));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [start, chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
  return new Uint8Array(Buffer.concat(parts));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A digit of 28 × 28 as somebody would photograph it: large, dark on light paper, off the middle. */
export function photograph(pixels: ArrayLike<number>): Uint8Array {
  return greyPng(180, 200, (x, y) => {
    const [u, v] = [Math.floor((x - 20) / 5), Math.floor((y - 40) / 5)];
    const ink = u >= 0 && u < 28 && v >= 0 && v < 28 ? pixels[v * 28 + u]! / 255 : 0;
    return (230 - x / 6) * (1 - 0.75 * ink);
  });
}
