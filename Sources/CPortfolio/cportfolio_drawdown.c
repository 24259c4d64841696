#include "cportfolio_drawdown.h"

#include "cportfolio_targets.h"

CPORTFOLIO_MULTIVERSIONED
void cportfolio_drawdown_rows(
    size_t periods, size_t columns, const double *returns, const double *chain, const double *floor,
    const double *tail, const double *kappa, size_t threshold, size_t temperature, double *rows,
    double *weights, double *workspace) {
  double *estimate = workspace;
  double precision = 0;
  for (size_t j = 0; j < columns; j++) estimate[j] = 0;
  for (size_t t = 0; t < periods; t++) {
    const double *line = returns + t * columns;
    double *row = rows + t * columns;
    double carried = t == 0 ? chain[t] : precision * chain[t] / (precision + chain[t]);
    double local = floor[t] + tail[t];
    double share = tail[t] / local;
    double gain = local / (carried + local);
    for (size_t j = 0; j < columns; j++) row[j] = estimate[j] - line[j];
    if (threshold < columns) row[threshold] -= share;
    if (temperature < columns) row[temperature] -= share * kappa[t];
    for (size_t j = 0; j < columns; j++) estimate[j] -= line[j] + gain * row[j];
    weights[t] = carried * gain;
    precision = carried + local;
  }
}
