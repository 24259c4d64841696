// Sixteen lanes of float: random words, logarithm, exponential, normal and gamma draws.
//
// The width is fixed and every fused operation is spelled out, so that each machine computes the
// same bytes; the compiler splits the vectors where registers are narrower. Arguments go by address
// because vectors by value would make the calling convention depend on the instruction set.
#ifndef CPORTFOLIO_LANES_H
#define CPORTFOLIO_LANES_H

#include <stdint.h>

#pragma STDC FP_CONTRACT OFF

#define LANES 16
#define INLINE static inline __attribute__((always_inline))
#define FMA __builtin_elementwise_fma

typedef float floats __attribute__((ext_vector_type(LANES)));
typedef uint32_t words __attribute__((ext_vector_type(LANES)));
typedef int32_t ints __attribute__((ext_vector_type(LANES)));
typedef uint64_t longs __attribute__((ext_vector_type(LANES)));

// Sixteen xoshiro128+ generators (Blackman and Vigna, 2021).
typedef struct {
  words a, b, c, d;
} generators;

INLINE uint64_t mixed(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

// Fills the states with SplitMix64 from a start that depends on the seed and the stream alone.
INLINE void seed_generators(generators *g, uint64_t seed, uint64_t stream) {
  uint64_t start = mixed(mixed(seed) + (stream + 1) * 0xD1342543DE82EF95u);
  longs lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  for (int half = 0; half < 2; half++) {
    longs z = start + (lane + (uint64_t)(1 + LANES * half)) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z = z ^ (z >> 31);
    words low = __builtin_convertvector(z, words);
    words high = __builtin_convertvector(z >> 32, words);
    if (half == 0) {
      g->a = low;
      g->b = high;
    } else {
      g->c = low;
      g->d = high;
    }
  }
}

INLINE void draw_words(generators *g, words *out) {
  *out = g->a + g->d;
  words shifted = g->b << 9;
  g->c ^= g->a;
  g->d ^= g->b;
  g->b ^= g->c;
  g->a ^= g->d;
  g->c ^= shifted;
  g->d = (g->d << 11) | (g->d >> 21);
}

// Odd multiples of 2^-24: never 0, never 1, and symmetric about a half.
INLINE void draw_uniform(generators *g, floats *out) {
  words x;
  draw_words(g, &x);
  *out = __builtin_convertvector(__builtin_convertvector((x >> 8) | 1, ints), floats) * 0x1p-24f;
}

// The natural logarithm of positive normal numbers, to about one unit in the last place.
INLINE void logarithm(floats *x) {
  words bits;
  __builtin_memcpy(&bits, x, sizeof bits);
  words exponent = (bits - 0x3f2aaaabu) & 0xff800000u;
  words mantissa = bits - exponent;
  floats f;
  __builtin_memcpy(&f, &mantissa, sizeof f);
  floats e = __builtin_convertvector(__builtin_convertvector(exponent, ints), floats) * 0x1p-23f;
  f -= 1.0f;
  floats s = f * f;
  floats r = FMA(f, (floats)-0.130187988f, (floats)0.140889585f);
  floats t = FMA(f, (floats)-0.121489584f, (floats)0.139809534f);
  r = FMA(r, s, t);
  r = FMA(r, f, (floats)-0.166845024f);
  r = FMA(r, f, (floats)0.200121149f);
  r = FMA(r, f, (floats)-0.249996364f);
  r = FMA(r, f, (floats)0.333331943f);
  r = FMA(r, f, (floats)-0.5f);
  r = FMA(r, s, f);
  *x = FMA(e, (floats)0.693147182f, r);
}

// The exponential of numbers that are not positive; 0 below -87.
INLINE void exponential(floats *x) {
  ints tiny = *x < -87.0f;
  floats y = __builtin_elementwise_max(*x, (floats)-87.0f);
  floats whole = __builtin_elementwise_floor(FMA(y, (floats)1.442695041f, (floats)0.5f));
  floats r = FMA(whole, (floats)-0.693359375f, y);
  r = FMA(whole, (floats)2.12194440e-4f, r);
  floats p = FMA(r, (floats)1.9875691500e-4f, (floats)1.3981999507e-3f);
  p = FMA(p, r, (floats)8.3334519073e-3f);
  p = FMA(p, r, (floats)4.1665795894e-2f);
  p = FMA(p, r, (floats)1.6666665459e-1f);
  p = FMA(p, r, (floats)0.5f);
  p = FMA(p, r * r, r) + 1.0f;
  ints power = __builtin_convertvector(whole, ints) << 23;
  ints bits;
  __builtin_memcpy(&bits, &p, sizeof bits);
  bits = (bits + power) & ~tiny;
  __builtin_memcpy(x, &bits, sizeof bits);
}

// An exponential draw: -log u, with 31 bits of u so that the tail is long enough. Never 0.
INLINE void draw_exponential(generators *g, floats *out) {
  words x;
  draw_words(g, &x);
  floats u = __builtin_convertvector(__builtin_convertvector((x >> 1) | 1, ints), floats);
  u *= 0x1p-31f;
  logarithm(&u);
  *out = __builtin_elementwise_max(-u, (floats)0x1p-32f);
}

// The sine of 2π times a number between -1/4 and 1/4.
INLINE void sine_of_turns(floats *turns) {
  floats angle = *turns * 6.283185307f;
  floats s = angle * angle;
  floats p = FMA(s, (floats)-2.50521084e-8f, (floats)2.75573192e-6f);
  p = FMA(p, s, (floats)-1.98412698e-4f);
  p = FMA(p, s, (floats)8.33333333e-3f);
  p = FMA(p, s, (floats)-1.66666667e-1f);
  *turns = FMA(p * s, angle, angle);
}

// Two independent normal draws (Box and Muller, 1958). Cosine and sine are taken as sines of angles
// within a quarter turn; a common sign does not matter.
INLINE void draw_normals(generators *g, floats *first, floats *second) {
  floats radius, turn;
  draw_exponential(g, &radius);
  draw_uniform(g, &turn);
  radius = __builtin_elementwise_sqrt(2.0f * radius);
  turn -= 0.5f;
  floats size = __builtin_elementwise_abs(turn);
  floats cosine = 0.25f - size;
  floats sine = __builtin_elementwise_copysign(0.25f - __builtin_elementwise_abs(cosine), turn);
  sine_of_turns(&cosine);
  sine_of_turns(&sine);
  *first = radius * cosine;
  *second = radius * sine;
}

// One attempt at a gamma draw of shape at least 1 from a normal draw (Marsaglia and Tsang, 2000):
// `accepted` is -1 in the lanes where `value` counts.
INLINE void try_gamma(
    generators *g, float shape, const floats *normal, floats *value, ints *accepted) {
  float d = shape - 1.0f / 3.0f;
  float c = 1.0f / __builtin_sqrtf(9.0f * d);
  floats x = *normal, e;
  draw_exponential(g, &e);
  floats v = FMA(x, (floats)c, (floats)1.0f);
  ints positive = v > 0.0f;
  v = v * v * v;
  floats logv = __builtin_elementwise_max(v, (floats)1e-30f);
  logarithm(&logv);
  floats limit = FMA(x * 0.5f, x, d * (1.0f - v + logv));
  *accepted = positive & (-e < limit);
  *value = d * v;
}

#endif
