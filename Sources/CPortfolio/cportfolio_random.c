// The figures of a panel: sums, means and variances of its portfolios.
#include "cportfolio_random_draws.h"
#include "cportfolio_targets.h"

#include <string.h>

// The columns of the risk form for `groups` groups of lanes at once: as many sums are kept in
// registers as the machine has room for. The order of additions does not depend on `groups`.
INLINE void add_columns(request task, const floats *panel, int groups, floats *variance) {
  const float *coefficient = task->coefficients;
  for (size_t block = 0; block < task->blocks; block++) {
    floats sum[CPORTFOLIO_COLUMNS][GROUPS];
#pragma clang loop unroll(full)
    for (int c = 0; c < CPORTFOLIO_COLUMNS; c++)
#pragma clang loop unroll(full)
      for (int k = 0; k < groups; k++) sum[c][k] = 0.0f;
    for (size_t row = block * task->rowStep; row < task->assets; row++) {
      const floats *w = panel + (size_t)task->order[row] * GROUPS;
#pragma clang loop unroll(full)
      for (int c = 0; c < CPORTFOLIO_COLUMNS; c++) {
        floats factor = coefficient[c];
#pragma clang loop unroll(full)
        for (int k = 0; k < groups; k++) sum[c][k] = FMA(factor, w[k], sum[c][k]);
      }
      coefficient += CPORTFOLIO_COLUMNS;
    }
#pragma clang loop unroll(full)
    for (int k = 0; k < groups; k++) {
      floats part = 0.0f;
#pragma clang loop unroll(full)
      for (int c = 0; c < CPORTFOLIO_COLUMNS; c++) part = FMA(sum[c][k], sum[c][k], part);
      variance[k] += part;
    }
  }
}

CPORTFOLIO_MULTIVERSIONED
void cportfolio_random_variance(request task, const void *panel, void *variance) {
  for (int group = 0; group < GROUPS; group++)
    add_columns(task, (const floats *)panel + group, 1, (floats *)variance + group);
}

#if defined(__x86_64__)
__attribute__((target("arch=x86-64-v4")))
static void variance_of_wide_panel(request task, const void *panel, void *variance) {
  add_columns(task, panel, GROUPS, variance);
}
#endif

static void add_variance(request task, const void *panel, void *variance) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("x86-64-v4")) {
    variance_of_wide_panel(task, panel, variance);
    return;
  }
#endif
  cportfolio_random_variance(task, panel, variance);
}

// Sums, means and specific variances of the raw draws.
INLINE void add_moments(
    request task, const floats *panel, floats *total, floats *mean, floats *variance) {
  for (size_t start = 0; start < task->assets; start += RUN) {
    size_t end = start + RUN < task->assets ? start + RUN : task->assets;
    floats sum[GROUPS], gain[GROUPS], risk[GROUPS];
    for (int k = 0; k < GROUPS; k++) sum[k] = gain[k] = risk[k] = 0.0f;
    for (size_t i = start; i < end; i++) {
      const floats *w = panel + i * GROUPS;
      floats m = task->mean[i];
      for (int k = 0; k < GROUPS; k++) {
        sum[k] += w[k];
        gain[k] = FMA(m, w[k], gain[k]);
      }
      if (task->specific != 0) {
        floats v = task->specific[i];
        for (int k = 0; k < GROUPS; k++) risk[k] = FMA(v * w[k], w[k], risk[k]);
      }
    }
    for (int k = 0; k < GROUPS; k++) {
      total[k] += sum[k];
      mean[k] += gain[k];
      variance[k] += risk[k];
    }
  }
}

CPORTFOLIO_MULTIVERSIONED
void cportfolio_random_panel(request task, uint64_t index, float *panel, float *scale) {
  floats *lines = (floats *)panel;
  cportfolio_random_draws(task, index, panel);
  for (int group = 0; group < GROUPS; group++) {
    floats total;
    sum_group(task->assets, lines + group, &total);
    floats factor = task->lower != 0 ? (floats)1.0f : 1.0f / total;
    memcpy(scale + group * LANES, &factor, sizeof factor);
  }
}

CPORTFOLIO_MULTIVERSIONED
void cportfolio_random_draw(
    request task, uint64_t first, size_t count, float *panel, float *means, float *volatilities,
    float *weights) {
  floats *lines = (floats *)panel;
  for (size_t start = 0; start < count; start += CPORTFOLIO_PANEL) {
    size_t used = count - start < CPORTFOLIO_PANEL ? count - start : CPORTFOLIO_PANEL;
    floats total[GROUPS], mean[GROUPS], variance[GROUPS];
    for (int k = 0; k < GROUPS; k++) total[k] = mean[k] = variance[k] = 0.0f;
    cportfolio_random_draws(task, (first + start) / CPORTFOLIO_PANEL, panel);
    add_moments(task, lines, total, mean, variance);
    add_variance(task, lines, variance);
    for (int k = 0; k < GROUPS; k++) {
      if (task->lower != 0) total[k] = 1.0f;
      total[k] = 1.0f / total[k];
      mean[k] *= total[k];
      variance[k] = __builtin_elementwise_sqrt(variance[k]) * total[k];
    }
    memcpy(means + start, mean, used * sizeof(float));
    memcpy(volatilities + start, variance, used * sizeof(float));
    if (weights == 0) continue;
    const float *scale = (const float *)total;
    for (size_t row = 0; row < used; row++) {
      float *line = weights + (start + row) * task->assets;
      for (size_t i = 0; i < task->assets; i++)
        line[i] = panel[i * CPORTFOLIO_PANEL + row] * scale[row];
    }
  }
}
