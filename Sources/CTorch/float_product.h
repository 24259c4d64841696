// Products of float32 matrices, each on the road that is fastest for its size.
#pragma once
#include "split_operand.h"

namespace ctorch {

// Whether there are such products at all: whether libtorch shows the BLAS that it carries.
bool has_float_product();

// Whether a product is so small that libtorch's detours take longer than it does.
bool is_small_product(int64_t rows, int64_t depth, int64_t columns);

// Whether larger products go over the matrix unit, where there is one.
void set_split_products(bool enabled);
bool takes_split_products();
// Whether a product is large enough for that, and so are those of its gradients then.
bool is_worth_splitting(int64_t rows, int64_t depth, int64_t columns);

// out = left right, plus `bias` added to each row where it is not null; `out` is row-major, dense.
void float_product(
    const MatrixView &left, const MatrixView &right, const float *bias, float *out);

}  // namespace ctorch
