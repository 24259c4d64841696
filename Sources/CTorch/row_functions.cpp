#include "row_functions.h"

#include "matrix_unit.h"

#if CTORCH_MATRIX_UNIT
#include <immintrin.h>

#include <cmath>
#include <initializer_list>

#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)

namespace {

constexpr int64_t lanes = 16;

// Calls body(first, mask) for each vector of a row.
template <typename Body>
inline void for_each_vector(int64_t count, const Body &body) {
  for (int64_t first = 0; first < count; first += lanes) {
    const int64_t rest = count - first;
    body(first, rest >= lanes ? __mmask16(0xffff) : __mmask16((1u << rest) - 1));
  }
}

// e to the power of x. x is a multiple n of ln 2 and a rest r of at most half of that; the series of
// exp(r) to the seventh power leaves less than a rounding error.
inline __m512 exponential(__m512 x) {
  const __m512 n = _mm512_roundscale_ps(
      _mm512_mul_ps(x, _mm512_set1_ps(1.44269504f)), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  // ln 2 in two parts, of which the first times n is exact.
  __m512 r = _mm512_fnmadd_ps(n, _mm512_set1_ps(0.693359375f), x);
  r = _mm512_fnmadd_ps(n, _mm512_set1_ps(-2.12194440e-4f), r);
  __m512 sum = _mm512_set1_ps(1.f / 5040);
  for (const float factor : {1.f / 720, 1.f / 120, 1.f / 24, 1.f / 6, .5f, 1.f, 1.f}) {
    sum = _mm512_fmadd_ps(sum, r, _mm512_set1_ps(factor));
  }
  return _mm512_scalef_ps(sum, n);
}

}  // namespace

void ctorch::normalize_row(
    const float *x, int64_t count, const float *weight, const float *bias, float epsilon,
    float *out) {
  __m512 total = _mm512_setzero_ps();
  for_each_vector(count, [&](int64_t i, __mmask16 mask) __attribute__((target("avx512f"))) {
    total = _mm512_add_ps(total, _mm512_maskz_loadu_ps(mask, x + i));
  });
  const __m512 means = _mm512_set1_ps(_mm512_reduce_add_ps(total) / count);
  // Around the mean, as the square of a large mean would swallow the variance; and what the mean was
  // rounded by is made good.
  __m512 rests = _mm512_setzero_ps(), squares = _mm512_setzero_ps();
  for_each_vector(count, [&](int64_t i, __mmask16 mask) __attribute__((target("avx512f"))) {
    const __m512 rest = _mm512_maskz_sub_ps(mask, _mm512_maskz_loadu_ps(mask, x + i), means);
    rests = _mm512_add_ps(rests, rest);
    squares = _mm512_fmadd_ps(rest, rest, squares);
  });
  const float rounding = _mm512_reduce_add_ps(rests) / count;
  const float variance = _mm512_reduce_add_ps(squares) / count - rounding * rounding;
  const __m512 scale = _mm512_set1_ps(1 / std::sqrt(variance + epsilon));
  const __m512 shift = _mm512_set1_ps(rounding);
  for_each_vector(count, [&](int64_t i, __mmask16 mask) __attribute__((target("avx512f"))) {
    const __m512 rest = _mm512_sub_ps(_mm512_maskz_loadu_ps(mask, x + i), means);
    _mm512_mask_storeu_ps(
        out + i, mask,
        _mm512_fmadd_ps(
            _mm512_mul_ps(_mm512_sub_ps(rest, shift), scale),
            _mm512_maskz_loadu_ps(mask, weight + i), _mm512_maskz_loadu_ps(mask, bias + i)));
  });
}

void ctorch::apply_silu(float *x, int64_t count) {
  for_each_vector(count, [&](int64_t i, __mmask16 mask) __attribute__((target("avx512f"))) {
    const __m512 value = _mm512_maskz_loadu_ps(mask, x + i);
    const __m512 power = exponential(_mm512_sub_ps(_mm512_setzero_ps(), value));
    _mm512_mask_storeu_ps(
        x + i, mask, _mm512_div_ps(value, _mm512_add_ps(_mm512_set1_ps(1), power)));
  });
}

void ctorch::add_row(float *x, const float *y, int64_t count) {
  for (int64_t i = 0; i < count; ++i) x[i] += y[i];
}

#pragma clang attribute pop
#else
void ctorch::normalize_row(
    const float *, int64_t, const float *, const float *, float, float *) {}
void ctorch::apply_silu(float *, int64_t) {}
void ctorch::add_row(float *, const float *, int64_t) {}
#endif
