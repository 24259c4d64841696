#include "split_product.h"

#include "matrix_unit.h"

#if CTORCH_MATRIX_UNIT
#include <algorithm>
#include <atomic>

#include "split_block.h"
#include "threads.h"

using namespace ctorch;

namespace {

// What is split at once of the right operand, which so stays in the second level of cache.
constexpr int64_t deepest_block = 512, widest_block = 1024;
// Below so many multiplications a second thread is not woken.
constexpr int64_t parallel_product = 1 << 22;
// Threads share the columns of a result that is at most so many times as tall as wide. Each then
// splits its own part of the right operand, and all of the left one, while it multiplies; what another
// has split would have to come from its cache, which takes longer.
constexpr int64_t tallest_shared = 2;
// From such a depth on, and so many times deeper than the result is high and wide, it is halved.
constexpr int64_t deep_product_depth = 2048, deep_product_ratio = 4;

// The number in `parts` equal parts of `whole`, rounded up to whole steps.
int64_t even_block(int64_t whole, int64_t largest) {
  const int64_t parts = (whole + largest - 1) / largest;
  return steps_of((whole + parts - 1) / parts) * panel_width;
}

// Whole panels of a bias, zeros beyond it; empty where there is none.
std::vector<float> whole_panels(const float *bias, int64_t columns) {
  std::vector<float> shifts;
  if (bias) {
    shifts.assign(steps_of(columns) * panel_width, 0);
    std::copy_n(bias, columns, shifts.data());
  }
  return shifts;
}

// A product that is computed a block of the right operand at a time. Where it has several threads they
// split the block together, all read it, and share the rows of the result.
struct BlockwiseProduct {
  MatrixView left, right;
  const float *bias, *gate;
  float *out;
  int64_t stride;

  BlockwiseProduct columns(int64_t start, int64_t count) const {
    return {left, right.block(0, right.rows, start, count), bias ? bias + start : nullptr,
            gate ? gate + start : nullptr, out + start, stride};
  }

  // The part of the sums that comes from `count` numbers of each row of the left operand.
  BlockwiseProduct depths(int64_t start, int64_t count, const float *with_bias, float *to) const {
    return {left.block(0, left.rows, start, count), right.block(start, count, 0, right.columns),
            with_bias, gate, to, stride};
  }

  void compute(int64_t threads) const {
    const int64_t depth = left.columns, columns = right.columns;
    const std::vector<float> shifts = whole_panels(bias, columns);
    const int64_t height = even_block(depth, deepest_block);
    const int64_t width = even_block(columns, widest_block);
    for (int64_t column = 0; column < columns; column += width) {
      for (int64_t row = 0; row < depth; row += height) {
        const auto block = right.block(
            row, std::min(height, depth - row), column, std::min(width, columns - column));
        compute_block(block, row, column, bias ? shifts.data() + column : nullptr, threads);
      }
    }
  }

 private:
  void compute_block(
      const MatrixView &block, int64_t row, int64_t column, const float *shifts,
      int64_t threads) const {
    static thread_local Workspace workspace;
    const int64_t panels = steps_of(block.columns);
    uint16_t *split = workspace.take(panels * steps_of(block.rows) * step_words);
    for_each_index(panels, threads, [&](int64_t panel) { split_panel(block, panel, split); });
    const bool is_last = row + block.rows == left.columns;
    const BlockProduct product{
        left.block(0, left.rows, row, block.rows), split, block.columns,
        row > 0 ? Start::result : bias ? Start::bias : Start::zero, shifts,
        gate && is_last ? gate + column : nullptr, out + column, stride};
    std::atomic<int64_t> next{0};
    on_each_thread(std::min(threads, product.panels()), [&] { product.compute(next); });
  }
};

// Shares the columns of a product, and where it is given in two parts both of them.
void share_columns(const BlockwiseProduct *parts, int64_t part_count, int64_t threads) {
  const int64_t columns = parts->right.columns, groups = (threads + part_count - 1) / part_count;
  const int64_t width = (steps_of(columns) + groups - 1) / groups * panel_width;
  const int64_t pieces = (columns + width - 1) / width;
  for_each_index(part_count * pieces, threads, [&](int64_t index) {
    const int64_t column = index % pieces * width;
    parts[index / pieces].columns(column, std::min(width, columns - column)).compute(1);
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
  share_columns(parts, 2, threads);
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
  } else if (threads == 1 || rows > tallest_shared * columns) {
    product.compute(threads);
  } else {
    share_columns(&product, 1, threads);
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
  std::atomic<int64_t> next{0};
  BlockProduct{
      left, aligned(words.data()), columns, has_bias ? Start::bias : Start::zero,
      has_bias ? shifts.data() : nullptr, nullptr, out, stride}
      .compute(next);
}

#else
void ctorch::split_product(
    const MatrixView &, const MatrixView &, const float *, float *, const float *) {}
ctorch::SplitOperand::SplitOperand(const MatrixView &right, const float *) : columns(right.columns) {}
void ctorch::SplitOperand::multiply(const MatrixView &, float *, int64_t) const {}
#endif
