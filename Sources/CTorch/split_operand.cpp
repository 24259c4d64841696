#include "split_operand.h"

#include "matrix_unit.h"

#if CTORCH_MATRIX_UNIT
#include <immintrin.h>

#include <algorithm>

using namespace ctorch;

#pragma clang attribute push( \
    __attribute__((target("amx-tile,amx-bf16,avx512f,avx512bw,avx512dq,avx512vl"))), \
    apply_to = function)

namespace {

// The upper halves of the lanes are three numbers in bfloat16 whose sum is the float32 number.
struct Parts {
  __m512i part[3];
};

// The first part is cut off, not rounded, so that no finite number becomes infinite. The second is
// rounded to nearest, which leaves at most eight bits to the third. An infinite number gives parts
// that are no number.
inline Parts split(__m512 x) {
  const __m512i upper = _mm512_set1_epi32(static_cast<int>(0xffff0000));
  const __m512i half = _mm512_set1_epi32(0x8000);
  const __m512i first = _mm512_and_si512(_mm512_castps_si512(x), upper);
  const __m512 rest = _mm512_sub_ps(x, _mm512_castsi512_ps(first));
  const __m512i second =
      _mm512_and_si512(_mm512_add_epi32(_mm512_castps_si512(rest), half), upper);
  const __m512 third = _mm512_sub_ps(rest, _mm512_castsi512_ps(second));
  return {{first, second, _mm512_castps_si512(third)}};
}

inline __mmask16 first_lanes(int64_t count) {
  return static_cast<__mmask16>((1u << std::clamp<int64_t>(count, 0, 16)) - 1);
}

// Rows of 32 numbers: a tile of the left operand. The numbers of a row are neighbours in memory.
void split_rows(const float *source, int64_t stride, int64_t rows, int64_t depth, uint16_t *out) {
  alignas(64) static constexpr uint16_t upper_halves[32] = {
      1,  3,  5,  7,  9,  11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31,
      33, 35, 37, 39, 41, 43, 45, 47, 49, 51, 53, 55, 57, 59, 61, 63};
  const __m512i choice = _mm512_load_si512(upper_halves);
  const __mmask16 near = first_lanes(depth), far = first_lanes(depth - 16);
  for (int64_t row = 0; row < panel_width; ++row, out += 32) {
    Parts low{}, high{};
    if (row < rows) {
      low = split(_mm512_maskz_loadu_ps(near, source + row * stride));
      high = split(_mm512_maskz_loadu_ps(far, source + row * stride + 16));
    }
    for (int part = 0; part < 3; ++part) {
      _mm512_store_si512(
          out + part * part_words,
          _mm512_permutex2var_epi16(low.part[part], choice, high.part[part]));
    }
  }
}

// Pairs of rows, interlaced: a tile of the right operand. Its columns are neighbours in memory.
void split_pairs(
    const float *source, int64_t stride, int64_t depth, int64_t columns, uint16_t *out) {
  for (int64_t start = 0; start < panel_width; start += 16) {
    const __mmask16 lanes = first_lanes(columns - start);
    for (int64_t row = 0; row < panel_width; row += 2, out += 32) {
      const float *line = source + row * stride + start;
      const Parts even = split(_mm512_maskz_loadu_ps(row < depth ? lanes : 0, line));
      const Parts odd = split(_mm512_maskz_loadu_ps(row + 1 < depth ? lanes : 0, line + stride));
      for (int part = 0; part < 3; ++part) {
        _mm512_store_si512(
            out + part * part_words,
            _mm512_mask_blend_epi16(
                0xaaaaaaaa, _mm512_srli_epi32(even.part[part], 16), odd.part[part]));
      }
    }
  }
}

// Writes 16 by 16 numbers with rows and columns exchanged, zeros beyond the source's.
void transpose(
    const float *source, int64_t stride, int64_t rows, int64_t columns, float *out) {
  const __mmask16 lanes = first_lanes(columns);
  __m512 x[16], y[16];
  for (int i = 0; i < 16; ++i) x[i] = _mm512_maskz_loadu_ps(i < rows ? lanes : 0, source + i * stride);
  for (int i = 0; i < 16; i += 2) {
    y[i] = _mm512_unpacklo_ps(x[i], x[i + 1]);
    y[i + 1] = _mm512_unpackhi_ps(x[i], x[i + 1]);
  }
  const auto low = [](__m512 a, __m512 b) {
    return _mm512_castpd_ps(_mm512_unpacklo_pd(_mm512_castps_pd(a), _mm512_castps_pd(b)));
  };
  const auto high = [](__m512 a, __m512 b) {
    return _mm512_castpd_ps(_mm512_unpackhi_pd(_mm512_castps_pd(a), _mm512_castps_pd(b)));
  };
  for (int i = 0; i < 16; i += 4) {
    x[i] = low(y[i], y[i + 2]);
    x[i + 1] = high(y[i], y[i + 2]);
    x[i + 2] = low(y[i + 1], y[i + 3]);
    x[i + 3] = high(y[i + 1], y[i + 3]);
  }
  // Exchanges quarters of registers, eight and then four apart.
  for (int i = 0; i < 16; i += i % 8 == 3 ? 5 : 1) {
    y[i] = _mm512_shuffle_f32x4(x[i], x[i + 4], 0x88);
    y[i + 4] = _mm512_shuffle_f32x4(x[i], x[i + 4], 0xdd);
  }
  for (int i = 0; i < 8; ++i) {
    _mm512_store_ps(out + i * panel_width, _mm512_shuffle_f32x4(y[i], y[i + 8], 0x88));
    _mm512_store_ps(out + (i + 8) * panel_width, _mm512_shuffle_f32x4(y[i], y[i + 8], 0xdd));
  }
}

// A block of at most 32 by 32 numbers whose rows are neighbours in memory, with rows and columns
// exchanged.
struct Exchanged {
  alignas(64) float numbers[panel_width * panel_width];

  Exchanged(const float *source, int64_t stride, int64_t rows, int64_t columns) {
    for (int64_t i = 0; i < panel_width; i += 16) {
      for (int64_t j = 0; j < panel_width; j += 16) {
        transpose(
            source + i * stride + j, stride, rows - i, columns - j, numbers + j * panel_width + i);
      }
    }
  }
};

}  // namespace

void ctorch::split_left(const MatrixView &panel, uint16_t *out) {
  for (int64_t start = 0; start < panel.columns; start += panel_width, out += step_words) {
    const auto step =
        panel.block(0, panel.rows, start, std::min(panel_width, panel.columns - start));
    if (step.column_stride == 1) {
      split_rows(step.data, step.row_stride, step.rows, step.columns, out);
    } else {
      const Exchanged exchanged(step.data, step.column_stride, step.columns, step.rows);
      split_rows(exchanged.numbers, panel_width, step.rows, step.columns, out);
    }
  }
}

void ctorch::split_right(const MatrixView &panel, uint16_t *out) {
  for (int64_t start = 0; start < panel.rows; start += panel_width, out += step_words) {
    const auto step =
        panel.block(start, std::min(panel_width, panel.rows - start), 0, panel.columns);
    if (step.column_stride == 1) {
      split_pairs(step.data, step.row_stride, step.rows, step.columns, out);
    } else {
      const Exchanged exchanged(step.data, step.column_stride, step.columns, step.rows);
      split_pairs(exchanged.numbers, panel_width, step.rows, step.columns, out);
    }
  }
}

#pragma clang attribute pop
#endif
