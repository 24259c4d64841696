// What is done with a list of random portfolios: the best of it, and its text.
#include "cportfolio_random.h"
#include "cportfolio_lanes.h"
#include "cportfolio_targets.h"

#include <math.h>
#include <string.h>

// One extreme in sixteen lanes, each with the place where it was found.
typedef struct {
  floats value;
  words place;
} record;

INLINE void keep_larger(record *best, const floats *value, const words *place) {
  ints larger = *value > best->value;
  best->value = larger ? *value : best->value;
  best->place = larger ? *place : best->place;
}

// The largest of the lanes; of equal ones that with the lowest place.
static void settle(const record *best, float *value, size_t *place) {
  *value = best->value[0];
  *place = best->place[0];
  for (int lane = 1; lane < LANES; lane++) {
    float candidate = best->value[lane];
    uint32_t where = best->place[lane];
    if (candidate > *value || (candidate == *value && where < *place)) {
      *value = candidate;
      *place = where;
    }
  }
}

CPORTFOLIO_MULTIVERSIONED
cportfolio_extremes cportfolio_random_extremes(
    size_t count, const float *means, const float *volatilities, float riskFree) {
  record sharpe, lowVolatility, highMean, lowMean, highVolatility;
  sharpe.value = -INFINITY;
  sharpe.place = 0;
  lowVolatility = highMean = lowMean = highVolatility = sharpe;
  words place = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  for (size_t start = 0; start < count; start += LANES, place += LANES) {
    size_t used = count - start < LANES ? count - start : LANES;
    floats mean = NAN, volatility = NAN;
    memcpy(&mean, means + start, used * sizeof(float));
    memcpy(&volatility, volatilities + start, used * sizeof(float));
    floats ratio = (mean - riskFree) / volatility;
    floats calm = -volatility, loss = -mean;
    keep_larger(&sharpe, &ratio, &place);
    keep_larger(&lowVolatility, &calm, &place);
    keep_larger(&highMean, &mean, &place);
    keep_larger(&lowMean, &loss, &place);
    keep_larger(&highVolatility, &volatility, &place);
  }
  cportfolio_extremes best;
  settle(&sharpe, &best.sharpe, &best.maximumSharpe);
  settle(&lowVolatility, &best.lowVolatility, &best.minimumVolatility);
  settle(&highMean, &best.highMean, &best.maximumMean);
  settle(&lowMean, &best.lowMean, &best.minimumMean);
  settle(&highVolatility, &best.highVolatility, &best.maximumVolatility);
  best.lowVolatility = -best.lowVolatility;
  best.lowMean = -best.lowMean;
  return best;
}

// 10^-45 … 10^51, which is as far as floats and their seven digits reach.
#define LOWEST_POWER (-45)
static const double powers[] = {
    1e-45, 1e-44, 1e-43, 1e-42, 1e-41, 1e-40, 1e-39, 1e-38, 1e-37, 1e-36, 1e-35, 1e-34, 1e-33,
    1e-32, 1e-31, 1e-30, 1e-29, 1e-28, 1e-27, 1e-26, 1e-25, 1e-24, 1e-23, 1e-22, 1e-21, 1e-20,
    1e-19, 1e-18, 1e-17, 1e-16, 1e-15, 1e-14, 1e-13, 1e-12, 1e-11, 1e-10, 1e-9,  1e-8,  1e-7,
    1e-6,  1e-5,  1e-4,  1e-3,  1e-2,  1e-1,  1e0,   1e1,   1e2,   1e3,   1e4,   1e5,   1e6,
    1e7,   1e8,   1e9,   1e10,  1e11,  1e12,  1e13,  1e14,  1e15,  1e16,  1e17,  1e18,  1e19,
    1e20,  1e21,  1e22,  1e23,  1e24,  1e25,  1e26,  1e27,  1e28,  1e29,  1e30,  1e31,  1e32,
    1e33,  1e34,  1e35,  1e36,  1e37,  1e38,  1e39,  1e40,  1e41,  1e42,  1e43,  1e44,  1e45,
    1e46,  1e47,  1e48,  1e49,  1e50,  1e51};

static double power_of_ten(int exponent) { return powers[exponent - LOWEST_POWER]; }

// The seven digits of a number below 10^7, one a byte, first digit lowest.
static uint64_t seven_digits(uint32_t number) {
  uint64_t value = (uint64_t)number * 10;
  uint64_t high = value / 10000, low = value % 10000;
  uint64_t pairs = high | (low << 32);
  uint64_t hundreds = ((pairs * 10486) >> 20) & 0x0000007f0000007fu;
  pairs = hundreds | ((pairs - 100 * hundreds) << 16);
  uint64_t tens = ((pairs * 103) >> 10) & 0x000f000f000f000fu;
  return tens | ((pairs - 10 * tens) << 8);
}

// Writes up to 14 bytes, and may spoil a few after them.
static char *write_number(float number, char *text) {
  if (number != number) return (char *)memcpy(text, "nan", 3) + 3;
  double value = number;
  if (value < 0) {
    *text++ = '-';
    value = -value;
  }
  if (value == 0) {
    *text++ = '0';
    return text;
  }
  if (isinf(value)) return (char *)memcpy(text, "inf", 3) + 3;
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  int binary = (int)(bits >> 52) - 1023;
  // log10(2) in 2^-16, rounded down: at most one below the exponent.
  int exponent = (binary * 19728) >> 16;
  exponent += value >= power_of_ten(exponent + 1);
  uint32_t scaled = (uint32_t)(value * power_of_ten(6 - exponent) + 0.5);
  if (scaled == 10000000) {
    scaled = 1000000;
    exponent += 1;
  }
  uint64_t digits = seven_digits(scaled);
  int count = digits == 0 ? 1 : (71 - __builtin_clzll(digits)) / 8;
  digits |= 0x3030303030303030u;
  if (exponent < 0 && exponent >= -5) {
    memcpy(text, "0.0000", 6);
    text += 1 - exponent;
    memcpy(text, &digits, 8);
    return text + count;
  }
  int whole = exponent >= 0 && exponent <= 6 ? exponent + 1 : 1;
  memcpy(text, &digits, 8);
  if (count > whole) {
    uint64_t rest = digits >> (8 * whole);
    text[whole] = '.';
    memcpy(text + whole + 1, &rest, 8);
    text += count + 1;
  } else {
    text += whole;
  }
  if (exponent >= -5 && exponent <= 6) return text;
  *text++ = 'e';
  if (exponent < 0) *text++ = '-';
  int size = exponent < 0 ? -exponent : exponent;
  if (size >= 10) *text++ = (char)('0' + size / 10);
  *text++ = (char)('0' + size % 10);
  return text;
}

size_t cportfolio_random_csv(
    size_t count, size_t assets, const float *means, const float *volatilities, float riskFree,
    const float *weights, char *text) {
  char *end = text;
  for (size_t row = 0; row < count; row++) {
    float mean = means[row], volatility = volatilities[row];
    end = write_number(mean, end);
    *end++ = ',';
    end = write_number(volatility, end);
    *end++ = ',';
    end = write_number((mean - riskFree) / volatility, end);
    for (size_t i = 0; i < assets; i++) {
      *end++ = ',';
      end = write_number(weights[row * assets + i], end);
    }
    *end++ = '\n';
  }
  return (size_t)(end - text);
}
