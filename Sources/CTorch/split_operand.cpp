#include "split_operand.h"

#include "matrix_unit.h"

#if CTORCH_MATRIX_UNIT
#include <immintrin.h>

#include <algorithm>

using namespace ctorch;

CTORCH_FOR_MATRIX_UNIT

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

// What a unit writes: so many lines of the tiles of each part, of which a step has 32; or a quarter
// of a block with rows and columns exchanged.
constexpr int64_t unit_lines = 4, line_units = panel_width / unit_lines, exchange_units = 4;

// The parts of 16 numbers. Where they are rectified, no number stays no number.
template <bool rectifies>
inline Parts load(__mmask16 lanes, const float *numbers) {
  const __m512 x = _mm512_maskz_loadu_ps(lanes, numbers);
  return split(rectifies ? _mm512_max_ps(_mm512_setzero_ps(), x) : x);
}

// A mask of lanes in a block of 32 by 32, where there is nothing to mask in a whole one.
template <bool is_whole>
inline __mmask16 lanes_of(bool exists, __mmask16 lanes) {
  return is_whole ? 0xffff : exists ? lanes : 0;
}

// `count` lines of 32 numbers, of the left operand. The numbers of a line are neighbours in memory;
// `line_words` are between the lines of a part, `words` between parts.
template <bool rectifies, bool is_whole>
inline void split_rows(
    const MatrixView &step, int64_t first, int64_t count, uint16_t *out, int64_t line_words,
    int64_t words) {
  alignas(64) static constexpr uint16_t upper_halves[32] = {
      1,  3,  5,  7,  9,  11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31,
      33, 35, 37, 39, 41, 43, 45, 47, 49, 51, 53, 55, 57, 59, 61, 63};
  const __m512i choice = _mm512_load_si512(upper_halves);
  const __mmask16 near = first_lanes(step.columns), far = first_lanes(step.columns - 16);
  const float *line = step.data + first * step.row_stride;
  out += first * line_words;
  for (int64_t row = first; row < first + count; ++row) {
    const bool exists = row < step.rows;
    const Parts low = load<rectifies>(lanes_of<is_whole>(exists, near), line);
    const Parts high = load<rectifies>(lanes_of<is_whole>(exists, far), line + 16);
    for (int part = 0; part < 3; ++part) {
      _mm512_store_si512(
          out + part * words,
          _mm512_permutex2var_epi16(low.part[part], choice, high.part[part]));
    }
    line += step.row_stride;
    out += line_words;
  }
}

// Pairs of rows, interlaced, of the right operand: 16 of the first 16 columns, then 16 of the others.
// Columns are neighbours in memory.
template <bool rectifies, bool is_whole>
void split_pairs(const MatrixView &step, int64_t first, uint16_t *out) {
  const int64_t start = first / 16 * 16;
  const __mmask16 lanes = first_lanes(step.columns - start);
  int64_t row = 2 * (first - start);
  const float *line = step.data + row * step.row_stride + start;
  out += first * 32;
  for (int64_t pair = 0; pair < unit_lines; ++pair) {
    const Parts even = load<rectifies>(lanes_of<is_whole>(row < step.rows, lanes), line);
    const Parts odd = load<rectifies>(
        lanes_of<is_whole>(row + 1 < step.rows, lanes), line + step.row_stride);
    for (int part = 0; part < 3; ++part) {
      _mm512_store_si512(
          out + part * part_words,
          _mm512_mask_blend_epi16(
              0xaaaaaaaa, _mm512_srli_epi32(even.part[part], 16), odd.part[part]));
    }
    row += 2;
    line += 2 * step.row_stride;
    out += 32;
  }
}

template <bool rectifies, bool is_whole>
inline void split_unit(
    PanelSplit::Side side, const MatrixView &step, int64_t first, uint16_t *out) {
  if (side == PanelSplit::Side::left) {
    split_rows<rectifies, is_whole>(step, first, unit_lines, out, 32, part_words);
  } else {
    split_pairs<rectifies, is_whole>(step, first, out);
  }
}

template <bool rectifies>
inline void split_unit(
    PanelSplit::Side side, const MatrixView &step, int64_t first, uint16_t *out) {
  if (step.rows == panel_width && step.columns == panel_width) {
    split_unit<rectifies, true>(side, step, first, out);
  } else {
    split_unit<rectifies, false>(side, step, first, out);
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

// Exchanges rows and columns of a quarter of a block of 32 by 32, whose rows are neighbours in memory.
void exchange_quarter(const MatrixView &block, int64_t quarter, float *out) {
  const int64_t column = quarter / 2 * 16, row = quarter % 2 * 16;
  transpose(
      block.data + column * block.column_stride + row, block.column_stride, block.columns - column,
      block.rows - row, out + row * panel_width + column);
}

}  // namespace

void ctorch::split_lines(
    const MatrixView &lines, uint16_t *out, int64_t line_words, int64_t words) {
  if (lines.column_stride == 1) {
    const auto split = lines.columns == panel_width ? split_rows<false, true> : split_rows<false, false>;
    return split(lines, 0, lines.rows, out, line_words, words);
  }
  alignas(64) float exchanged[panel_width * panel_width];
  for (int64_t quarter = 0; quarter < exchange_units; ++quarter) {
    exchange_quarter(lines, quarter, exchanged);
  }
  const MatrixView whole{exchanged, panel_width, panel_width, panel_width, 1};
  split_rows<false, true>(whole, 0, panel_width, out, line_words, words);
}

void ctorch::PanelSplit::start(Side of, const MatrixView &what, uint16_t *to) {
  side = of;
  panel = what;
  out = to;
  step = unit = 0;
  steps = steps_of(side == Side::left ? panel.columns : panel.rows);
  exchanges = panel.column_stride != 1;
}

int64_t ctorch::PanelSplit::units() const {
  return steps * (line_units + (exchanges ? exchange_units : 0));
}

void ctorch::PanelSplit::advance() {
  if (step == steps) return;
  const int64_t start = step * panel_width;
  MatrixView block = side == Side::left
      ? panel.block(0, panel.rows, start, std::min(panel_width, panel.columns - start))
      : panel.block(start, std::min(panel_width, panel.rows - start), 0, panel.columns);
  int64_t place = unit++;
  if (exchanges) {
    if (place < exchange_units) return exchange_quarter(block, place, exchanged);
    place -= exchange_units;
    block = {exchanged, panel_width, panel_width, panel_width, 1, panel.is_rectified};
  }
  uint16_t *tiles = out + step * step_words;
  if (block.is_rectified) {
    split_unit<true>(side, block, place * unit_lines, tiles);
  } else {
    split_unit<false>(side, block, place * unit_lines, tiles);
  }
  if (place + 1 == line_units) {
    unit = 0;
    ++step;
  }
}

CTORCH_FOR_ALL_PROCESSORS
#endif
