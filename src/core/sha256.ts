/** SHA-256 (FIPS 180-4) in plain TypeScript, for places without crypto.subtle. */

function primes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let n = 2n; found.length < count; n++) if (found.every((p) => n % p !== 0n)) found.push(n);
  return found;
}

/** First 32 bits of the fraction of the `degree`-th root of p: floor(p^(1/degree) · 2³²) mod 2³². */
function rootBits(p: bigint, degree: bigint): number {
  const target = p << (32n * degree);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    let power = 1n;
    for (let i = 0n; i < degree; i++) power *= middle;
    if (power <= target) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
}

let constants: { readonly start: Uint32Array; readonly rounds: Uint32Array } | undefined;

/** Square roots of the first 8 primes, cube roots of the first 64; made when first needed. */
function roots(): { readonly start: Uint32Array; readonly rounds: Uint32Array } {
  constants ??= {
    start: Uint32Array.from(primes(8), (p) => rootBits(p, 2n)),
    rounds: Uint32Array.from(primes(64), (p) => rootBits(p, 3n)),
  };
  return constants;
}

const rotate = (x: number, bits: number): number => (x >>> bits) | (x << (32 - bits));

export class Sha256 {
  readonly #state = Uint32Array.from(roots().start);
  readonly #block = new Uint8Array(64);
  readonly #schedule = new Int32Array(64);
  #used = 0;
  #length = 0;

  update(bytes: Uint8Array): this {
    this.#length += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      const take = Math.min(64 - this.#used, bytes.length - at);
      this.#block.set(bytes.subarray(at, at + take), this.#used);
      this.#used += take;
      at += take;
      if (this.#used === 64) this.#compress();
    }
    return this;
  }

  /** @returns 32 bytes. The object is used up. */
  digest(): Uint8Array {
    const bits = this.#length * 8;
    this.#block[this.#used++] = 0x80;
    if (this.#used > 56) {
      this.#block.fill(0, this.#used);
      this.#compress();
    }
    this.#block.fill(0, this.#used);
    const view = new DataView(this.#block.buffer);
    view.setUint32(56, Math.floor(bits / 4294967296));
    view.setUint32(60, bits >>> 0);
    this.#compress();
    const digest = new DataView(new ArrayBuffer(32));
    this.#state.forEach((word, i) => {
      digest.setUint32(4 * i, word);
    });
    return new Uint8Array(digest.buffer);
  }

  #compress(): void {
    const w = this.#schedule;
    const view = new DataView(this.#block.buffer);
    const at = (i: number): number => w[i];
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(4 * i);
    for (let i = 16; i < 64; i++) {
      const sigma0 = rotate(at(i - 15), 7) ^ rotate(at(i - 15), 18) ^ (at(i - 15) >>> 3);
      const sigma1 = rotate(at(i - 2), 17) ^ rotate(at(i - 2), 19) ^ (at(i - 2) >>> 10);
      w[i] = at(i - 16) + sigma0 + at(i - 7) + sigma1;
    }
    this.#rounds();
    this.#used = 0;
  }

  #rounds(): void {
    const { rounds } = roots();
    let [a, b, c, d, e, f, g, h] = this.#state as unknown as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    for (let i = 0; i < 64; i++) {
      const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const choice = (e & f) ^ (~e & g);
      const first = (h + sum1 + choice + rounds[i] + this.#schedule[i]) | 0;
      const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + sum0 + majority) | 0];
    }
    const added = [a, b, c, d, e, f, g, h];
    for (let i = 0; i < 8; i++) this.#state[i] = this.#state[i] + added[i];
  }
}
