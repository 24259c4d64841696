#include "split_product.h"

#include "matrix_unit.h"

#if CTORCH_MATRIX_UNIT
#include <algorithm>

#include "split_block.h"
#include "threads.h"

using namespace ctorch;

namespace {

// What is split at once of the right operand, so many rows and so many numbers: the latter take 1.2 of
// the two megabytes that the second level of cache has.
constexpr int64_t deepest_block = 512, largest_block = 384 * 512;
// Below so many multiplications a second thread is not woken.
constexpr int64_t parallel_product = 1 << 22;
// From such a depth on, and so many times deeper than the result is high and wide, it is halved.
constexpr int64_t deep_product_depth = 2048, deep_product_ratio = 4;

// The number in `parts` equal parts of `whole`, rounded up to whole steps.
int64_t even_block(int64_t whole, int64_t largest) {
  const int64_t parts = (whole + largest - 1) / largest;
  return whole_steps((whole + parts - 1) / parts);
}

// Whole panels of a bias, zeros beyond it; empty where there is none.
std::vector<float> whole_panels(const float *bias, int64_t columns) {
  std::vector<float> shifts;
  if (bias) {
    shifts.assign(whole_steps(columns), 0);
    std::copy_n(bias, columns, shifts.data());
  }
  return shifts;
}

// What is computed by one thread, a block of the right operand at a time.
struct BlockwiseProduct {
  MatrixView left, right;
  const float *bias, *gate;
  float *out;
  int64_t stride;

  // A part of the result.
  BlockwiseProduct piece(int64_t row, int64_t height, int64_t column, int64_t width) const {
    const int64_t place = row * stride + column;
    return {left.block(row, height, 0, left.columns), right.block(0, right.rows, column, width),
            bias ? bias + column : nullptr, gate ? gate + place : nullptr, out + place, stride};
  }

  // The part of the sums that comes from `count` numbers of each row of the left operand.
  BlockwiseProduct depths(int64_t start, int64_t count, const float *with_bias, float *to) const {
    return {left.block(0, left.rows, start, count), right.block(start, count, 0, right.columns),
            with_bias, gate, to, stride};
  }

  void compute() const {
    const int64_t depth = left.columns, columns = right.columns;
    const std::vector<float> shifts = whole_panels(bias, columns);
    const int64_t height = even_block(depth, deepest_block);
    const int64_t width = even_block(columns, largest_block / height);
    for (int64_t column = 0; column < columns; column += width) {
      for (int64_t row = 0; row < depth; row += height) {
        const auto block = right.block(
            row, std::min(height, depth - row), column, std::min(width, columns - column));
        compute_block(block, row, column, bias ? shifts.data() + column : nullptr);
      }
    }
  }

 private:
  void compute_block(
      const MatrixView &block, int64_t row, int64_t column, const float *shifts) const {
    static thread_local Workspace workspace;
    const int64_t panels = steps_of(block.columns);
    uint16_t *split = workspace.take(panels * steps_of(block.rows) * step_words);
    for (int64_t panel = 0; panel < panels; ++panel) split_panel(block, panel, split);
    const bool is_last = row + block.rows == left.columns;
    BlockProduct{
        left.block(0, left.rows, row, block.rows), split, block.columns,
        row > 0 ? Start::result : bias ? Start::bias : Start::zero, shifts,
        gate && is_last ? gate + column : nullptr, out + column, stride}
        .compute();
  }
};

// How a result is cut for threads, in panels: each splits its part of both operands itself, because what
// another one has split would have to come from its cache, which takes longer.
struct Grid {
  int64_t height, width;  // of a piece
  int64_t pieces_across, pieces;

  // The grid whose pieces are done soonest. To split a panel takes about as long as one and a half
  // products of panels.
  Grid(int64_t rows, int64_t columns, int64_t threads) {
    const int64_t down = steps_of(rows), across = steps_of(columns);
    const auto part = [](int64_t whole, int64_t parts) { return (whole + parts - 1) / parts; };
    int64_t least = INT64_MAX;
    for (int64_t i = 1; i <= threads; ++i) {
      const int64_t h = part(down, i), w = part(across, threads / i);
      const int64_t cost = 2 * h * w + 3 * (h + w);
      if (cost > least) continue;  // rows, where columns are as good
      least = cost;
      height = h;
      width = w;
    }
    pieces_across = part(across, width);
    pieces = part(down, height) * pieces_across;
  }
};

// Shares a product among threads, and where it is given in two parts both of them.
void share(const BlockwiseProduct *parts, int64_t part_count, int64_t threads) {
  const int64_t rows = parts->left.rows, columns = parts->right.columns;
  const Grid grid(rows, columns, (threads + part_count - 1) / part_count);
  for_each_index(part_count * grid.pieces, threads, [&](int64_t index) {
    const int64_t piece = index % grid.pieces;
    const int64_t row = piece / grid.pieces_across * grid.height * panel_width;
    const int64_t column = piece % grid.pieces_across * grid.width * panel_width;
    parts[index / grid.pieces]
        .piece(row, std::min(grid.height * panel_width, rows - row), column,
               std::min(grid.width * panel_width, columns - column))
        .compute();
  });
}

// A result that is small for the depth of its operands: both halves of the depth are summed apart, on
// any number of threads, and each is read by one thread only where there are two.
void deep_product(const BlockwiseProduct &whole, int64_t threads) {
  static thread_local std::vector<float> sums;
  const int64_t depth = whole.left.columns, half = even_block(depth, (depth + 1) / 2);
  const int64_t size = whole.left.rows * whole.right.columns;
  sums.resize(size);
  const BlockwiseProduct parts[] = {
      whole.depths(0, half, whole.bias, whole.out),
      whole.depths(half, depth - half, nullptr, sums.data())};
  share(parts, 2, threads);
  for (int64_t i = 0; i < size; ++i) whole.out[i] += sums[i];
}

}  // namespace

void ctorch::split_product(
    const MatrixView &left, const MatrixView &right, const float *bias, float *out,
    const float *gate) {
  const int64_t rows = left.rows, depth = left.columns, columns = right.columns;
  const BlockwiseProduct product{left, right, bias, gate, out, columns};
  const int64_t threads = rows * depth * columns < parallel_product ? 1 : thread_count();
  if (!gate && depth >= deep_product_depth && depth >= deep_product_ratio * std::max(rows, columns)) {
    deep_product(product, threads);
  } else {
    share(&product, 1, threads);
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
  BlockProduct{
      left, panels(), columns, bias() ? Start::bias : Start::zero, bias(), nullptr, out, stride}
      .compute();
}

const uint16_t *ctorch::SplitOperand::panels() const { return aligned(words.data()); }

#else
void ctorch::split_product(
    const MatrixView &, const MatrixView &, const float *, float *, const float *) {}
ctorch::SplitOperand::SplitOperand(const MatrixView &right, const float *) : columns(right.columns) {}
void ctorch::SplitOperand::multiply(const MatrixView &, float *, int64_t) const {}
const uint16_t *ctorch::SplitOperand::panels() const { return words.data(); }
#endif
