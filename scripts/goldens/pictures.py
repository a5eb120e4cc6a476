"""Makes test/goldens/pictures.json: small PNG and JPEG files, and their pixels as Pillow (libpng, libjpeg-turbo) reads them.

    python3 scripts/goldens/pictures.py > test/goldens/pictures.json        (made with Pillow 9.4.0, NumPy 1.24.2)
"""

import base64
import hashlib
import io
import json
import struct
import sys
import zlib

import numpy as np
import PIL
from PIL import Image, ImageOps

ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def scene(height, width):
    y, x = np.mgrid[0:height, 0:width]
    a = np.stack([128 + 100 * np.sin(x / 3.0) * np.cos(y / 4.0), 255 * x / max(1, width - 1), 128 + 120 * np.sin((x + y) / 5.0)], -1)
    a[height // 4 : height // 2, width // 4 : width // 2] = [250, 20, 30]
    return np.clip(a, 0, 255).astype(np.uint8)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def packed(row, depth):
    """Samples of a row as bytes."""
    if depth == 16:
        return row.astype(">u2").tobytes()
    if depth == 8:
        return row.astype(np.uint8).tobytes()
    bits = "".join(format(int(v), f"0{depth}b") for v in row)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


def filtered(rows, distance):
    """Each row with the next of the five filters."""
    out, above = b"", bytes(len(rows[0]))
    for y, row in enumerate(rows):
        kind, line = y % 5, bytearray()
        for i, value in enumerate(row):
            a = row[i - distance] if i >= distance else 0
            b, c = above[i], above[i - distance] if i >= distance else 0
            p = a + b - c
            near = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            line.append((value - [0, a, b, (a + b) // 2, near][kind]) & 255)
        out += bytes([kind]) + bytes(line)
        above = row
    return out


def png(samples, depth, colour, interlaced=False, extra=b"", parts=1):
    """samples: (height, width, samples a pixel)"""
    height, width, _ = samples.shape
    distance = max(1, depth * SAMPLES[colour] // 8)
    raw = b""
    for x0, y0, dx, dy in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        part = samples[y0::dy, x0::dx]
        if part.size:
            raw += filtered([packed(row.reshape(-1), depth) for row in part], distance)
    data = zlib.compress(raw, 9)
    step = -(-len(data) // parts)
    idat = b"".join(chunk(b"IDAT", data[i : i + step]) for i in range(0, len(data), step))
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + idat + chunk(b"IEND", b"")


def jpeg(picture, **options):
    out = io.BytesIO()
    picture.save(out, "jpeg", **{"optimize": True, **options})
    return out.getvalue()


files = []


def add(name, data, grey, truth=None):
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    if truth is None:
        truth = np.asarray(image.convert("L" if grey else "RGB"))
    height, width = truth.shape[:2]
    files.append({"name": name, "width": width, "height": height, "channels": 1 if grey else 3, "sha256": hashlib.sha256(truth.tobytes()).hexdigest(), "base64": base64.b64encode(data).decode()})


colours = scene(11, 13)
greys = np.asarray(Image.fromarray(colours).convert("L"))
for interlaced in (False, True):
    mark = "interlaced" if interlaced else "plain"
    for depth in (1, 2, 4, 8):
        add(f"grey {depth} {mark}.png", png(greys[..., None] >> (8 - depth), depth, 0, interlaced), True, (greys >> (8 - depth)) * np.uint8(255 // (2**depth - 1)))
        entries = np.arange(2**depth * 3, dtype=np.uint8) * np.uint8(7)
        palette = chunk(b"PLTE", entries.tobytes())
        add(f"palette {depth} {mark}.png", png(greys[..., None] >> (8 - depth), depth, 3, interlaced, palette), False)
    add(f"grey 16 {mark}.png", png(greys[..., None].astype(int) * 257, 16, 0, interlaced), True, greys)
    add(f"colour 8 {mark}.png", png(colours, 8, 2, interlaced), False)
    add(f"colour 16 {mark}.png", png(colours.astype(int) * 257, 16, 2, interlaced), False, colours)
alpha = np.where(greys > 100, 255, 0)[..., None]
white = np.where(alpha == 255, colours, 255).astype(np.uint8)
add("alpha colour.png", png(np.concatenate([colours, alpha], -1), 8, 6), False, white)
add("alpha grey.png", png(np.concatenate([greys[..., None], alpha], -1), 8, 4), True, np.where(alpha[..., 0] == 255, greys, 255).astype(np.uint8))
add("three pixel chunks.png", png(colours, 8, 2, parts=3), False)
for height, width in ((1, 1), (16, 9), (9, 21)):
    picture = Image.fromarray(scene(height, width))
    for name, options in (("4:4:4", {"subsampling": 0}), ("4:2:2", {"subsampling": 1}), ("4:2:0", {"subsampling": 2})):
        for progressive in (False, True):
            mark = "progressive" if progressive else "baseline"
            add(f"{width}x{height} {name} {mark}.jpg", jpeg(picture, quality=75, progressive=progressive, **options), False)
    add(f"{width}x{height} grey.jpg", jpeg(picture.convert("L"), quality=60), True)
picture = Image.fromarray(scene(9, 14))
for quality in (5, 100):
    add(f"quality {quality}.jpg", jpeg(picture, quality=quality, progressive=True, subsampling=0), False)
for orientation in range(2, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    add(f"orientation {orientation}.jpg", jpeg(picture, quality=40, exif=exif), False)
json.dump({"source": f"scripts/goldens/pictures.py, Pillow {PIL.__version__}, NumPy {np.__version__}", "files": files}, sys.stdout, indent=1)
print()
