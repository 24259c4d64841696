#include "cportfolio_moments.h"

#include <math.h>
#include <string.h>

#include "cportfolio_targets.h"

// Columns are packed into panels of this width, so that a panel is read without strides and a tile
// of the product stays in registers: 6 x 8 doubles fill 12 of AVX2's 16 registers.
#define PANEL 8
#define TILE 6
// Two panels of so many rows fit the first cache.
#define BLOCK 256

CPORTFOLIO_MULTIVERSIONED
size_t cportfolio_count_within(size_t count, const double *x, double limit) {
  size_t found = 0;
  for (size_t i = 0; i < count; i++) found += fabs(x[i]) <= limit;
  return found;
}

CPORTFOLIO_MULTIVERSIONED
void cportfolio_add_column_sums(
    size_t rows, size_t columns, const double *x, const double *weights, double *sums) {
  for (size_t row = 0; row < rows; row++) {
    const double *line = x + row * columns;
    double weight = weights ? weights[row] : 1;
    for (size_t i = 0; i < columns; i++) sums[i] += weight * line[i];
  }
}

size_t cportfolio_cross_products_scratch(size_t columns) {
  return (columns + PANEL - 1) / PANEL * PANEL * BLOCK;
}

CPORTFOLIO_MULTIVERSIONED
void cportfolio_add_cross_products(
    size_t rows, size_t columns, const double *x, const double *centre, const double *weights,
    double factor, double *scratch, double *s) {
  size_t panels = (columns + PANEL - 1) / PANEL;
  for (size_t start = 0; start < rows; start += BLOCK) {
    size_t height = rows - start < BLOCK ? rows - start : BLOCK;
    for (size_t panel = 0; panel < panels; panel++) {
      double *packed = scratch + panel * BLOCK * PANEL;
      size_t first = panel * PANEL;
      size_t width = columns - first < PANEL ? columns - first : PANEL;
      for (size_t t = 0; t < height; t++) {
        const double *line = x + (start + t) * columns + first;
        double root = weights ? sqrt(weights[start + t]) : 1;
        double *to = packed + t * PANEL;
        if (width == PANEL) {
          for (size_t i = 0; i < PANEL; i++) to[i] = root * (line[i] - centre[first + i]);
        } else {
          for (size_t i = 0; i < width; i++) to[i] = root * (line[i] - centre[first + i]);
          for (size_t i = width; i < PANEL; i++) to[i] = 0;
        }
      }
    }
    for (size_t right = 0; right < panels; right++) {
      const double *b = scratch + right * BLOCK * PANEL;
      size_t end = (right + 1) * PANEL < columns ? (right + 1) * PANEL : columns;
      for (size_t first = 0; first < end; first += TILE) {
        // Rows past the end repeat the last one and are not written.
        const double *a[TILE];
        for (size_t i = 0; i < TILE; i++) {
          size_t row = first + i < end ? first + i : end - 1;
          a[i] = scratch + row / PANEL * BLOCK * PANEL + row % PANEL;
        }
        double tile[TILE][PANEL];
        memset(tile, 0, sizeof tile);
        for (size_t t = 0; t < height; t++)
          for (size_t i = 0; i < TILE; i++)
            for (size_t j = 0; j < PANEL; j++) tile[i][j] += a[i][t * PANEL] * b[t * PANEL + j];
        for (size_t i = 0; i < TILE && first + i < end; i++) {
          double *line = s + (first + i) * columns;
          for (size_t j = 0; j < PANEL; j++) {
            size_t column = right * PANEL + j;
            if (first + i <= column && column < columns) line[column] += factor * tile[i][j];
          }
        }
      }
    }
  }
  for (size_t i = 0; i < columns; i++)
    for (size_t j = i + 1; j < columns; j++) s[j * columns + i] = s[i * columns + j];
}

CPORTFOLIO_MULTIVERSIONED
void cportfolio_squared_distances(
    size_t rows, size_t columns, size_t components, const double *x, const double *centre,
    const double *w, double *scratch, double *distances) {
  for (size_t row = 0; row < rows; row++) {
    for (size_t i = 0; i < columns; i++) scratch[i] = x[row * columns + i] - centre[i];
    double distance = 0;
    for (size_t k = 0; k < components; k++) {
      double lanes[PANEL] = {0};
      const double *line = w + k * columns;
      size_t whole = columns - columns % PANEL;
      for (size_t i = 0; i < whole; i += PANEL)
        for (size_t lane = 0; lane < PANEL; lane++)
          lanes[lane] += line[i + lane] * scratch[i + lane];
      double sum = 0;
      for (size_t lane = 0; lane < PANEL; lane++) sum += lanes[lane];
      for (size_t i = whole; i < columns; i++) sum += line[i] * scratch[i];
      distance += sum * sum;
    }
    distances[row] = distance;
  }
}
