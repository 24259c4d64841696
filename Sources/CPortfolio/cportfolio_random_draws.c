// The draws of a panel: the laws, and what becomes of them within bounds.
#include "cportfolio_random_draws.h"
#include "cportfolio_targets.h"

#include <string.h>

// Each law is a function of its own, because the compiler runs out of registers otherwise.
CPORTFOLIO_MULTIVERSIONED
void cportfolio_random_uniform(request task, uint64_t index, void *panel) {
  generators g;
  seed_generators(&g, task->seed, index);
  floats *lines = panel, *end = lines + task->assets * GROUPS;
  for (; lines < end; lines++) draw_uniform(&g, lines);
}

CPORTFOLIO_MULTIVERSIONED
void cportfolio_random_exponential(request task, uint64_t index, void *panel) {
  generators g;
  seed_generators(&g, task->seed, index);
  floats *lines = panel, *end = lines + task->assets * GROUPS;
  for (; lines < end; lines++) draw_exponential(&g, lines);
}

// Fills `count` places, a multiple of LANES, with gamma draws of shape at least 1. The accepted ones
// of all lanes come one after another: no lane waits for another.
INLINE void draw_gammas(generators *g, float shape, size_t count, float *places) {
  size_t filled = 0;
  while (filled < count) {
    floats normal[2];
    draw_normals(g, &normal[0], &normal[1]);
    for (int half = 0; half < 2; half++) {
      floats value;
      ints accepted;
      try_gamma(g, shape, &normal[half], &value, &accepted);
      float draws[LANES];
      int32_t counts[LANES];
      memcpy(draws, &value, sizeof draws);
      memcpy(counts, &accepted, sizeof counts);
      if (count - filled >= LANES) {
        for (int lane = 0; lane < LANES; lane++) {
          places[filled] = draws[lane];
          filled -= (size_t)(ptrdiff_t)counts[lane];
        }
      } else {
        for (int lane = 0; lane < LANES && filled < count; lane++)
          if (counts[lane] != 0) places[filled++] = draws[lane];
      }
    }
  }
}

// Below shape 1, gamma draws are Γ(a + 1) U^(1/a), whose logarithm never underflows; the largest of
// a portfolio is made 1 before the exponential is taken.
CPORTFOLIO_MULTIVERSIONED
void cportfolio_random_gamma(request task, uint64_t index, void *panel) {
  generators g;
  seed_generators(&g, task->seed, index);
  float shape = task->concentration;
  size_t count = task->assets * CPORTFOLIO_PANEL;
  draw_gammas(&g, shape < 1.0f ? shape + 1.0f : shape, count, panel);
  if (shape >= 1.0f) return;
  floats *lines = panel;
  for (int group = 0; group < GROUPS; group++) {
    floats highest = -3e38f;
    for (size_t i = 0; i < task->assets; i++) {
      floats value = lines[i * GROUPS + group], e;
      draw_exponential(&g, &e);
      logarithm(&value);
      value -= e / shape;
      lines[i * GROUPS + group] = value;
      highest = __builtin_elementwise_max(highest, value);
    }
    for (size_t i = 0; i < task->assets; i++) {
      floats value = lines[i * GROUPS + group] - highest;
      exponential(&value);
      lines[i * GROUPS + group] = value;
    }
  }
}

// Floyd's choice of `held` assets without repetition, an exponential draw on each. The panel itself
// remembers what is chosen.
CPORTFOLIO_MULTIVERSIONED
void cportfolio_random_sparse(request task, uint64_t index, void *panel) {
  generators g;
  seed_generators(&g, task->seed, index);
  float *place = panel;
  memset(panel, 0, task->assets * GROUPS * sizeof(floats));
  for (size_t last = task->assets - task->held; last < task->assets; last++) {
    for (int group = 0; group < GROUPS; group++) {
      words choice;
      floats e;
      draw_words(&g, &choice);
      draw_exponential(&g, &e);
      for (int lane = 0; lane < LANES; lane++) {
        size_t column = (size_t)(group * LANES + lane);
        size_t asset = (size_t)(((uint64_t)choice[lane] * (last + 1)) >> 32);
        if (place[asset * CPORTFOLIO_PANEL + column] != 0) asset = last;
        place[asset * CPORTFOLIO_PANEL + column] = e[lane];
      }
    }
  }
}

// Weight `i` after a shift, kept within bounds; assets that a sparse portfolio leaves out stay out.
INLINE void shifted(request task, size_t i, const floats *shift, floats *w, ints *movable) {
  *movable = task->law == CPORTFOLIO_SPARSE ? *w > 0.0f : (ints)-1;
  floats moved = __builtin_elementwise_min(*w + *shift, (floats)task->upper[i]);
  moved = __builtin_elementwise_max(moved, (floats)task->lower[i]);
  *w = *movable ? moved : *w;
}

// Moves the draws into the bounds: first onto the simplex above the lower bounds, then, where an
// upper bound is broken, to the nearest point w = min(v + t, upper) that sums to 1. The sum is
// concave and increasing in t, so that Newton's steps from t = 0 never overshoot and end. The same
// steps take back what rounding adds to the sum, which is therefore kept with its own rounding
// errors (Neumaier, 1974).
CPORTFOLIO_MULTIVERSIONED
void cportfolio_random_bound(request task, void *panel) {
  size_t assets = task->assets;
  double base = 0, size = 1;
  for (size_t i = 0; i < assets; i++) {
    base += (double)task->lower[i];
    size += 2 * __builtin_fabs((double)task->lower[i]);
  }
  floats tolerance = (float)(1e-7 * size);
  for (int group = 0; group < GROUPS; group++) {
    floats *lines = (floats *)panel + group;
    floats total;
    sum_group(assets, lines, &total);
    floats scale = (float)(1 - base) / total;
    for (size_t i = 0; i < assets; i++)
      lines[i * GROUPS] = FMA(lines[i * GROUPS], scale, (floats)task->lower[i]);
    floats shift = 0.0f;
    for (size_t step = 0; step < assets + 2; step++) {
      floats sum = 0.0f, lost = 0.0f, open = 0.0f;
      for (size_t i = 0; i < assets; i++) {
        floats w = lines[i * GROUPS];
        ints movable;
        shifted(task, i, &shift, &w, &movable);
        open += (movable & (w < task->upper[i])) ? (floats)1.0f : (floats)0.0f;
        floats next = sum + w;
        floats added = next - sum;
        lost += (sum - (next - added)) + (w - added);
        sum = next;
      }
      floats missing = (1.0f - sum) - lost;
      ints going = (__builtin_elementwise_abs(missing) > tolerance) & (open > 0.0f);
      if (__builtin_reduce_or(going) == 0) break;
      shift += going ? missing / open : (floats)0.0f;
    }
    for (size_t i = 0; i < assets; i++) {
      ints movable;
      shifted(task, i, &shift, &lines[i * GROUPS], &movable);
    }
  }
}

// Hit-and-run along the edges of the simplex: two weights share what they have together anew,
// uniformly within their bounds. The uniform law on all portfolios within bounds stays as it is
// under such moves, and every start comes to it. The random pairs are the same for all lanes; the
// new weights are each lane's own.
CPORTFOLIO_MULTIVERSIONED
void cportfolio_random_sweep(request task, uint64_t index, void *lines) {
  size_t assets = task->assets;
  if (assets < 2) return;
  floats *panel = lines;
  uint64_t seed = task->seed ^ 0x6A09E667F3BCC909u;
  uint64_t counter = mixed(mixed(seed) + index);
  generators g;
  seed_generators(&g, seed, index);
  size_t moves = task->sweeps * ((assets + 1) / 2);
  for (size_t move = 0; move < moves; move++) {
    counter += 0x9E3779B97F4A7C15u;
    uint64_t choice = mixed(counter);
    size_t first = (size_t)(((choice >> 32) * assets) >> 32);
    size_t second = (size_t)(((choice & 0xffffffffu) * (assets - 1)) >> 32);
    if (second >= first) second++;
    floats firstLow = task->lower[first], firstHigh = task->upper[first];
    floats secondLow = task->lower[second], secondHigh = task->upper[second];
    for (int group = 0; group < GROUPS; group++) {
      floats *x = &panel[first * GROUPS + group], *y = &panel[second * GROUPS + group];
      floats both = *x + *y, u;
      draw_uniform(&g, &u);
      floats low = __builtin_elementwise_max(firstLow, both - secondHigh);
      floats high = __builtin_elementwise_min(firstHigh, both - secondLow);
      floats taken = FMA(u, __builtin_elementwise_max(high - low, (floats)0.0f), low);
      *x = taken;
      *y = __builtin_elementwise_min(
          __builtin_elementwise_max(both - taken, secondLow), secondHigh);
    }
  }
}

void cportfolio_random_draws(request task, uint64_t index, float *panel) {
  switch (task->law) {
  case CPORTFOLIO_UNIFORM: cportfolio_random_uniform(task, index, panel); break;
  case CPORTFOLIO_EXPONENTIAL: cportfolio_random_exponential(task, index, panel); break;
  case CPORTFOLIO_GAMMA: cportfolio_random_gamma(task, index, panel); break;
  default: cportfolio_random_sparse(task, index, panel);
  }
  if (task->lower == 0) return;
  cportfolio_random_bound(task, panel);
  if (task->sweeps > 0) cportfolio_random_sweep(task, index, panel);
}
