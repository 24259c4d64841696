// A float32 operand as three in bfloat16, laid out in the tiles of the matrix unit.
#pragma once
#include <algorithm>
#include <cstdint>

namespace ctorch {

// A matrix in memory, by the distances between elements; one of them is 1.
struct MatrixView {
  const float *data;
  int64_t rows, columns, row_stride, column_stride;
  // Whether negative numbers count as zero.
  bool is_rectified = false;

  MatrixView block(int64_t row, int64_t height, int64_t column, int64_t width) const {
    return {data + row * row_stride + column * column_stride, height, width, row_stride,
            column_stride, is_rectified};
  }
};

// A panel is 32 rows of the left operand, or 32 columns of the right one; its steps are 32 deep.
constexpr int64_t panel_width = 32;
constexpr int64_t tile_words = 16 * 32;           // numbers in bfloat16 in a tile
constexpr int64_t part_words = 2 * tile_words;    // two tiles side by side
constexpr int64_t step_words = 3 * part_words;    // the three parts of a number

constexpr int64_t steps_of(int64_t depth) { return (depth + panel_width - 1) / panel_width; }
// Rounded up to whole steps, which is to whole panels too.
constexpr int64_t whole_steps(int64_t count) { return steps_of(count) * panel_width; }

// A mask of the first lanes of a register of 16 numbers.
inline uint16_t first_lanes(int64_t count) {
  return static_cast<uint16_t>((1u << std::clamp<int64_t>(count, 0, 16)) - 1);
}

// The splitting of a panel, in units that take about as long as three products of tiles: so that the
// vector units can do them while the matrix unit multiplies.
class PanelSplit {
 public:
  // Whose panel it is: at most 32 rows of the left operand, or 32 columns of the right one, whose
  // tiles hold pairs of rows.
  enum class Side { left, right };

  void start(Side side, const MatrixView &panel, uint16_t *out);
  int64_t units() const;
  // Does a unit, if one is left.
  void advance();
  void finish() {
    while (step < steps) advance();
  }

 private:
  // A block of 32 by 32 numbers with rows and columns exchanged.
  alignas(64) float exchanged[panel_width * panel_width];
  MatrixView panel{};
  uint16_t *out = nullptr;
  int64_t step = 0, steps = 0, unit = 0;
  Side side = Side::left;
  bool exchanges = false;
};

// Splits lines of at most 32 numbers, of which each becomes 32 words in three parts: `line_words` are
// between lines, `words` between parts. Of lines whose numbers are not neighbours in memory there are
// at most 32, and so many are written.
void split_lines(const MatrixView &lines, uint16_t *out, int64_t line_words, int64_t words);

}  // namespace ctorch
