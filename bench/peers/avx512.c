// The limit of one core: [784,30,10], sigmoid, quadratic cost, mini-batch 10, written by hand with AVX-512.
//
// Images are sparse rows (zero pixels are skipped exactly). The first layer's weights are pixel-major, 30 hidden units
// padded to 32 = two zmm registers, updated in place. All deltas of a mini-batch come first, then the update.
// The second layer is kept twice, hidden-major and output-major, and both copies are updated alike.
//
//   gcc -O3 -march=native -o avx512 avx512.c -lz -lm     ./avx512 <folder> <epochs> [seed]
#include <immintrin.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <zlib.h>

enum { PIXELS = 784, HIDDEN = 30, WIDE = 32, OUT = 10, BATCH = 10 };
static const float RATE = 3.0f;

// An image is one block: its nonzero pixels' numbers (uint16), then their bytes, from a cache-line border on. 29 MB for the
// training set. Visiting 54 MB (float values) in random order cost as much as the arithmetic: 0.046 s an epoch, not 0.031.
typedef struct { int count; uint8_t *labels, *blocks; uint32_t *start; uint16_t *filled; } Set;

static float w1[PIXELS][WIDE] __attribute__((aligned(64))), b1[WIDE] __attribute__((aligned(64)));
static float byHidden[WIDE][16] __attribute__((aligned(64))), byOutput[OUT][WIDE] __attribute__((aligned(64)));
static float b2[16] __attribute__((aligned(64)));
static float value[BATCH][PIXELS + 16] __attribute__((aligned(64)));  // the mini-batch's bytes as 0…1
static float a1[BATCH][WIDE] __attribute__((aligned(64))), d1[BATCH][WIDE] __attribute__((aligned(64)));
static float d2[BATCH][16] __attribute__((aligned(64)));

static uint64_t state;
static uint32_t random32(void) {  // xorshift64*
  state ^= state >> 12, state ^= state << 25, state ^= state >> 27;
  return (uint32_t)((state * 2685821657736338717ull) >> 32);
}
static float normal(void) {
  double u = (random32() + 1.0) / 4294967297.0, v = random32() / 4294967296.0;
  return (float)(sqrt(-2 * log(u)) * cos(6.283185307179586 * v));
}
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static uint8_t *readGz(const char *folder, const char *name, size_t bytes, size_t head) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  gzFile file = gzopen(path, "rb");
  uint8_t *data = malloc(bytes + head);
  if (!file || gzread(file, data, (unsigned)(bytes + head)) != (int)(bytes + head)) {
    fprintf(stderr, "cannot read %s\n", path);
    exit(1);
  }
  gzclose(file);
  return data + head;
}
static Set readSet(const char *folder, const char *kind, int count) {
  char name[64];
  Set set = {.count = count};
  snprintf(name, sizeof name, "%s-images-idx3-ubyte.gz", kind);
  uint8_t *pixels = readGz(folder, name, (size_t)count * PIXELS, 16);
  snprintf(name, sizeof name, "%s-labels-idx1-ubyte.gz", kind);
  set.labels = readGz(folder, name, (size_t)count, 8);
  size_t lines = 0;
  set.start = malloc(((size_t)count + 1) * sizeof *set.start);
  set.filled = malloc((size_t)count * sizeof *set.filled);
  for (int i = 0; i < count; i++) {
    uint16_t filled = 0;
    for (int p = 0; p < PIXELS; p++) filled += pixels[(size_t)i * PIXELS + p] != 0;
    set.start[i] = (uint32_t)lines, set.filled[i] = filled;
    lines += (filled * 3u + 63) / 64;
  }
  set.start[count] = (uint32_t)lines;
  set.blocks = aligned_alloc(64, lines * 64 + 64);
  for (int i = 0; i < count; i++) {
    uint16_t *at = (uint16_t *)(set.blocks + (size_t)set.start[i] * 64);
    uint8_t *byte = (uint8_t *)(at + set.filled[i]);
    for (int p = 0; p < PIXELS; p++) {
      uint8_t b = pixels[(size_t)i * PIXELS + p];
      if (b) *at++ = (uint16_t)p, *byte++ = b;
    }
  }
  return set;
}

// 1/(1+exp(-x)): exp by base-2 reduction and a degree-6 polynomial, relative error about 1e-7.
static inline __m512 sigmoid(__m512 x) {
  __m512 t = _mm512_mul_ps(x, _mm512_set1_ps(-1.44269504f));
  t = _mm512_max_ps(_mm512_min_ps(t, _mm512_set1_ps(126)), _mm512_set1_ps(-126));
  __m512 n = _mm512_roundscale_ps(t, 0), f = _mm512_sub_ps(t, n);
  __m512 p = _mm512_set1_ps(1.54035304e-4f);
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(1.33335581e-3f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(9.61812911e-3f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(5.55041087e-2f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(2.40226507e-1f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(6.93147181e-1f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(1));
  return _mm512_div_ps(_mm512_set1_ps(1), _mm512_add_ps(_mm512_set1_ps(1), _mm512_scalef_ps(p, n)));
}

static inline const uint16_t *block(const Set *set, uint32_t image) {
  return (const uint16_t *)(set->blocks + (size_t)set->start[image] * 64);
}

// Hidden sums of one image: four pixels at a time, eight independent chains of additions.
static inline void hidden(const Set *set, uint32_t image, float *value, float *a) {
  const uint16_t *at = block(set, image), *end = at + set->filled[image];
  for (size_t i = 0; i < set->filled[image]; i += 16) {
    __m512i bytes = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)((const uint8_t *)end + i)));
    _mm512_store_ps(value + i, _mm512_mul_ps(_mm512_cvtepi32_ps(bytes), _mm512_set1_ps(1 / 255.0f)));
  }
  __m512 s0 = _mm512_load_ps(b1), t0 = _mm512_load_ps(b1 + 16), s1 = _mm512_setzero_ps(), t1 = s1, s2 = s1, t2 = s1,
         s3 = s1, t3 = s1;
  for (; at + 4 <= end; at += 4, value += 4) {
    __m512 x0 = _mm512_set1_ps(value[0]), x1 = _mm512_set1_ps(value[1]), x2 = _mm512_set1_ps(value[2]),
           x3 = _mm512_set1_ps(value[3]);
    const float *r0 = w1[at[0]], *r1 = w1[at[1]], *r2 = w1[at[2]], *r3 = w1[at[3]];
    s0 = _mm512_fmadd_ps(x0, _mm512_load_ps(r0), s0), t0 = _mm512_fmadd_ps(x0, _mm512_load_ps(r0 + 16), t0);
    s1 = _mm512_fmadd_ps(x1, _mm512_load_ps(r1), s1), t1 = _mm512_fmadd_ps(x1, _mm512_load_ps(r1 + 16), t1);
    s2 = _mm512_fmadd_ps(x2, _mm512_load_ps(r2), s2), t2 = _mm512_fmadd_ps(x2, _mm512_load_ps(r2 + 16), t2);
    s3 = _mm512_fmadd_ps(x3, _mm512_load_ps(r3), s3), t3 = _mm512_fmadd_ps(x3, _mm512_load_ps(r3 + 16), t3);
  }
  for (; at < end; at++, value++) {
    __m512 x = _mm512_set1_ps(*value);
    s0 = _mm512_fmadd_ps(x, _mm512_load_ps(w1[*at]), s0), t0 = _mm512_fmadd_ps(x, _mm512_load_ps(w1[*at] + 16), t0);
  }
  s0 = _mm512_add_ps(_mm512_add_ps(s0, s1), _mm512_add_ps(s2, s3));
  t0 = _mm512_add_ps(_mm512_add_ps(t0, t1), _mm512_add_ps(t2, t3));
  _mm512_store_ps(a, sigmoid(s0));
  _mm512_store_ps(a + 16, _mm512_maskz_mov_ps(0x3fff, sigmoid(t0)));  // units 30 and 31 stay out of everything
}

// w1[pixel] += value · (−η/m · δ) for the pixels of one image, in place.
static inline void update(const Set *set, uint32_t image, const float *value, const float *d) {
  const uint16_t *at = block(set, image), *end = at + set->filled[image];
  __m512 lo = _mm512_load_ps(d), hi = _mm512_load_ps(d + 16);
#pragma GCC unroll 4
  for (; at < end; at++, value++) {
    __m512 x = _mm512_set1_ps(*value);
    float *row = w1[*at];
    _mm512_store_ps(row, _mm512_fmadd_ps(x, lo, _mm512_load_ps(row)));
    _mm512_store_ps(row + 16, _mm512_fmadd_ps(x, hi, _mm512_load_ps(row + 16)));
  }
}

// Images are visited in random order: the next mini-batch's rows are asked for while this one is computed.
static inline void fetch(const Set *set, uint32_t image) {
  const uint8_t *from = set->blocks + (size_t)set->start[image] * 64;
  const uint8_t *to = set->blocks + (size_t)set->start[image + 1] * 64;
  for (; from < to; from += 64) _mm_prefetch((const char *)from, _MM_HINT_T1);
}

static void step(const Set *set, const uint32_t *order, int m, const uint32_t *next) {
  const __m512 one = _mm512_set1_ps(1), scale = _mm512_set1_ps(-RATE / (float)m);
  for (int i = 0; i < m; i++) {
    if (next) fetch(set, next[i]);
    hidden(set, order[i], value[i], a1[i]);
  }
  __m512 z[BATCH];
  for (int i = 0; i < BATCH; i++) z[i] = _mm512_load_ps(b2);
  for (int h = 0; h < HIDDEN; h++) {
    __m512 row = _mm512_load_ps(byHidden[h]);
    for (int i = 0; i < BATCH; i++) z[i] = _mm512_fmadd_ps(_mm512_set1_ps(a1[i][h]), row, z[i]);
  }
  __m512 sum2 = _mm512_setzero_ps(), lo1 = sum2, hi1 = sum2;
  for (int i = 0; i < m; i++) {  // −η/m · δ of the output layer, then of the hidden layer
    __m512 a = sigmoid(z[i]), slope = _mm512_mul_ps(a, _mm512_sub_ps(one, a));
    __m512 error = _mm512_mask_sub_ps(a, (__mmask16)(1u << set->labels[order[i]]), a, one);
    __m512 delta = _mm512_maskz_mul_ps(0x3ff, scale, _mm512_mul_ps(error, slope));
    _mm512_store_ps(d2[i], delta);
    sum2 = _mm512_add_ps(sum2, delta);
    __m512 lo = _mm512_setzero_ps(), hi = lo;
    for (int o = 0; o < OUT; o++) {
      __m512 d = _mm512_set1_ps(d2[i][o]);
      lo = _mm512_fmadd_ps(d, _mm512_load_ps(byOutput[o]), lo);
      hi = _mm512_fmadd_ps(d, _mm512_load_ps(byOutput[o] + 16), hi);
    }
    __m512 al = _mm512_load_ps(a1[i]), ah = _mm512_load_ps(a1[i] + 16);
    lo = _mm512_mul_ps(lo, _mm512_mul_ps(al, _mm512_sub_ps(one, al)));
    hi = _mm512_mul_ps(hi, _mm512_mul_ps(ah, _mm512_sub_ps(one, ah)));
    _mm512_store_ps(d1[i], lo), _mm512_store_ps(d1[i] + 16, hi);
    lo1 = _mm512_add_ps(lo1, lo), hi1 = _mm512_add_ps(hi1, hi);
  }
  for (int i = m; i < BATCH; i++) _mm512_store_ps(d2[i], _mm512_setzero_ps());
  __m512 d[BATCH];
  for (int i = 0; i < BATCH; i++) d[i] = _mm512_load_ps(d2[i]);
  for (int h = 0; h < HIDDEN; h++) {
    __m512 row = _mm512_load_ps(byHidden[h]);
    for (int i = 0; i < BATCH; i++) row = _mm512_fmadd_ps(_mm512_set1_ps(a1[i][h]), d[i], row);
    _mm512_store_ps(byHidden[h], row);
  }
  for (int o = 0; o < OUT; o++) {
    __m512 lo = _mm512_load_ps(byOutput[o]), hi = _mm512_load_ps(byOutput[o] + 16);
    for (int i = 0; i < BATCH; i++) {
      __m512 e = _mm512_set1_ps(d2[i][o]);
      lo = _mm512_fmadd_ps(e, _mm512_load_ps(a1[i]), lo), hi = _mm512_fmadd_ps(e, _mm512_load_ps(a1[i] + 16), hi);
    }
    _mm512_store_ps(byOutput[o], lo), _mm512_store_ps(byOutput[o] + 16, hi);
  }
  _mm512_store_ps(b2, _mm512_add_ps(_mm512_load_ps(b2), sum2));
  _mm512_store_ps(b1, _mm512_add_ps(_mm512_load_ps(b1), lo1));
  _mm512_store_ps(b1 + 16, _mm512_add_ps(_mm512_load_ps(b1 + 16), hi1));
  for (int i = 0; i < m; i++) update(set, order[i], value[i], d1[i]);
}

static int correctOf(const Set *set) {
  int correct = 0;
  for (int i = 0; i < set->count; i++) {
    hidden(set, (uint32_t)i, value[0], a1[0]);
    __m512 z = _mm512_load_ps(b2);
    for (int h = 0; h < HIDDEN; h++) z = _mm512_fmadd_ps(_mm512_set1_ps(a1[0][h]), _mm512_load_ps(byHidden[h]), z);
    float out[16];
    _mm512_storeu_ps(out, z);
    int best = 0;
    for (int o = 1; o < OUT; o++) if (out[o] > out[best]) best = o;
    correct += best == set->labels[i];
  }
  return correct;
}

int main(int argc, char **argv) {
  if (argc < 3) return fprintf(stderr, "usage: avx512 <folder> <epochs> [seed]\n"), 2;
  int epochs = atoi(argv[2]);
  state = 88172645463325252ull + (argc > 3 ? strtoull(argv[3], 0, 10) : 1) * 1000003ull;
  Set training = readSet(argv[1], "train", 60000), test = readSet(argv[1], "t10k", 10000);
  for (int p = 0; p < PIXELS; p++) for (int h = 0; h < HIDDEN; h++) w1[p][h] = normal();
  for (int h = 0; h < HIDDEN; h++) b1[h] = normal();
  for (int h = 0; h < HIDDEN; h++) for (int o = 0; o < OUT; o++) byHidden[h][o] = byOutput[o][h] = normal();
  for (int o = 0; o < OUT; o++) b2[o] = normal();
  uint32_t *order = malloc((size_t)training.count * sizeof *order);
  for (int i = 0; i < training.count; i++) order[i] = (uint32_t)i;
  double *seconds = malloc((size_t)epochs * sizeof *seconds);
  for (int e = 0; e < epochs; e++) {
    double start = now();
    for (int i = training.count - 1; i > 0; i--) {
      uint32_t j = (uint32_t)(((uint64_t)random32() * (uint64_t)(i + 1)) >> 32), swap = order[i];
      order[i] = order[j], order[j] = swap;
    }
    for (int i = 0; i < training.count; i += BATCH) {
      int m = training.count - i < BATCH ? training.count - i : BATCH;
      step(&training, order + i, m, i + 2 * BATCH <= training.count ? order + i + BATCH : NULL);
    }
    seconds[e] = now() - start;
  }
  printf("{\"peer\":\"C, AVX-512, zero skipping\",\"version\":\"gcc %s\",\"threads\":1,\"secondsPerEpoch\":[", __VERSION__);
  for (int e = 0; e < epochs; e++) printf("%s%.6f", e ? "," : "", seconds[e]);
  printf("],\"correct\":%d}\n", correctOf(&test));
  return 0;
}
