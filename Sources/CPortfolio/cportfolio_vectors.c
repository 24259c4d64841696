#include "cportfolio_targets.h"
#include "cportfolio_vectors.h"

// Eight partial sums, so that the order of additions is the same for every width of vectors.
#define LANES 8

CPORTFOLIO_MULTIVERSIONED
double cportfolio_dot(size_t count, const double *x, const double *y) {
  double lanes[LANES] = {0};
  size_t whole = count - count % LANES;
  for (size_t i = 0; i < whole; i += LANES)
    for (size_t lane = 0; lane < LANES; lane++) lanes[lane] += x[i + lane] * y[i + lane];
  double sum = 0;
  for (size_t lane = 0; lane < LANES; lane++) sum += lanes[lane];
  for (size_t i = whole; i < count; i++) sum += x[i] * y[i];
  return sum;
}

CPORTFOLIO_MULTIVERSIONED
void cportfolio_axpy(size_t count, double a, const double *x, double *y) {
  for (size_t i = 0; i < count; i++) y[i] += a * x[i];
}

CPORTFOLIO_MULTIVERSIONED
void cportfolio_matvec(
    size_t rows, size_t columns, const double *a, size_t stride, const double *x, double *y) {
  size_t whole = columns - columns % LANES;
  for (size_t row = 0; row < rows; row++) {
    const double *line = a + row * stride;
    double lanes[LANES] = {0};
    for (size_t i = 0; i < whole; i += LANES)
      for (size_t lane = 0; lane < LANES; lane++) lanes[lane] += line[i + lane] * x[i + lane];
    double sum = 0;
    for (size_t lane = 0; lane < LANES; lane++) sum += lanes[lane];
    for (size_t i = whole; i < columns; i++) sum += line[i] * x[i];
    y[row] = sum;
  }
}

CPORTFOLIO_MULTIVERSIONED
void cportfolio_matvec_transposed(
    size_t rows, size_t columns, const double *a, size_t stride, const double *x, double *y) {
  for (size_t i = 0; i < columns; i++) y[i] = 0;
  for (size_t row = 0; row < rows; row++) {
    const double *line = a + row * stride;
    double factor = x[row];
    for (size_t i = 0; i < columns; i++) y[i] += factor * line[i];
  }
}
