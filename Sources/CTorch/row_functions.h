// Functions of rows of float32 numbers, for processors that have the matrix unit.
#pragma once
#include <cstdint>

namespace ctorch {

// out = (x - mean) / sqrt(variance + epsilon) weight + bias, over one row; `out` may be `x`.
void normalize_row(
    const float *x, int64_t count, const float *weight, const float *bias, float epsilon, float *out);

// x = x / (1 + exp(-x)) for each of `count` numbers (SiLU).
void apply_silu(float *x, int64_t count);

// x += y.
void add_row(float *x, const float *y, int64_t count);

}  // namespace ctorch
