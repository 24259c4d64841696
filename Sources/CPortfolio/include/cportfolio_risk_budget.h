#ifndef CPORTFOLIO_RISK_BUDGET_H
#define CPORTFOLIO_RISK_BUDGET_H

#include <stddef.h>

/// Minimises xᵀ C x / 2 - Σ b log x over x > 0, which makes x (C x) = b (Spinu, 2013).
///
/// `correlation` is C, `[count, count]`; `budgets` are b, above zero, summing to one; `x` starts
/// from what it holds and ends at the solution. `work` has count * (count + 2) elements.
/// Returns the number of steps, -1 where the Hessian was not positive definite or -2 where `limit`
/// steps did not bring every x (C x) within `tolerance` of its b, relatively and up to rounding.
int cportfolio_risk_budget(
    size_t count, const double *correlation, const double *budgets, double *x, double tolerance,
    int limit, double *work);

#endif
