#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <mutex>

#include "multiversioned.h"
#include "values.h"

using namespace ctorch;

namespace {

constexpr int64_t lanes = 8;          // counters that go through the rounds side by side
constexpr int64_t block = 4 * lanes;  // numbers that they give

// Words of 32 bits, each with room for its products.
using Words = uint64_t __attribute__((vector_size(lanes * sizeof(uint64_t))));

// Philox 4×32-10 (Salmon and others, "Parallel Random Numbers: As Easy as 1, 2, 3", 2011): the words
// of counters first, first + 1, …, those of one place in a counter's four side by side.
inline __attribute__((always_inline)) void philox(uint64_t key, uint64_t first, Words (&words)[4]) {
  constexpr uint64_t low = 0xffffffff;
  const Words counters = first + Words{0, 1, 2, 3, 4, 5, 6, 7};
  words[0] = counters & low;
  words[1] = counters >> 32;
  words[2] = words[3] = Words{};
  uint64_t low_key = key & low, high_key = key >> 32;
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; ++round) {
    // The masks change nothing, but say that a multiplication of 32 bits is enough.
    const Words a = 0xD2511F53 * (words[0] & low), b = 0xCD9E8D57 * (words[2] & low);
    words[0] = (b >> 32) ^ words[1] ^ low_key;
    words[1] = b & low;
    words[2] = (a >> 32) ^ words[3] ^ high_key;
    words[3] = a & low;
    low_key = (low_key + 0x9E3779B9) & low;
    high_key = (high_key + 0xBB67AE85) & low;
  }
}

// Ones where a word is below `threshold`, else zeros.
CTORCH_MULTIVERSIONED void fill_ones(float *out, int64_t count, uint64_t key, uint64_t threshold) {
  for (int64_t start = 0; start < count; start += block) {
    Words words[4];
    philox(key, static_cast<uint64_t>(start / 4), words);
    float ones[block];
    for (int64_t word = 0; word < 4; ++word) {
      for (int64_t lane = 0; lane < lanes; ++lane) {
        ones[word * lanes + lane] = words[word][lane] < threshold ? 1.0f : 0.0f;
      }
    }
    if (count - start >= block) {
      std::copy_n(ones, block, out + start);
    } else {
      std::copy_n(ones, count - start, out + start);
    }
  }
}

}  // namespace

bool ctorch_fill_bernoulli(ctorch_tensor tensor, double probability, ctorch_generator generator) {
  return guarded<bool>(false, [&] {
    const at::Tensor result = borrow(tensor);
    TORCH_CHECK(
        result.scalar_type() == at::kFloat && result.device().is_cpu() && result.is_contiguous(),
        "ones and zeros are drawn into float32 in the processor's memory");
    TORCH_CHECK(
        probability >= 0 && probability <= 1, "the probability ", probability,
        " is not between 0 and 1");
    auto *source = at::check_generator<at::CPUGeneratorImpl>(generator_of(generator));
    uint64_t key = 0;
    {
      const std::lock_guard<std::mutex> lock(source->mutex_);
      key = source->random64();
    }
    const double threshold = std::round(std::ldexp(probability, 32));
    if (threshold >= 0x1p32) {
      result.fill_(1);
    } else {
      fill_ones(
          static_cast<float *>(result.mutable_data_ptr()), result.numel(), key,
          static_cast<uint64_t>(threshold));
    }
    return true;
  });
}
