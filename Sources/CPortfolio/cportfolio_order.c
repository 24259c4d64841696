#include "cportfolio_order.h"

#include <math.h>
#include <string.h>

#include "cportfolio_targets.h"

#define LANES 8

// Moves what is below the pivot, or with `equal` not above it, to the front without a branch that
// could be mispredicted. Returns how many those are and adds up their probabilities.
static size_t partition(
    size_t count, double *values, double *weights, double pivot, int equal, double *mass) {
  size_t front = 0;
  double sum = 0;
  for (size_t i = 0; i < count; i++) {
    double value = values[i], weight = weights[i];
    int moved = equal ? value <= pivot : value < pivot;
    values[i] = values[front];
    weights[i] = weights[front];
    values[front] = value;
    weights[front] = weight;
    front += (size_t)moved;
    sum += moved ? weight : 0;
  }
  *mass = sum;
  return front;
}

static double middle(double a, double b, double c) {
  double low = a < b ? a : b, high = a < b ? b : a;
  return c < low ? low : c > high ? high : c;
}

double cportfolio_quantile(
    size_t count, const double *values, const double *probabilities, double mass, double *work) {
  double *left = work, *weights = work + count;
  memcpy(left, values, count * sizeof(double));
  memcpy(weights, probabilities, count * sizeof(double));
  double largest = -INFINITY;
  for (size_t i = 0; i < count; i++)
    if (probabilities[i] > 0 && values[i] > largest) largest = values[i];
  while (count > 0) {
    double pivot = middle(left[0], left[count / 2], left[count - 1]);
    double below, same;
    size_t front = partition(count, left, weights, pivot, 0, &below);
    if (below > mass) {
      count = front;
      continue;
    }
    mass -= below;
    left += front;
    weights += front;
    count -= front;
    front = partition(count, left, weights, pivot, 1, &same);
    if (same > mass) return pivot;
    mass -= same;
    left += front;
    weights += front;
    count -= front;
  }
  return largest;
}

void cportfolio_ascending(size_t count, const double *values, uint32_t *order, uint64_t *work) {
  uint64_t *keys = work, *other = work + count;
  uint32_t *from = order, *to = (uint32_t *)(work + 2 * count);
  for (size_t i = 0; i < count; i++) {
    double value = values[i] + 0.0;  // Both zeros are equal.
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    // As unsigned numbers, bit patterns are in order once negative ones are reversed.
    keys[i] = bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
    order[i] = (uint32_t)i;
  }
  for (int shift = 0; shift < 64; shift += 8) {
    size_t starts[257] = {0};
    for (size_t i = 0; i < count; i++) starts[(keys[i] >> shift & 255) + 1]++;
    int single = 0;
    for (int digit = 0; digit < 256; digit++) {
      if (starts[digit + 1] == count) single = 1;
      starts[digit + 1] += starts[digit];
    }
    if (single) continue;
    for (size_t i = 0; i < count; i++) {
      size_t place = starts[keys[i] >> shift & 255]++;
      other[place] = keys[i];
      to[place] = from[i];
    }
    uint64_t *swapped = keys;
    keys = other;
    other = swapped;
    uint32_t *exchanged = from;
    from = to;
    to = exchanged;
  }
  if (from != order) memcpy(order, from, count * sizeof(uint32_t));
}

// exp(x) for x <= 0 by Cody and Waite's reduction and Taylor's polynomial on |r| <= log(2) / 2, whose
// error is below one unit in the last place; zero below -708. A call of the library's function would
// keep the loop from becoming vectors.
static inline double decay(double x) {
  double clipped = x < -708 ? -708 : x;
  // Adding and taking off 1.5 * 2^52 rounds to a whole number, which the low bits then hold.
  double shifted = clipped * 1.4426950408889634 + 6755399441055744.0;
  double n = shifted - 6755399441055744.0;
  double r = clipped - n * 0.6931471803691238;
  r -= n * 1.9082149292705877e-10;
  double p = 1.0 / 6227020800;
  p = p * r + 1.0 / 479001600;
  p = p * r + 1.0 / 39916800;
  p = p * r + 1.0 / 3628800;
  p = p * r + 1.0 / 362880;
  p = p * r + 1.0 / 40320;
  p = p * r + 1.0 / 5040;
  p = p * r + 1.0 / 720;
  p = p * r + 1.0 / 120;
  p = p * r + 1.0 / 24;
  p = p * r + 1.0 / 6;
  p = p * r + 0.5;
  p = p * r + 1;
  p = p * r + 1;
  uint64_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits + 1023) << 52;
  double scale;
  memcpy(&scale, &bits, sizeof scale);
  return x < -708 ? 0 : p * scale;
}

CPORTFOLIO_MULTIVERSIONED
void cportfolio_tilt(
    size_t count, const double *losses, const double *probabilities, double t, double *tilted,
    double *sums) {
  for (size_t i = 0; i < count; i++) tilted[i] = probabilities[i] * decay(t * losses[i]);
  double total[LANES] = {0}, first[LANES] = {0}, second[LANES] = {0};
  size_t whole = count - count % LANES;
  for (size_t i = 0; i < whole; i += LANES)
    for (size_t lane = 0; lane < LANES; lane++) {
      double loss = losses[i + lane], value = tilted[i + lane];
      total[lane] += value;
      first[lane] += value * loss;
      second[lane] += value * loss * loss;
    }
  for (size_t i = whole; i < count; i++) {
    total[0] += tilted[i];
    first[0] += tilted[i] * losses[i];
    second[0] += tilted[i] * losses[i] * losses[i];
  }
  sums[0] = sums[1] = sums[2] = 0;
  for (size_t lane = 0; lane < LANES; lane++) {
    sums[0] += total[lane];
    sums[1] += first[lane];
    sums[2] += second[lane];
  }
  double scale = 1 / sums[0];
  for (size_t i = 0; i < count; i++) tilted[i] *= scale;
  sums[1] /= sums[0];
  sums[2] /= sums[0];
}
