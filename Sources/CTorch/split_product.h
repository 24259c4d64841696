// Products of float32 matrices on the matrix unit of bfloat16, at float32 accuracy.
#pragma once
#include <vector>

#include "split_operand.h"

namespace ctorch {

// out = left right, plus a row that is added to each row where `bias` is not null; `out` is
// row-major and dense. Where there is a `gate`, a matrix like `out`, results become zero where it is
// not positive. Each number is the sum of three in bfloat16, and the six largest of the nine
// products of parts are added up in float32 (Henry, Tang and Heinecke, "Leveraging the bfloat16
// Artificial Intelligence Datatype For Higher-Precision Computations", 2019). The three that are
// left out are below 2⁻²² of the product. Parts below 1.2e-38 count as zero.
//
// The result does not depend on the number of threads. Only where has_matrix_unit().
void split_product(
    const MatrixView &left, const MatrixView &right, const float *bias, float *out,
    const float *gate = nullptr);

// A right operand that is split once and multiplied often, with a row that is added to each product.
class SplitOperand {
 public:
  SplitOperand(const MatrixView &right, const float *bias);

  // out = left right + bias for a left operand of at most 32 rows; `stride` is between the rows of
  // `out`.
  void multiply(const MatrixView &left, float *out, int64_t stride) const;

  // The panels, one after the other, and the row in whole panels; null where there is none.
  const uint16_t *panels() const;
  const float *bias() const { return shifts.empty() ? nullptr : shifts.data(); }

 private:
  int64_t columns;
  std::vector<uint16_t> words;
  std::vector<float> shifts;
};

}  // namespace ctorch
