// A block of a right operand, split, times a left operand, on the matrix unit.
#pragma once
#include <vector>

#include "split_operand.h"

namespace ctorch {

// Words more than are needed, so that a line of the cache can start at the first one that is used.
constexpr int64_t alignment = 64 / sizeof(uint16_t);

inline const uint16_t *aligned(const uint16_t *words) {
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

// Where the sums of a block start: at what the result holds, at the bias, or at zero.
enum class Start { result, bias, zero };

// out += left right, where `out` is row-major with `stride` between its rows. `right` has been split by
// split_panel and has `columns` columns; a bias is of whole panels. Where there is a gate, a matrix like
// `out`, results become zero where it is not positive.
struct BlockProduct {
  MatrixView left;
  const uint16_t *right;
  int64_t columns;
  Start start;
  const float *bias, *gate;
  float *out;
  int64_t stride;

  // Computes a panel of 32 rows after the other, and splits the next one meanwhile.
  void compute() const;

 private:
  MatrixView panel(int64_t index) const;
};

// Splits one of the panels of a block of the right operand; `out` is where the first one goes.
void split_panel(const MatrixView &block, int64_t panel, uint16_t *out);

}  // namespace ctorch
