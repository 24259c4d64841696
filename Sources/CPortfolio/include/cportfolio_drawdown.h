#ifndef CPORTFOLIO_DRAWDOWN_H
#define CPORTFOLIO_DRAWDOWN_H

#include <stddef.h>

/// Eliminates the drawdowns D of all periods from the sum over t of
/// chain[t] (D[t] - D[t - 1] + r[t] x)² + floor[t] D[t]² + tail[t] (D[t] - x[threshold] - kappa[t]
/// x[temperature])², with D[-1] = 0.
///
/// What is left is a sum of weights[t] (rows[t] x)², plus squares of the threshold and the
/// temperature alone. It is found as a sum of squares, so that nothing cancels. `threshold` and
/// `temperature` are columns, or `columns` where there is none. The rows of `returns` and `rows` are
/// `columns` elements apart; the workspace has `columns` elements.
void cportfolio_drawdown_rows(
    size_t periods, size_t columns, const double *returns, const double *chain, const double *floor,
    const double *tail, const double *kappa, size_t threshold, size_t temperature, double *rows,
    double *weights, double *workspace);

#endif
