#include "cportfolio_risk_budget.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "cportfolio_targets.h"

// The largest relative error of x (C x), given C x.
static double miss(size_t n, const double *x, const double *product, const double *b) {
  double worst = 0;
  for (size_t i = 0; i < n; i++) {
    double error = fabs(x[i] * product[i] - b[i]) / b[i];
    if (!(error <= worst)) worst = error;
  }
  return worst;
}

// Whether no error of x (C x) is above `tolerance` and what rounding makes of the terms of C x where
// they cancel. An x so large that rounding alone exceeds 1e-6 is on its way to infinity.
static int settled(
    size_t n, const double *c, const double *b, const double *x, const double *product,
    double tolerance) {
  for (size_t i = 0; i < n; i++) {
    double size = 0;
    for (size_t j = 0; j < n; j++) size += fabs(c[i * n + j]) * x[j];
    double rounding = 8 * DBL_EPSILON * x[i] * size / b[i];
    double allowed = tolerance + (rounding < 1e-6 ? rounding : 1e-6);
    if (!(fabs(x[i] * product[i] - b[i]) <= allowed * b[i])) return 0;
  }
  return 1;
}

// product = C x, for a symmetric C.
CPORTFOLIO_MULTIVERSIONED
static void multiply(size_t n, const double *c, const double *x, double *product) {
  for (size_t i = 0; i < n; i++) product[i] = 0;
  for (size_t j = 0; j < n; j++)
    for (size_t i = 0; i < n; i++) product[i] += c[j * n + i] * x[j];
}

// Sweeps of exact minimisation along one coordinate after the other (Griveau-Billion, Richard and
// Roncalli, "A fast algorithm for computing high-dimensional risk parity portfolios", 2013). For most
// covariances a few of them are all it takes, at n² each.
CPORTFOLIO_MULTIVERSIONED
static void sweep(
    size_t n, const double *c, const double *b, double *x, double *product, double tolerance,
    int limit) {
  for (int round = 0; round < limit; round++) {
    if (round % 8 == 0) multiply(n, c, x, product);
    for (size_t i = 0; i < n; i++) {
      const double *row = c + i * n;
      double others = product[i] - row[i] * x[i];
      double root = sqrt(others * others + 4 * row[i] * b[i]);
      // The positive root, without the difference of near numbers.
      double next = others > 0 ? 2 * b[i] / (others + root) : (root - others) / (2 * row[i]);
      double change = next - x[i];
      x[i] = next;
      for (size_t j = 0; j < n; j++) product[j] += change * row[j];
    }
    double worst = miss(n, x, product, b);
    if (worst <= tolerance || isnan(worst)) return;
  }
}

// Newton's method with the steps of self-concordant functions: damped while the decrement is large,
// whole afterwards, where convergence is quadratic.
CPORTFOLIO_MULTIVERSIONED
int cportfolio_risk_budget(
    size_t n, const double *c, const double *b, double *x, double tolerance, int limit,
    double *work) {
  double *factor = work, *step = work + n * n, *product = step + n;
  double least = INFINITY;
  for (size_t i = 0; i < n; i++) least = b[i] < least ? b[i] : least;
  int solved = 0;
  const double enough = 0.01 * tolerance;
  sweep(n, c, b, x, product, 0.1 * enough, 40);
  for (int iteration = 0; iteration < limit; iteration++) {
    multiply(n, c, x, product);
    double worst = miss(n, x, product, b);
    if (isnan(worst)) return -2;
    // After convergence one more step, of quadratic effect, leaves nothing but rounding.
    if (solved || worst <= enough) return iteration;
    solved = settled(n, c, b, x, product, tolerance);

    // The Hessian C + diag(b / x²), factored as L Lᵀ row by row in the lower triangle.
    for (size_t i = 0; i < n; i++) {
      for (size_t j = 0; j <= i; j++) factor[i * n + j] = c[i * n + j];
      factor[i * n + i] += b[i] / (x[i] * x[i]);
    }
    for (size_t i = 0; i < n; i++) {
      double *row = factor + i * n;
      for (size_t j = 0; j <= i; j++) {
        const double *other = factor + j * n;
        double lanes[8] = {0};
        size_t whole = j - j % 8;
        for (size_t k = 0; k < whole; k += 8)
          for (size_t lane = 0; lane < 8; lane++) lanes[lane] += row[k + lane] * other[k + lane];
        double sum = row[j];
        for (size_t lane = 0; lane < 8; lane++) sum -= lanes[lane];
        for (size_t k = whole; k < j; k++) sum -= row[k] * other[k];
        if (j < i) {
          row[j] = sum / other[j];
        } else {
          if (!(sum > 0)) return -1;
          row[i] = sqrt(sum);
        }
      }
    }
    for (size_t i = 0; i < n; i++) {
      double sum = b[i] / x[i] - product[i];
      for (size_t k = 0; k < i; k++) sum -= factor[i * n + k] * step[k];
      step[i] = sum / factor[i * n + i];
    }
    double decrement = 0;
    for (size_t i = 0; i < n; i++) decrement += step[i] * step[i];
    for (size_t i = n; i-- > 0;) {
      step[i] /= factor[i * n + i];
      for (size_t k = 0; k < i; k++) step[k] -= factor[i * n + k] * step[i];
    }
    // The barrier b log x is self-concordant after division by its smallest budget.
    decrement = sqrt(decrement / least);
    double length = decrement > 0.25 ? 1 / (1 + decrement) : 1;
    if (length < 1) {
      // That length is safe for the worst function. Take a longer one that keeps x above zero and
      // stops before the minimum along the step, so that the function falls all the way.
      double linear = 0, quadratic = 0, ratio = 0;
      for (size_t i = 0; i < n; i++) {
        double line = 0;
        for (size_t j = 0; j < n; j++) line += c[i * n + j] * step[j];
        quadratic += step[i] * line;
        linear += step[i] * product[i];
        if (-step[i] / x[i] > ratio) ratio = -step[i] / x[i];
      }
      for (double trial = ratio > 0.9 ? 0.9 / ratio : 1; trial > length; trial *= 0.5) {
        double slope = linear + trial * quadratic;
        for (size_t i = 0; i < n; i++) slope -= b[i] * step[i] / (x[i] + trial * step[i]);
        if (slope <= 0) {
          length = trial;
          break;
        }
      }
    }
    for (size_t i = 0; i < n; i++) x[i] += length * step[i];
  }
  return -2;
}
