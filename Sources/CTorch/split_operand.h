// A float32 operand as three in bfloat16, laid out in the tiles of the matrix unit.
#pragma once
#include <cstdint>

namespace ctorch {

// A matrix in memory, by the distances between elements; one of them is 1.
struct MatrixView {
  const float *data;
  int64_t rows, columns, row_stride, column_stride;

  MatrixView block(int64_t row, int64_t height, int64_t column, int64_t width) const {
    return {data + row * row_stride + column * column_stride, height, width, row_stride, column_stride};
  }
};

// A panel is 32 rows of the left operand, or 32 columns of the right one; its steps are 32 deep.
constexpr int64_t panel_width = 32;
constexpr int64_t tile_words = 16 * 32;           // numbers in bfloat16 in a tile
constexpr int64_t part_words = 2 * tile_words;    // two tiles side by side
constexpr int64_t step_words = 3 * part_words;    // the three parts of a number

constexpr int64_t steps_of(int64_t depth) { return (depth + panel_width - 1) / panel_width; }

// Writes the panel of at most 32 rows of the left operand.
void split_left(const MatrixView &panel, uint16_t *out);
// Writes the panel of at most 32 columns of the right operand, whose tiles hold pairs of rows.
void split_right(const MatrixView &panel, uint16_t *out);

}  // namespace ctorch
