#include "split_product.h"

#include "matrix_unit.h"

#if CTORCH_MATRIX_UNIT
#include <immintrin.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "threads.h"

using namespace ctorch;

#pragma clang attribute push( \
    __attribute__((target("amx-tile,amx-bf16,avx512f,avx512bw,avx512dq,avx512vl"))), \
    apply_to = function)

namespace {

// What is split at once: with so deep a block a panel stays in the first levels of cache, and the
// right operand's block in the second.
constexpr int64_t deepest_block = 320, widest_block = 1024;
// Below so many multiplications a second thread is not woken: that takes longer than it saves, above
// all where two threads of a core share its matrix unit.
constexpr int64_t parallel_product = 1 << 24;

// The number in `parts` equal parts of `whole`, rounded up to whole steps.
int64_t even_block(int64_t whole, int64_t largest) {
  const int64_t parts = (whole + largest - 1) / largest;
  return steps_of((whole + parts - 1) / parts) * panel_width;
}

// Words more than are needed, so that a line of the cache can start at the first one that is used.
constexpr int64_t alignment = 64 / sizeof(uint16_t);

const uint16_t *aligned(const uint16_t *words) {
  const auto address = reinterpret_cast<uintptr_t>(words);
  return reinterpret_cast<const uint16_t *>((address + 63) & ~uintptr_t{63});
}

// Memory for split operands, which a thread keeps.
struct Workspace {
  std::vector<uint16_t> words;

  uint16_t *take(int64_t count) {
    if (static_cast<int64_t>(words.size()) < count + alignment) words.resize(count + alignment);
    return const_cast<uint16_t *>(aligned(words.data()));
  }
};

// Whole panels of a bias, zeros beyond it; empty where there is none.
std::vector<float> whole_panels(const float *bias, int64_t columns) {
  std::vector<float> shifts;
  if (bias) {
    shifts.assign(steps_of(columns) * panel_width, 0);
    std::copy_n(bias, columns, shifts.data());
  }
  return shifts;
}

// Splits one of the panels of a block of the right operand; `out` is where the first one goes.
void split_panel(const MatrixView &block, int64_t panel, uint16_t *out) {
  const int64_t start = panel * panel_width;
  split_right(
      block.block(0, block.rows, start, std::min(panel_width, block.columns - start)),
      out + panel * steps_of(block.rows) * step_words);
}

// All eight tiles are 16 rows of 64 bytes: 0 to 3 sum a block of 32 by 32, 4 and 5 hold a part of
// the left operand, 6 and 7 one of the right.
struct TileConfiguration {
  alignas(64) uint8_t palette = 1;
  uint8_t start = 0, reserved[14] = {};
  uint16_t row_bytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
  uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};

  TileConfiguration() { _tile_loadconfig(this); }
  ~TileConfiguration() { _tile_release(); }
};

inline void load_left(const uint16_t *part) {
  _tile_loadd(4, part, 64);
  _tile_loadd(5, part + tile_words, 64);
}

inline void load_right(const uint16_t *part) {
  _tile_loadd(6, part, 64);
  _tile_loadd(7, part + tile_words, 64);
}

// Has eight rows of a tile brought into the first level of cache.
inline void fetch_rows(const uint16_t *rows) {
  for (int row = 0; row < 8; ++row) __builtin_prefetch(rows + row * 32, 0, 3);
}

// Multiplies the tiles that are loaded, and fetches a tile of either operand meanwhile. Between two
// products there is time for it; and where a processor under load slows its matrix unit, products
// that other instructions stand between wait less than products in a row.
inline void multiply_tiles(const uint16_t *next_left, const uint16_t *next_right) {
  _tile_dpbf16ps(0, 4, 6);
  fetch_rows(next_left);
  _tile_dpbf16ps(1, 4, 7);
  fetch_rows(next_left + tile_words / 2);
  _tile_dpbf16ps(2, 5, 6);
  fetch_rows(next_right);
  _tile_dpbf16ps(3, 5, 7);
  fetch_rows(next_right + tile_words / 2);
}

// Adds the six products of one step, in an order that loads as few tiles as can be, and fetches the
// twelve tiles of the next. The largest product comes last: the first two parts of the largest number
// are together infinite.
inline void add_step(const uint16_t *left, const uint16_t *right) {
  const uint16_t *next_left = left + step_words, *next_right = right + step_words;
  const auto multiply = [&](int tile) {
    multiply_tiles(next_left + tile * tile_words, next_right + tile * tile_words);
  };
  load_left(left);
  load_right(right + 2 * part_words);
  multiply(0);  // 1, 3
  load_right(right + part_words);
  multiply(1);  // 1, 2
  load_left(left + part_words);
  multiply(2);  // 2, 2
  load_right(right);
  multiply(3);  // 2, 1
  load_left(left + 2 * part_words);
  multiply(4);  // 3, 1
  load_left(left);
  multiply(5);  // 1, 1
}

// Where the sums of a block start: at what the result holds, at the bias, or at zero.
enum class Start { result, bias, zero };

void load_sums(const float *from, int64_t stride, int64_t second_rows) {
  _tile_loadd(0, from, stride);
  _tile_loadd(1, from + 16, stride);
  _tile_loadd(2, from + second_rows, stride);
  _tile_loadd(3, from + second_rows + 16, stride);
}

void store_sums(float *to, int64_t stride) {
  const int64_t bytes = stride * sizeof(float);
  _tile_stored(0, to, bytes);
  _tile_stored(1, to + 16, bytes);
  _tile_stored(2, to + 16 * stride, bytes);
  _tile_stored(3, to + 16 * stride + 16, bytes);
}

// A block of the result, of at most 32 by 32; a smaller one is computed aside.
struct ResultBlock {
  float *out;
  int64_t stride, rows, columns;

  void copy(float *to, int64_t to_stride, const float *from, int64_t from_stride) const {
    for (int64_t row = 0; row < rows; ++row) {
      std::memcpy(to + row * to_stride, from + row * from_stride, columns * sizeof(float));
    }
  }

  // Has the block brought into the cache while it is computed; stores would wait for it.
  void fetch() const {
    for (int64_t row = 0; row < rows; ++row) {
      __builtin_prefetch(out + row * stride, 1);
      __builtin_prefetch(out + row * stride + 16, 1);
    }
  }

  void add(
      const uint16_t *left, const uint16_t *right, int64_t steps, Start start,
      const float *bias) const {
    alignas(64) float aside[panel_width * panel_width];
    const bool is_whole = rows == panel_width && columns == panel_width;
    float *place = is_whole ? out : aside;
    const int64_t place_stride = is_whole ? stride : panel_width;
    if (!is_whole && start == Start::result) copy(aside, panel_width, out, stride);
    switch (start) {
      case Start::result:
        load_sums(place, place_stride * sizeof(float), 16 * place_stride);
        break;
      case Start::bias:
        load_sums(bias, 0, 0);
        break;
      case Start::zero:
        _tile_zero(0);
        _tile_zero(1);
        _tile_zero(2);
        _tile_zero(3);
        break;
    }
    if (is_whole && start != Start::result) fetch();
    for (int64_t step = 0; step < steps; ++step) {
      add_step(left + step * step_words, right + step * step_words);
    }
    store_sums(place, place_stride);
    if (!is_whole) copy(out, stride, aside, panel_width);
  }
};

// out += left right for a block of the right operand that is split already.
struct BlockProduct {
  MatrixView left;
  const uint16_t *right;
  int64_t columns;
  Start start;
  const float *bias;
  float *out;
  int64_t stride;

  void compute_panel(int64_t panel) const {
    static thread_local Workspace workspace;
    const int64_t steps = steps_of(left.columns), words = steps * step_words;
    const int64_t row = panel * panel_width, rows = std::min(panel_width, left.rows - row);
    uint16_t *split = workspace.take(words);
    split_left(left.block(row, rows, 0, left.columns), split);
    const TileConfiguration configuration;
    for (int64_t column = 0; column < columns; column += panel_width) {
      const ResultBlock block{
          out + row * stride + column, stride, rows, std::min(panel_width, columns - column)};
      block.add(
          split, right + column / panel_width * words, steps, start, bias ? bias + column : nullptr);
    }
  }
};

}  // namespace

void ctorch::split_product(
    const MatrixView &left, const MatrixView &right, const float *bias, float *out) {
  static thread_local Workspace workspace;
  const int64_t rows = left.rows, depth = left.columns, columns = right.columns;
  const int64_t threads = rows * depth * columns < parallel_product ? 1 : INT64_MAX;
  const std::vector<float> shifts = whole_panels(bias, columns);
  const int64_t height = even_block(depth, deepest_block), width = even_block(columns, widest_block);
  for (int64_t column = 0; column < columns; column += width) {
    for (int64_t row = 0; row < depth; row += height) {
      const auto block = right.block(
          row, std::min(height, depth - row), column, std::min(width, columns - column));
      const int64_t panels = steps_of(block.columns), words = steps_of(block.rows) * step_words;
      uint16_t *split = workspace.take(panels * words);
      for_each_index(
          panels, threads, [&](int64_t panel) { split_panel(block, panel, split); });
      const BlockProduct product{
          left.block(0, rows, row, block.rows), split, block.columns,
          row > 0 ? Start::result : bias ? Start::bias : Start::zero,
          bias ? shifts.data() + column : nullptr, out + column, columns};
      for_each_index(
          steps_of(rows), threads, [&](int64_t panel) { product.compute_panel(panel); });
    }
  }
}

ctorch::SplitOperand::SplitOperand(const MatrixView &right, const float *bias)
    : columns(right.columns), shifts(whole_panels(bias, right.columns)) {
  const int64_t panels = steps_of(columns);
  words.resize(panels * steps_of(right.rows) * step_words + alignment);
  auto *out = const_cast<uint16_t *>(aligned(words.data()));
  for (int64_t panel = 0; panel < panels; ++panel) split_panel(right, panel, out);
}

void ctorch::SplitOperand::multiply(const MatrixView &left, float *out, int64_t stride) const {
  const bool has_bias = !shifts.empty();
  BlockProduct{
      left, aligned(words.data()), columns, has_bias ? Start::bias : Start::zero,
      has_bias ? shifts.data() : nullptr, out, stride}
      .compute_panel(0);
}

#pragma clang attribute pop
#else
void ctorch::split_product(const MatrixView &, const MatrixView &, const float *, float *) {}
ctorch::SplitOperand::SplitOperand(const MatrixView &right, const float *) : columns(right.columns) {}
void ctorch::SplitOperand::multiply(const MatrixView &, float *, int64_t) const {}
#endif
