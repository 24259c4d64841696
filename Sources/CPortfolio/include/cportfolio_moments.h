#ifndef CPORTFOLIO_MOMENTS_H
#define CPORTFOLIO_MOMENTS_H

#include <stddef.h>

/// How many elements lie between -limit and limit; what is not a number does not.
size_t cportfolio_count_within(size_t count, const double *x, double limit);

/// sums[j] += the sum over rows i of weights[i] x[i, j], with x `[rows, columns]`; weights of 1
/// where `weights` is null.
void cportfolio_add_column_sums(
    size_t rows, size_t columns, const double *x, const double *weights, double *sums);

/// How many doubles `cportfolio_add_cross_products` needs as scratch for so many columns.
size_t cportfolio_cross_products_scratch(size_t columns);

/// S[i, j] += factor · the sum over rows t of weights[t] (x[t, i] - centre[i]) (x[t, j] - centre[j])
/// for the columns i ≤ j, and then S[j, i] = S[i, j]. The weights are not negative; all are 1 where
/// `weights` is null.
void cportfolio_add_cross_products(
    size_t rows, size_t columns, const double *x, const double *centre, const double *weights,
    double factor, double *scratch, double *s);

/// distances[t] = |W (x[t] - centre)|² with W `[components, columns]`; scratch has `columns`
/// elements.
void cportfolio_squared_distances(
    size_t rows, size_t columns, size_t components, const double *x, const double *centre,
    const double *w, double *scratch, double *distances);

#endif
