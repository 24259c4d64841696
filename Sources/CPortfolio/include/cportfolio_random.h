#ifndef CPORTFOLIO_RANDOM_H
#define CPORTFOLIO_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/// How many portfolios are drawn together, one in each lane of four vectors of 16. A panel has a
/// generator of its own, so that any portfolio can be drawn again from its number alone.
#define CPORTFOLIO_PANEL 64

/// How many columns of the risk form are computed together.
#define CPORTFOLIO_COLUMNS 6

/// The law of the raw draws, which are positive and not yet normalised.
enum cportfolio_law {
  CPORTFOLIO_UNIFORM = 0,
  CPORTFOLIO_EXPONENTIAL = 1,
  CPORTFOLIO_GAMMA = 2,
  CPORTFOLIO_SPARSE = 3,
};

/// What is drawn and how it is judged. The arrays are borrowed.
typedef struct {
  size_t assets;
  uint64_t seed;
  int law;
  /// The shape of the gamma law.
  float concentration;
  /// How many assets a sparse portfolio holds.
  size_t held;
  /// Bounds of the weights, or null for 0 ≤ w.
  const float *lower;
  const float *upper;
  /// How many sweeps of pair moves follow the draw within bounds.
  size_t sweeps;
  /// The mean return of each asset.
  const float *mean;
  /// The variance of each asset beside the columns below, or null.
  const float *specific;
  /// The variance is the sum over columns c of (Σ_i coefficient[i, c] w[order[i]])². Columns come
  /// in blocks of CPORTFOLIO_COLUMNS; block b holds the rows from b * rowStep on, one after another.
  const float *coefficients;
  const uint32_t *order;
  size_t blocks;
  size_t rowStep;
} cportfolio_random_task;

/// Draws one panel: `panel` (64-byte aligned) gets `[assets, CPORTFOLIO_PANEL]` raw or bounded
/// draws; `scale` gets for each portfolio what makes weights of them.
void cportfolio_random_panel(
    const cportfolio_random_task *task, uint64_t index, float *panel, float *scale);

/// Draws the portfolios `first ..< first + count`, `first` a multiple of CPORTFOLIO_PANEL.
/// `panel` is scratch as above. `weights`, `[count, assets]`, may be null.
void cportfolio_random_draw(
    const cportfolio_random_task *task, uint64_t first, size_t count, float *panel, float *means,
    float *volatilities, float *weights);

/// The extreme portfolios of a list, as places in it, with their values. A value that is not a
/// number is never extreme; of equal ones the first counts.
typedef struct {
  size_t maximumSharpe, minimumVolatility, maximumMean, minimumMean, maximumVolatility;
  float sharpe, lowVolatility, highMean, lowMean, highVolatility;
} cportfolio_extremes;

/// Finds the extreme portfolios among `count` of them, fewer than 2^32.
cportfolio_extremes cportfolio_random_extremes(
    size_t count, const float *means, const float *volatilities, float riskFree);

/// The longest field that `cportfolio_random_csv` writes, with its comma or line end.
#define CPORTFOLIO_CSV_FIELD 16

/// Writes rows `mean,volatility,sharpe,weights…` with seven significant digits and returns the
/// number of bytes. `text` has room for count * (assets + 3) * CPORTFOLIO_CSV_FIELD bytes.
size_t cportfolio_random_csv(
    size_t count, size_t assets, const float *means, const float *volatilities, float riskFree,
    const float *weights, char *text);

#endif
