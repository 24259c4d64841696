#ifndef CPORTFOLIO_GRAM_H
#define CPORTFOLIO_GRAM_H

#include <stddef.h>

/// How many doubles `cportfolio_weighted_gram` needs as workspace.
size_t cportfolio_gram_workspace(size_t columns);

/// Adds Aᵀ diag(w) A to the upper triangle of `out`, whose rows are `out_stride` elements apart.
///
/// A is `[rows, columns]` with rows `stride` elements apart; the order of additions does not depend
/// on the machine.
void cportfolio_weighted_gram(
    size_t rows, size_t columns, const double *a, size_t stride, const double *weights, double *out,
    size_t out_stride, double *workspace);

/// Replaces the upper triangle of a symmetric matrix by its factor U, with UᵀU the matrix.
///
/// A pivot that is not above `floor` becomes infinite in effect: its variable is held where it is.
/// The workspace has `cportfolio_gram_workspace(size)` plus 64 doubles. The answer is how many
/// pivots were held.
size_t cportfolio_cholesky(
    size_t size, double *a, size_t stride, double floor, double *workspace);

/// Solves UᵀU x = b in place, with the U of `cportfolio_cholesky`.
void cportfolio_cholesky_solve(size_t size, const double *u, size_t stride, double *x);

/// Solves Uᵀ X = B in place for B `[size, columns]`, its rows `b_stride` elements apart.
void cportfolio_cholesky_forward(
    size_t size, const double *u, size_t stride, size_t columns, double *b, size_t b_stride);

#endif
