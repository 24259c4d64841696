#ifndef CPORTFOLIO_RANDOM_DRAWS_H
#define CPORTFOLIO_RANDOM_DRAWS_H

#include "cportfolio_lanes.h"
#include "cportfolio_random.h"

#define GROUPS (CPORTFOLIO_PANEL / LANES)
// Sums of many floats go through sums of this many, which keeps their error near one rounding.
#define RUN 16

typedef const cportfolio_random_task *request;

// Fills a panel with raw draws, or with weights where there are bounds.
void cportfolio_random_draws(request task, uint64_t index, float *panel);

// The sums of the draws of one group of lanes.
INLINE void sum_group(size_t assets, const floats *panel, floats *out) {
  floats total = 0.0f;
  for (size_t start = 0; start < assets; start += RUN) {
    size_t end = start + RUN < assets ? start + RUN : assets;
    floats part = 0.0f;
    for (size_t i = start; i < end; i++) part += panel[i * GROUPS];
    total += part;
  }
  *out = total;
}

#endif
