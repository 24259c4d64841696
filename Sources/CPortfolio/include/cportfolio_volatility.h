#ifndef CPORTFOLIO_VOLATILITY_H
#define CPORTFOLIO_VOLATILITY_H

#include <stddef.h>

/// h[t + 1] = omega + (alpha + gamma [e[t] < 0]) e[t]² + beta h[t] from a given h[0]; h has
/// count + 1 elements.
void cportfolio_gjr_variances(
    size_t count, const double *e, double omega, double alpha, double gamma, double beta,
    double *h);

/// The sum of log h + (nu + 1) log(1 + e² / (h (nu - 2))): minus twice a Student-t log-likelihood of
/// unit-variance innovations, but for constants.
double cportfolio_student_deviance(size_t count, const double *e, const double *h, double nu);

/// Q = (1 - a - b) T + a z zᵀ + b Q, all `[n, n]`.
void cportfolio_correlation_advance(
    size_t n, double a, double b, const double *target, const double *z, double *q);

/// L with L Lᵀ = D⁻¹ Q D⁻¹, D the roots of Q's diagonal; returns log det (L Lᵀ), NaN where Q is not
/// positive definite. Above the diagonal L is zero.
double cportfolio_correlation_factor(size_t n, const double *q, double *lower);

/// The sum over rows z of `[count, n]` of log det R + (nu + n) log(1 + zᵀ R⁻¹ z / (nu - 2)), R the
/// correlations of Q, which starts at its target and advances with every row: minus twice a Student-t
/// log-likelihood, but for constants. `work` holds n (2 n + 1) numbers.
double cportfolio_correlation_deviance(
    size_t count, size_t n, const double *z, double a, double b, double nu, const double *target,
    double *work);

/// x = L⁻¹ x.
void cportfolio_lower_solve(size_t n, const double *lower, double *x);

#endif
