#include "float_product.h"

#include <algorithm>
#include <atomic>

#include "matrix_unit.h"
#include "split_product.h"

// The matrix product of the BLAS that libtorch carries, where it shows it.
extern "C" void sgemm_(
    const char *transpose_a, const char *transpose_b, const int *m, const int *n, const int *k,
    const float *alpha, const float *a, const int *lda, const float *b, const int *ldb,
    const float *beta, float *c, const int *ldc) __attribute__((weak));
// Where that BLAS is MKL: the number of threads that this thread's products use, 0 for the usual;
// returns what it was.
extern "C" int MKL_Set_Num_Threads_Local(int count) __attribute__((weak));

using namespace ctorch;

namespace {

// oneDNN needs microseconds to set a product up, which is worth it from about this many
// multiplications on; below, libtorch's BLAS is called without a detour.
constexpr int64_t small_product = 1 << 18;
// From so many multiplications, and so wide in each direction, splitting the operands is worth it.
constexpr int64_t split_product_size = 1 << 20, split_product_width = 64;

std::atomic<bool> takes_split{false};

// How BLAS, whose matrices are column-major, sees a matrix: as its transpose.
struct Columns {
  char order;
  int stride;

  explicit Columns(const MatrixView &matrix)
      : order(matrix.column_stride == 1 ? 'N' : 'T'),
        stride(static_cast<int>(
            order == 'N' ? std::max(matrix.row_stride, matrix.columns)
                         : std::max(matrix.column_stride, matrix.rows))) {}
};

void blas_product(const MatrixView &left, const MatrixView &right, float beta, float *out) {
  const int m = right.columns, n = left.rows, k = left.columns;
  const Columns a(right), b(left);
  const float one = 1;
  // Waking a second thread takes longer than a small product, and far longer on a busy machine.
  const bool alone = MKL_Set_Num_Threads_Local && is_small_product(n, k, m);
  const int threads = alone ? MKL_Set_Num_Threads_Local(1) : 0;
  sgemm_(
      &a.order, &b.order, &m, &n, &k, &one, right.data, &a.stride, left.data, &b.stride, &beta, out,
      &m);
  if (alone) MKL_Set_Num_Threads_Local(threads);
}

}  // namespace

bool ctorch::has_float_product() { return sgemm_ != nullptr; }

bool ctorch::is_small_product(int64_t rows, int64_t depth, int64_t columns) {
  return rows * depth * columns <= small_product;
}

bool ctorch::is_worth_splitting(int64_t rows, int64_t depth, int64_t columns) {
  return std::min({rows, depth, columns}) >= split_product_width &&
      rows * depth * columns >= split_product_size;
}

void ctorch::set_split_products(bool enabled) { takes_split = enabled && has_matrix_unit(); }
bool ctorch::takes_split_products() { return takes_split; }

void ctorch::float_product(
    const MatrixView &left, const MatrixView &right, const float *bias, float *out) {
  if (takes_split && is_worth_splitting(left.rows, left.columns, right.columns)) {
    return split_product(left, right, bias, out);
  }
  for (int64_t row = 0; bias && row < left.rows; ++row) {
    std::copy_n(bias, right.columns, out + row * right.columns);
  }
  blas_product(left, right, bias ? 1 : 0, out);
}
