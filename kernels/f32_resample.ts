// Augmentation: a picture read at moved places. Pictures are float32 [y][x][channel] without padding. Output pixel (y, x) is the
// picture at
//     sx = (a·x + b·y) + e,   sy = (c·x + d·y) + f
// where the transform holds a b e c d f, interpolated linearly between the four pixels around it; beyond the edge the edge's
// pixels go on. Every sum is of two numbers, in float32.
//
// Elastic: sx and sy move by a field as well (Simard, Steinkraus, Platt 2003, with cubic B-splines instead of a Gaussian). The
// transform is then followed, from its 8th number on, by 7 × 7 control numbers for sx, as many for sy, and 14 of scratch. The
// picture lies over 4 × 4 cells of the grid, and a pixel feels the 4 × 4 control numbers around its cell.

const CELLS: f32 = 4;
const CONTROLS: usize = 7;
const GRID: usize = 32;
const SECOND_GRID: usize = GRID + 4 * CONTROLS * CONTROLS;
const SCRATCH: usize = SECOND_GRID + 4 * CONTROLS * CONTROLS;

// @ts-ignore: decorator
@inline
function clamped(i: i32, last: i32): i32 {
  return max(0, min(last, i));
}

/** One pixel, all channels. @returns where the next goes */
// @ts-ignore: decorator
@inline
function readAt(source: usize, height: i32, width: i32, channels: i32, sy: f32, sx: f32, target: usize): usize {
  const y0 = floor(sy), x0 = floor(sx);
  const fy = sy - y0, fx = sx - x0;
  const iy = <i32>y0, ix = <i32>x0;
  const top = clamped(iy, height - 1) * width, bottom = clamped(iy + 1, height - 1) * width;
  const left = clamped(ix, width - 1), right = clamped(ix + 1, width - 1);
  const step = <usize>channels << 2;
  const tl = source + <usize>(top + left) * step, tr = source + <usize>(top + right) * step;
  const bl = source + <usize>(bottom + left) * step, br = source + <usize>(bottom + right) * step;
  for (let i: usize = 0; i < step; i += 4) {
    const t = load<f32>(tl + i) + fx * (load<f32>(tr + i) - load<f32>(tl + i));
    const b = load<f32>(bl + i) + fx * (load<f32>(br + i) - load<f32>(bl + i));
    store<f32>(target + i, t + fy * (b - t));
  }
  return target + step;
}

/** OUT[y,x,·] = picture at (sy, sx) */
export function f32_resample_affine(source: usize, height: i32, width: i32, channels: i32, transform: usize, target: usize): void {
  const a = load<f32>(transform), b = load<f32>(transform, 4), e = load<f32>(transform, 8);
  const c = load<f32>(transform, 12), d = load<f32>(transform, 16), f = load<f32>(transform, 20);
  for (let y = 0; y < height; y++) {
    const by = b * <f32>y, dy = d * <f32>y;
    for (let x = 0; x < width; x++) {
      const sx = a * <f32>x + by + e, sy = c * <f32>x + dy + f;
      target = readAt(source, height, width, channels, sy, sx, target);
    }
  }
}

/** Four neighbours' share of a cubic B-spline at t of a cell, 0 ≤ t < 1, in lanes. */
// @ts-ignore: decorator
@inline
function shares(t: f32): v128 {
  const u = <f32>1 - t, tt = t * t, ttt = tt * t, uu = u * u;
  const sixth: f32 = 1 / 6;
  const first = uu * u * sixth;
  const second = ((<f32>3 * ttt - <f32>6 * tt) + <f32>4) * sixth;
  const last = ttt * sixth;
  const third = ((<f32>1 - first) - second) - last;
  return f32x4(first, second, third, last);
}

/** (s₀·v₀ + s₁·v₁) + (s₂·v₂ + s₃·v₃) of numbers `stride` bytes apart. */
// @ts-ignore: decorator
@inline
function blend(s: v128, at: usize, stride: usize): f32 {
  const low = f32x4.extract_lane(s, 0) * load<f32>(at) + f32x4.extract_lane(s, 1) * load<f32>(at + stride);
  const high = f32x4.extract_lane(s, 2) * load<f32>(at + 2 * stride) + f32x4.extract_lane(s, 3) * load<f32>(at + 3 * stride);
  return low + high;
}

/** As f32_resample_affine, with the field added to sx and sy: first blended over y for each column of control numbers, then over x. */
export function f32_resample_elastic(source: usize, height: i32, width: i32, channels: i32, transform: usize, target: usize): void {
  const a = load<f32>(transform), b = load<f32>(transform, 4), e = load<f32>(transform, 8);
  const c = load<f32>(transform, 12), d = load<f32>(transform, 16), f = load<f32>(transform, 20);
  const perY: f32 = CELLS / <f32>height, perX: f32 = CELLS / <f32>width;
  const column = transform + SCRATCH;
  for (let y = 0; y < height; y++) {
    const by = b * <f32>y, dy = d * <f32>y;
    const v = (<f32>y + <f32>0.5) * perY;
    const row = floor(v);
    const down = shares(v - row);
    const first = transform + <usize><i32>row * (4 * CONTROLS);
    for (let i: usize = 0; i < 4 * CONTROLS; i += 4) {
      store<f32>(column + i, blend(down, first + GRID + i, 4 * CONTROLS));
      store<f32>(column + 4 * CONTROLS + i, blend(down, first + SECOND_GRID + i, 4 * CONTROLS));
    }
    for (let x = 0; x < width; x++) {
      const u = (<f32>x + <f32>0.5) * perX;
      const cell = floor(u);
      const along = shares(u - cell);
      const near = column + (<usize><i32>cell << 2);
      const sx = (a * <f32>x + by + e) + blend(along, near, 4);
      const sy = (c * <f32>x + dy + f) + blend(along, near + 4 * CONTROLS, 4);
      target = readAt(source, height, width, channels, sy, sx, target);
    }
  }
}

/** Zeros, and then each entry's number in its place: a sparse row as a dense one. */
export function f32_scatter_entries(entries: usize, count: i32, target: usize, size: i32): void {
  memory.fill(target, 0, <usize>size << 2);
  const last = entries + (<usize>count << 3);
  for (; entries < last; entries += 8) store<f32>(target + (<usize>load<u32>(entries) >> 4), load<f32>(entries, 4));
}

/** The numbers that are not 0, in order, as entries (u32 input·64, f32 value). @returns how many */
export function f32_collect_entries(source: usize, size: i32, entries: usize): i32 {
  const first = entries;
  for (let i = 0; i < size; i++) {
    const value = load<f32>(source + (<usize>i << 2));
    if (value == 0) continue;
    store<u32>(entries, i << 6);
    store<f32>(entries, value, 4);
    entries += 8;
  }
  return <i32>((entries - first) >> 3);
}
