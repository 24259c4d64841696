#ifndef CPORTFOLIO_ORDER_H
#define CPORTFOLIO_ORDER_H

#include <stddef.h>
#include <stdint.h>

/// The smallest value for which it and all smaller ones have a total probability above `mass`; the
/// largest value that is possible where that is never so. Linear time on average. `work` has
/// 2 * count elements.
double cportfolio_quantile(
    size_t count, const double *values, const double *probabilities, double mass, double *work);

/// The positions of the values from the smallest to the largest, equal ones in their order; no value
/// is NaN. `work` has 3 * count elements.
void cportfolio_ascending(size_t count, const double *values, uint32_t *order, uint64_t *work);

/// Probabilities tilted by the exponential: tilted[i] = probabilities[i] exp(t losses[i]) / total for
/// t losses[i] <= 0. `sums` are the total and, under the tilted probabilities, the mean of the losses
/// and of their squares.
void cportfolio_tilt(
    size_t count, const double *losses, const double *probabilities, double t, double *tilted,
    double *sums);

#endif
