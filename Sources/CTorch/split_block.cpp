#include "split_block.h"

#include "matrix_unit.h"

#if CTORCH_MATRIX_UNIT
#include <algorithm>

#include "split_tiles.h"

using namespace ctorch;

CTORCH_FOR_MATRIX_UNIT

namespace {

// What is split while tiles are multiplied: so many units in so many pauses.
class Ahead {
 public:
  void start(const MatrixView &panel, uint16_t *out, int64_t in_pauses) {
    split.start(PanelSplit::Side::left, panel, out);
    units = split.units();
    pauses = in_pauses;
    due = 0;
  }

  void pause() {
    for (due += units; due >= pauses; due -= pauses) split.advance();
  }

  // Does what is left, and nothing from then on.
  void finish() {
    split.finish();
    units = 0;
  }

 private:
  PanelSplit split;
  int64_t units = 0, pauses = 1, due = 0;
};

// A block of the result, of at most 32 by 32.
struct ResultBlock {
  float *out;
  const float *gate;
  int64_t stride, rows, columns;

  // Whether the unit can read it, and store it.
  bool is_whole() const { return rows == panel_width && columns == panel_width; }
  bool is_stored_whole() const { return is_whole() && !gate; }

  void read(float *sums) const { copy(out, stride, sums, panel_width); }

  void write(const float *sums) const {
    if (gate) {
      copy_gated(sums);
    } else {
      copy(sums, panel_width, out, stride);
    }
  }

 private:
  void copy(const float *from, int64_t from_stride, float *to, int64_t to_stride) const {
    const __mmask16 near = first_lanes(columns), far = first_lanes(columns - 16);
    for (int64_t row = 0; row < rows; ++row, from += from_stride, to += to_stride) {
      _mm512_mask_storeu_ps(to, near, _mm512_maskz_loadu_ps(near, from));
      _mm512_mask_storeu_ps(to + 16, far, _mm512_maskz_loadu_ps(far, from + 16));
    }
  }

  void copy_gated(const float *from) const {
    const auto copy = [](const float *from, const float *gate, float *to, __mmask16 lanes) {
      const __mmask16 open = _mm512_cmp_ps_mask(
          _mm512_maskz_loadu_ps(lanes, gate), _mm512_setzero_ps(), _CMP_NLE_UQ);
      _mm512_mask_storeu_ps(to, lanes, _mm512_maskz_loadu_ps(open, from));
    };
    const __mmask16 near = first_lanes(columns), far = first_lanes(columns - 16);
    for (int64_t row = 0; row < rows; ++row, from += panel_width) {
      copy(from, gate + row * stride, out + row * stride, near);
      copy(from + 16, gate + row * stride + 16, out + row * stride + 16, far);
    }
  }
};

// The blocks of a result, one after the other. What the unit cannot store in the result is stored
// aside, and written while the next block is computed.
class Blocks {
 public:
  explicit Blocks(const BlockProduct &of)
      : product(of), steps(steps_of(of.left.columns)), words(steps * step_words) {}

  // A panel that has been split.
  void add_panel(int64_t index, const uint16_t *split, Ahead &ahead) {
    const int64_t row = index * panel_width, rows = std::min(panel_width, product.left.rows - row);
    for (int64_t column = 0; column < product.columns; column += panel_width) {
      const int64_t place = row * product.stride + column;
      add(
          {product.out + place, product.gate ? product.gate + place : nullptr, product.stride, rows,
           std::min(panel_width, product.columns - column)},
          split, column, ahead);
    }
  }

  void finish() {
    store_sums(stored());
    write();
  }

 private:
  void add(const ResultBlock &block, const uint16_t *split, int64_t column, Ahead &ahead) {
    add_steps(
        steps, [&](int64_t step) { return LeftTiles{split + step * step_words}; },
        product.right + column / panel_width * words, [&] { ahead.pause(); },
        ExchangeSums{stored(), start(block, column)}, [&] { write(); });
    previous = block;
  }

  Square<const float> start(const ResultBlock &block, int64_t column) {
    if (product.start == Start::zero) return {};
    if (product.start == Start::bias) return {product.bias + column, 0};
    if (block.is_whole()) return {block.out, block.stride};
    block.read(before);
    return {before, panel_width};
  }

  // Where the unit stores the sums of the previous block.
  Square<float> stored() {
    if (previous.is_stored_whole()) return {previous.out, previous.stride};
    return {previous.out ? sums : nullptr, panel_width};
  }

  void write() const {
    if (previous.out && !previous.is_stored_whole()) previous.write(sums);
  }

  alignas(64) float sums[panel_width * panel_width];
  alignas(64) float before[panel_width * panel_width];
  const BlockProduct &product;
  const int64_t steps, words;
  ResultBlock previous{};
};

}  // namespace

MatrixView BlockProduct::panel(int64_t index) const {
  const int64_t row = index * panel_width;
  return left.block(row, std::min(panel_width, left.rows - row), 0, left.columns);
}

void BlockProduct::compute() const {
  static thread_local Workspace workspace;
  const int64_t panels = steps_of(left.rows);
  const int64_t steps = steps_of(left.columns), words = steps * step_words;
  uint16_t *split = workspace.take(2 * words), *following = split + words;
  Ahead ahead;
  ahead.start(panel(0), split, 1);
  ahead.finish();
  const TileConfiguration configuration;
  Blocks blocks(*this);
  for (int64_t index = 0; index < panels; ++index) {
    if (index + 1 < panels) {
      ahead.start(panel(index + 1), following, steps_of(columns) * steps * pauses_of_step);
    }
    blocks.add_panel(index, split, ahead);
    ahead.finish();
    std::swap(split, following);
  }
  blocks.finish();
}

void ctorch::split_panel(const MatrixView &block, int64_t panel, uint16_t *out) {
  const int64_t start = panel * panel_width;
  PanelSplit split;
  split.start(
      PanelSplit::Side::right,
      block.block(0, block.rows, start, std::min(panel_width, block.columns - start)),
      out + panel * steps_of(block.rows) * step_words);
  split.finish();
}

CTORCH_FOR_ALL_PROCESSORS
#endif
