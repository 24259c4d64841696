#include "cportfolio_gram.h"

#include "cportfolio_targets.h"

// Rows that are packed at once: two strips of the block stay in the second level of cache.
#define BLOCK 96
// The width of a strip of columns, and how many strips one tile of the result spans.
#define STRIP 8
#define SPAN 3

typedef double strip_t __attribute__((vector_size(STRIP * sizeof(double))));

static inline size_t strips_of(size_t columns) { return (columns + STRIP - 1) / STRIP; }

size_t cportfolio_gram_workspace(size_t columns) {
  return (2 * (strips_of(columns) + SPAN) * BLOCK + 1) * STRIP;
}

/// One tile: STRIP rows of the result by SPAN strips of its columns.
static inline __attribute__((always_inline)) void tile(
    size_t depth, const double *left, const strip_t *right, double *out, size_t out_stride,
    size_t out_rows, size_t out_columns, size_t below) {
  strip_t sums[STRIP][SPAN];
  for (size_t i = 0; i < STRIP; i++)
    for (size_t s = 0; s < SPAN; s++) sums[i][s] = (strip_t){0};
  for (size_t k = 0; k < depth; k++) {
    strip_t b[SPAN];
    for (size_t s = 0; s < SPAN; s++) b[s] = right[s * BLOCK + k];
    for (size_t i = 0; i < STRIP; i++) {
      double a = left[k * STRIP + i];
      strip_t spread = {a, a, a, a, a, a, a, a};
      for (size_t s = 0; s < SPAN; s++) sums[i][s] += spread * b[s];
    }
  }
  for (size_t i = 0; i < out_rows; i++) {
    const double *line = (const double *)sums[i];
    for (size_t j = below ? i : 0; j < out_columns; j++) out[i * out_stride + j] += line[j];
  }
}

CPORTFOLIO_MULTIVERSIONED
void cportfolio_weighted_gram(
    size_t rows, size_t columns, const double *a, size_t stride, const double *weights, double *out,
    size_t out_stride, double *workspace) {
  size_t strips = strips_of(columns);
  size_t misfit = (size_t)workspace % (STRIP * sizeof(double)) / sizeof(double);
  double *plain = workspace + (misfit ? STRIP - misfit : 0);
  double *scaled = plain + (strips + SPAN) * BLOCK * STRIP;
  // A tile is always SPAN strips wide, so that strips of zeros follow the last one.
  for (size_t k = 0; k < SPAN * BLOCK * STRIP; k++) plain[strips * BLOCK * STRIP + k] = 0;
  for (size_t first = 0; first < rows; first += BLOCK) {
    size_t depth = rows - first < BLOCK ? rows - first : BLOCK;
    for (size_t s = 0; s < strips; s++) {
      size_t start = s * STRIP;
      size_t width = columns - start < STRIP ? columns - start : STRIP;
      double *p = plain + s * BLOCK * STRIP;
      double *q = scaled + s * BLOCK * STRIP;
      for (size_t k = 0; k < depth; k++) {
        const double *line = a + (first + k) * stride + start;
        double weight = weights[first + k];
        if (width == STRIP) {
          for (size_t j = 0; j < STRIP; j++) {
            p[k * STRIP + j] = line[j];
            q[k * STRIP + j] = weight * line[j];
          }
        } else {
          for (size_t j = 0; j < STRIP; j++) {
            double value = j < width ? line[j] : 0;
            p[k * STRIP + j] = value;
            q[k * STRIP + j] = weight * value;
          }
        }
      }
    }
    for (size_t right = 0; right < strips; right += SPAN) {
      size_t end = (right + SPAN) * STRIP < columns ? (right + SPAN) * STRIP : columns;
      for (size_t left = 0; left < right + SPAN && left < strips; left++) {
        size_t begin = left > right ? left : right;
        size_t out_rows = columns - left * STRIP < STRIP ? columns - left * STRIP : STRIP;
        tile(
            depth, scaled + left * BLOCK * STRIP, (const strip_t *)(plain + begin * BLOCK * STRIP),
            out + left * STRIP * out_stride + begin * STRIP, out_stride, out_rows,
            end - begin * STRIP, left >= right);
      }
    }
  }
}

#define PANEL 32

CPORTFOLIO_MULTIVERSIONED
size_t cportfolio_cholesky(
    size_t size, double *a, size_t stride, double floor, double *workspace) {
  size_t held = 0;
  double *minus = workspace + cportfolio_gram_workspace(size);
  for (size_t k = 0; k < PANEL; k++) minus[k] = -1;
  for (size_t first = 0; first < size; first += PANEL) {
    size_t end = first + PANEL < size ? first + PANEL : size;
    for (size_t k = first; k < end; k++) {
      double *pivot = a + k * stride;
      for (size_t i = first; i < k; i++) {
        const double *above = a + i * stride;
        double factor = above[k];
        for (size_t j = k; j < size; j++) pivot[j] -= factor * above[j];
      }
      if (!(pivot[k] > floor)) {
        pivot[k] = 1e150;
        for (size_t j = k + 1; j < size; j++) pivot[j] = 0;
        held++;
        continue;
      }
      double root = __builtin_sqrt(pivot[k]);
      double inverse = 1 / root;
      pivot[k] = root;
      for (size_t j = k + 1; j < size; j++) pivot[j] *= inverse;
    }
    if (end < size)
      cportfolio_weighted_gram(
          end - first, size - end, a + first * stride + end, stride, minus,
          a + end * stride + end, stride, workspace);
  }
  return held;
}

CPORTFOLIO_MULTIVERSIONED
void cportfolio_cholesky_solve(size_t size, const double *u, size_t stride, double *x) {
  for (size_t i = 0; i < size; i++) {
    const double *line = u + i * stride;
    double value = x[i] / line[i];
    x[i] = value;
    for (size_t j = i + 1; j < size; j++) x[j] -= value * line[j];
  }
  for (size_t i = size; i-- > 0;) {
    const double *line = u + i * stride;
    double lanes[STRIP] = {0};
    size_t j = i + 1;
    for (; j + STRIP <= size; j += STRIP)
      for (size_t lane = 0; lane < STRIP; lane++) lanes[lane] += line[j + lane] * x[j + lane];
    double sum = x[i];
    for (; j < size; j++) sum -= line[j] * x[j];
    for (size_t lane = 0; lane < STRIP; lane++) sum -= lanes[lane];
    x[i] = sum / line[i];
  }
}

CPORTFOLIO_MULTIVERSIONED
void cportfolio_cholesky_forward(
    size_t size, const double *u, size_t stride, size_t columns, double *b, size_t b_stride) {
  for (size_t i = 0; i < size; i++) {
    const double *line = u + i * stride;
    double *row = b + i * b_stride;
    double inverse = 1 / line[i];
    for (size_t c = 0; c < columns; c++) row[c] *= inverse;
    for (size_t j = i + 1; j < size; j++) {
      double factor = line[j];
      if (factor == 0) continue;
      double *target = b + j * b_stride;
      for (size_t c = 0; c < columns; c++) target[c] -= factor * row[c];
    }
  }
}
