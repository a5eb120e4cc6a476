// The roof: multiplications and additions on registers only, nothing loaded or stored. `steps` rounds of `CHAINS` independent
// chains x ← x·m + c; 8 floating-point operations a chain and round. 12 chains hide the latency of a product and a sum,
// 8 that of a fused product; with m and c they fit the 16 registers.

function multiplyAdd(x: v128, m: v128, c: v128): v128 {
  // asc is called once with --use RELAXED=0 and once with --use RELAXED=1
  if (RELAXED) return f32x4.relaxed_madd(x, m, c);
  return f32x4.add(f32x4.mul(x, m), c);
}

export function chains12(steps: i32, factor: f32, term: f32): f32 {
  const m = f32x4.splat(factor),
    c = f32x4.splat(term); // arguments: V8 of Node 24 rebuilds a constant vector at each use
  let a0 = c,
    a1 = m,
    a2 = c,
    a3 = m,
    a4 = c,
    a5 = m,
    a6 = c,
    a7 = m,
    a8 = c,
    a9 = m,
    a10 = c,
    a11 = m;
  for (let i = 0; i < steps; i++) {
    a0 = multiplyAdd(a0, m, c);
    a1 = multiplyAdd(a1, m, c);
    a2 = multiplyAdd(a2, m, c);
    a3 = multiplyAdd(a3, m, c);
    a4 = multiplyAdd(a4, m, c);
    a5 = multiplyAdd(a5, m, c);
    a6 = multiplyAdd(a6, m, c);
    a7 = multiplyAdd(a7, m, c);
    a8 = multiplyAdd(a8, m, c);
    a9 = multiplyAdd(a9, m, c);
    a10 = multiplyAdd(a10, m, c);
    a11 = multiplyAdd(a11, m, c);
  }
  const s = f32x4.add(f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3)), f32x4.add(f32x4.add(a4, a5), f32x4.add(a6, a7)));
  return f32x4.extract_lane(f32x4.add(s, f32x4.add(f32x4.add(a8, a9), f32x4.add(a10, a11))), 0);
}

/** The same with 10 chains, for engines that keep more registers to themselves. */
export function chains10(steps: i32, factor: f32, term: f32): f32 {
  const m = f32x4.splat(factor),
    c = f32x4.splat(term);
  let a0 = c,
    a1 = m,
    a2 = c,
    a3 = m,
    a4 = c,
    a5 = m,
    a6 = c,
    a7 = m,
    a8 = c,
    a9 = m;
  for (let i = 0; i < steps; i++) {
    a0 = multiplyAdd(a0, m, c);
    a1 = multiplyAdd(a1, m, c);
    a2 = multiplyAdd(a2, m, c);
    a3 = multiplyAdd(a3, m, c);
    a4 = multiplyAdd(a4, m, c);
    a5 = multiplyAdd(a5, m, c);
    a6 = multiplyAdd(a6, m, c);
    a7 = multiplyAdd(a7, m, c);
    a8 = multiplyAdd(a8, m, c);
    a9 = multiplyAdd(a9, m, c);
  }
  const s = f32x4.add(f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3)), f32x4.add(f32x4.add(a4, a5), f32x4.add(a6, a7)));
  return f32x4.extract_lane(f32x4.add(s, f32x4.add(a8, a9)), 0);
}

/**
 * The form of a matrix product: 8 sums of products of 4 × 2 registers, a chain in the additions only.
 * The factors change sign at every round, so that no compiler can take the products out of the loop.
 */
export function tile4x2(steps: i32, factor: f32, term: f32): f32 {
  const x0 = f32x4.splat(factor),
    x1 = f32x4.splat(factor * 0.5),
    x2 = f32x4.splat(term),
    x3 = f32x4.splat(term * 0.5);
  let w0 = f32x4.splat(factor * 0.1),
    w1 = f32x4.splat(term * 0.1);
  let a00 = x0,
    a01 = x0,
    a10 = x0,
    a11 = x0,
    a20 = x0,
    a21 = x0,
    a30 = x0,
    a31 = x0;
  for (let i = 0; i < steps; i++) {
    a00 = multiplyAdd(x0, w0, a00);
    a01 = multiplyAdd(x0, w1, a01);
    a10 = multiplyAdd(x1, w0, a10);
    a11 = multiplyAdd(x1, w1, a11);
    a20 = multiplyAdd(x2, w0, a20);
    a21 = multiplyAdd(x2, w1, a21);
    a30 = multiplyAdd(x3, w0, a30);
    a31 = multiplyAdd(x3, w1, a31);
    w0 = f32x4.neg(w0);
    w1 = f32x4.neg(w1);
  }
  const s = f32x4.add(
    f32x4.add(f32x4.add(a00, a01), f32x4.add(a10, a11)),
    f32x4.add(f32x4.add(a20, a21), f32x4.add(a30, a31)),
  );
  return f32x4.extract_lane(s, 0);
}
