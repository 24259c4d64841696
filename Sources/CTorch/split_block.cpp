#include "split_block.h"

#include "matrix_unit.h"

#if CTORCH_MATRIX_UNIT
#include <immintrin.h>

#include <algorithm>

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
// that other instructions stand between wait less than products in a row. What `prepare` does to a
// tile of sums comes right before the first product that is added to it.
template <typename Prepare>
inline void multiply_tiles(
    const uint16_t *next_left, const uint16_t *next_right, const Prepare &prepare) {
  prepare.template tile<0>();
  _tile_dpbf16ps(0, 4, 6);
  fetch_rows(next_left);
  prepare.template tile<1>();
  _tile_dpbf16ps(1, 4, 7);
  fetch_rows(next_left + tile_words / 2);
  prepare.template tile<2>();
  _tile_dpbf16ps(2, 5, 6);
  fetch_rows(next_right);
  prepare.template tile<3>();
  _tile_dpbf16ps(3, 5, 7);
  fetch_rows(next_right + tile_words / 2);
}

struct KeepSums {
  template <int index>
  void tile() const {}
};

// 32 by 32 numbers in memory, with a distance between rows, or nothing.
template <typename Number>
struct Square {
  Number *numbers = nullptr;
  int64_t stride = 0;

  // The upper tiles are 0 and 1, the lower ones 2 and 3.
  Number *tile(int index) const { return numbers + index / 2 * 16 * stride + index % 2 * 16; }
  int64_t stride_bytes() const { return stride * static_cast<int64_t>(sizeof(float)); }
};

// Stores a tile of the sums of the block before, where there is one, and starts it for the next. So
// the unit need not wait for the last of one block before it does the first of the other.
struct ExchangeSums {
  Square<float> finished;
  Square<const float> start;  // nothing for zeros

  template <int index>
  void tile() const {
    if (finished.numbers) _tile_stored(index, finished.tile(index), finished.stride_bytes());
    if (start.numbers) {
      _tile_loadd(index, start.tile(index), start.stride_bytes());
    } else {
      _tile_zero(index);
    }
  }
};

constexpr int64_t pauses_of_step = 6;

// Adds the six products of one step, in an order that loads as few tiles as can be, and fetches the
// twelve tiles of the next. The largest product comes last: the first two parts of the largest number
// are together infinite. `interlude` comes after the second.
template <typename Prepare, typename Interlude>
inline void add_step(
    const uint16_t *left, const uint16_t *right, const uint16_t *next_left, Ahead &ahead,
    const Prepare &prepare, const Interlude &interlude) {
  const uint16_t *next_right = right + step_words;
  const auto multiply = [&](int tile, const auto &prepare) {
    multiply_tiles(next_left + tile * tile_words, next_right + tile * tile_words, prepare);
    ahead.pause();
  };
  load_left(left);
  load_right(right + 2 * part_words);
  multiply(0, prepare);  // 1, 3
  load_right(right + part_words);
  multiply(1, KeepSums{});  // 1, 2
  interlude();
  load_left(left + part_words);
  multiply(2, KeepSums{});  // 2, 2
  load_right(right);
  multiply(3, KeepSums{});  // 2, 1
  load_left(left + 2 * part_words);
  multiply(4, KeepSums{});  // 3, 1
  load_left(left);
  multiply(5, KeepSums{});  // 1, 1
}

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

// The blocks of a result, one after the other. What the unit can not store in the result is stored
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
    const ExchangeSums exchange{stored(), {}};
    exchange.tile<0>();
    exchange.tile<1>();
    exchange.tile<2>();
    exchange.tile<3>();
    write();
  }

 private:
  void add(const ResultBlock &block, const uint16_t *split, int64_t column, Ahead &ahead) {
    const uint16_t *left = split, *right = product.right + column / panel_width * words;
    const auto next = [&](int64_t step) { return step + 1 < steps ? left + step_words : split; };
    const ExchangeSums exchange{stored(), start(block, column)};
    add_step(left, right, next(0), ahead, exchange, [&] { write(); });
    for (int64_t step = 1; step < steps; ++step) {
      left += step_words;
      right += step_words;
      add_step(left, right, next(step), ahead, KeepSums{}, [] {});
    }
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
