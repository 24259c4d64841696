#ifndef CPORTFOLIO_VECTORS_H
#define CPORTFOLIO_VECTORS_H

#include <stddef.h>

/// The sum of x[i] y[i].
double cportfolio_dot(size_t count, const double *x, const double *y);

/// y[i] += a x[i].
void cportfolio_axpy(size_t count, double a, const double *x, double *y);

/// y = A x with A `[rows, columns]`, its rows `stride` elements apart.
void cportfolio_matvec(
    size_t rows, size_t columns, const double *a, size_t stride, const double *x, double *y);

/// y = Aᵀ x with A `[rows, columns]`, its rows `stride` elements apart; y has `columns` elements.
void cportfolio_matvec_transposed(
    size_t rows, size_t columns, const double *a, size_t stride, const double *x, double *y);

#endif
