#include "cportfolio_targets.h"
#include "cportfolio_vectors.h"
#include "cportfolio_volatility.h"

#include <math.h>

void cportfolio_gjr_variances(
    size_t count, const double *e, double omega, double alpha, double gamma, double beta,
    double *h) {
  for (size_t t = 0; t < count; t++) {
    double news = e[t] < 0 ? alpha + gamma : alpha;
    h[t + 1] = omega + news * e[t] * e[t] + beta * h[t];
  }
}

double cportfolio_student_deviance(size_t count, const double *e, const double *h, double nu) {
  double sum = 0;
  for (size_t t = 0; t < count; t++)
    sum += log(h[t]) + (nu + 1) * log1p(e[t] * e[t] / (h[t] * (nu - 2)));
  return sum;
}

CPORTFOLIO_MULTIVERSIONED
void cportfolio_correlation_advance(
    size_t n, double a, double b, const double *target, const double *z, double *q) {
  double rest = 1 - a - b;
  for (size_t i = 0; i < n; i++) {
    double az = a * z[i];
    for (size_t j = 0; j < n; j++)
      q[i * n + j] = rest * target[i * n + j] + az * z[j] + b * q[i * n + j];
  }
}

double cportfolio_correlation_factor(size_t n, const double *q, double *lower) {
  double logarithm = 0;
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j <= i; j++) {
      double scale = sqrt(q[i * n + i] * q[j * n + j]);
      double rest = q[i * n + j] / scale - cportfolio_dot(j, lower + i * n, lower + j * n);
      if (i == j) {
        if (!(rest > 0)) return NAN;
        lower[i * n + i] = sqrt(rest);
        logarithm += log(rest);
      } else {
        lower[i * n + j] = rest / lower[j * n + j];
      }
    }
    for (size_t j = i + 1; j < n; j++) lower[i * n + j] = 0;
  }
  return logarithm;
}

void cportfolio_lower_solve(size_t n, const double *lower, double *x) {
  for (size_t i = 0; i < n; i++)
    x[i] = (x[i] - cportfolio_dot(i, lower + i * n, x)) / lower[i * n + i];
}

double cportfolio_correlation_deviance(
    size_t count, size_t n, const double *z, double a, double b, double nu, const double *target,
    double *work) {
  double *q = work, *lower = work + n * n, *u = work + 2 * n * n;
  for (size_t i = 0; i < n * n; i++) q[i] = target[i];
  double logarithm = cportfolio_correlation_factor(n, q, lower);
  double sum = 0;
  for (size_t t = 0; t < count; t++) {
    const double *row = z + t * n;
    // Constant correlations need one factor.
    if (t > 0 && (a > 0 || b > 0)) logarithm = cportfolio_correlation_factor(n, q, lower);
    for (size_t i = 0; i < n; i++) u[i] = row[i];
    cportfolio_lower_solve(n, lower, u);
    sum += logarithm + (nu + n) * log1p(cportfolio_dot(n, u, u) / (nu - 2));
    if (a > 0 || b > 0) cportfolio_correlation_advance(n, a, b, target, row, q);
  }
  return sum;
}
