// Products of tiles on the matrix unit, whose sums make a block of 32 by 32.
#pragma once
#include "matrix_unit.h"

#if CTORCH_MATRIX_UNIT
#include <immintrin.h>

#include "split_operand.h"

CTORCH_FOR_MATRIX_UNIT

namespace ctorch {

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

// The parts of a step of the left operand, 32 rows of 32 words each: how many words are between rows,
// and between parts.
struct LeftTiles {
  const uint16_t *first;
  int64_t row = 32, part = part_words;

  // Of the six tiles of a step.
  const uint16_t *tile(int index) const { return first + index / 2 * part + index % 2 * 16 * row; }
};

inline void load_left(const LeftTiles &left, int part) {
  _tile_loadd(4, left.tile(2 * part), left.row * 2);
  _tile_loadd(5, left.tile(2 * part + 1), left.row * 2);
}

inline void load_right(const uint16_t *part) {
  _tile_loadd(6, part, 64);
  _tile_loadd(7, part + tile_words, 64);
}

// Has eight rows of a tile brought into the first level of cache.
inline void fetch_rows(const uint16_t *rows, int64_t stride) {
  for (int row = 0; row < 8; ++row) __builtin_prefetch(rows + row * stride, 0, 3);
}

// Multiplies the tiles that are loaded, and fetches a tile of either operand meanwhile. Between two
// products there is time for it; and where a processor under load slows its matrix unit, products
// that other instructions stand between wait less than products in a row. What `prepare` does to a
// tile of sums comes right before the first product that is added to it.
template <typename Prepare>
inline void multiply_tiles(
    const uint16_t *next_left, int64_t left_row, const uint16_t *next_right, const Prepare &prepare) {
  prepare.template tile<0>();
  _tile_dpbf16ps(0, 4, 6);
  fetch_rows(next_left, left_row);
  prepare.template tile<1>();
  _tile_dpbf16ps(1, 4, 7);
  fetch_rows(next_left + 8 * left_row, left_row);
  prepare.template tile<2>();
  _tile_dpbf16ps(2, 5, 6);
  fetch_rows(next_right, 32);
  prepare.template tile<3>();
  _tile_dpbf16ps(3, 5, 7);
  fetch_rows(next_right + tile_words / 2, 32);
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

// Adds the products of all steps of a block. left(step) are the tiles of one; `exchange` and `interlude`
// come with the first.
template <typename Left, typename Pause, typename Interlude>
inline void add_steps(
    int64_t steps, const Left &left, const uint16_t *right, const Pause &pause,
    const ExchangeSums &exchange, const Interlude &interlude) {
  const auto next = [&](int64_t step) { return left(step + 1 < steps ? step + 1 : 0); };
  add_step(left(0), right, next(0), pause, exchange, interlude);
  for (int64_t step = 1; step < steps; ++step) {
    right += step_words;
    add_step(left(step), right, next(step), pause, KeepSums{}, [] {});
  }
}

// Stores the sums of the last block.
inline void store_sums(const Square<float> &out) {
  const ExchangeSums exchange{out, {}};
  exchange.tile<0>();
  exchange.tile<1>();
  exchange.tile<2>();
  exchange.tile<3>();
}

constexpr int64_t pauses_of_step = 6;

// Adds the six products of one step, in an order that loads as few tiles as can be, and fetches the
// twelve tiles of the next. The largest product comes last: the first two parts of the largest number
// are together infinite. `pause` comes after each, `interlude` after the second.
template <typename Pause, typename Prepare, typename Interlude>
inline void add_step(
    const LeftTiles &left, const uint16_t *right, const LeftTiles &next_left, const Pause &pause,
    const Prepare &prepare, const Interlude &interlude) {
  const uint16_t *next_right = right + step_words;
  const auto multiply = [&](int tile, const auto &prepare) {
    multiply_tiles(next_left.tile(tile), left.row, next_right + tile * tile_words, prepare);
    pause();
  };
  load_left(left, 0);
  load_right(right + 2 * part_words);
  multiply(0, prepare);  // 1, 3
  load_right(right + part_words);
  multiply(1, KeepSums{});  // 1, 2
  interlude();
  load_left(left, 1);
  multiply(2, KeepSums{});  // 2, 2
  load_right(right);
  multiply(3, KeepSums{});  // 2, 1
  load_left(left, 2);
  multiply(4, KeepSums{});  // 3, 1
  load_left(left, 0);
  multiply(5, KeepSums{});  // 1, 1
}

}  // namespace ctorch

CTORCH_FOR_ALL_PROCESSORS
#endif
