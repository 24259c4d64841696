#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <vector>

#include "floats.h"
#include "multiversioned.h"
#include "threads.h"
#include "values.h"

using namespace ctorch;

namespace {

// What a thread takes at once. A chunk's sum does not depend on who takes it, nor does the sum of all.
constexpr int64_t chunk_size = 1 << 14;

// The sum of the squares of x - y.
CTORCH_MULTIVERSIONED double sum_of_squares(const float *x, const float *y, int64_t count) {
  constexpr int64_t lanes = 64;
  float sums[lanes] = {};
  int64_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    for (int64_t lane = 0; lane < lanes; ++lane) {
      const float difference = x[i + lane] - y[i + lane];
      sums[lane] += difference * difference;
    }
  }
  double total = 0;
  for (; i < count; ++i) total += double(x[i] - y[i]) * double(x[i] - y[i]);
  for (const float sum : sums) total += sum;
  return total;
}

// scale (x - y).
CTORCH_MULTIVERSIONED void scaled_difference(
    const float *x, const float *y, float scale, int64_t count, float *out) {
  for (int64_t i = 0; i < count; ++i) out[i] = scale * (x[i] - y[i]);
}

// Calls body(first, count) for each chunk.
template <typename Body>
void for_each_chunk(int64_t count, const Body &body) {
  const int64_t chunks = (count + chunk_size - 1) / chunk_size;
  for_each_index(chunks, thread_count(), [&](int64_t chunk) {
    const int64_t first = chunk * chunk_size;
    body(first, std::min(chunk_size, count - first));
  });
}

// libtorch's own goes four times through memory, once for a tensor of zeros.
struct MeanSquaredError : torch::autograd::Function<MeanSquaredError> {
  static at::Tensor forward(
      torch::autograd::AutogradContext *context, const at::Tensor &x, const at::Tensor &y) {
    context->save_for_backward({x, y});
    return mean(x, y);
  }

  static at::Tensor mean(const at::Tensor &x, const at::Tensor &y) {
    const int64_t count = x.numel();
    std::vector<double> sums((count + chunk_size - 1) / chunk_size);
    for_each_chunk(count, [&](int64_t first, int64_t size) {
      sums[first / chunk_size] = sum_of_squares(floats(x) + first, floats(y) + first, size);
    });
    double total = 0;
    for (const double sum : sums) total += sum;
    auto result = at::detail::empty_cpu({}, x.options());
    *result.mutable_data_ptr<float>() = static_cast<float>(total / count);
    return result;
  }

  static torch::autograd::variable_list backward(
      torch::autograd::AutogradContext *context, torch::autograd::variable_list gradients) {
    const auto saved = context->get_saved_variables();
    at::Tensor to_x, to_y;
    if (!gradients[0].defined()) return {to_x, to_y};
    const bool wants_y = context->needs_input_grad(1);
    if (at::GradMode::is_enabled()) {  // for second derivatives
      to_x = (saved[0] - saved[1]) * (gradients[0] * (2.0 / saved[0].numel()));
      if (wants_y) to_y = -to_x;
      return {to_x, to_y};
    }
    const double scale = 2 * gradients[0].item<double>() / saved[0].numel();
    if (context->needs_input_grad(0)) to_x = gradient(saved[0], saved[1], scale);
    if (wants_y) to_y = gradient(saved[0], saved[1], -scale);
    return {to_x, to_y};
  }

  static at::Tensor gradient(const at::Tensor &x, const at::Tensor &y, double scale) {
    auto result = at::detail::empty_cpu(x.sizes(), x.options());
    float *out = result.mutable_data_ptr<float>();
    for_each_chunk(x.numel(), [&](int64_t first, int64_t size) {
      scaled_difference(
          floats(x) + first, floats(y) + first, static_cast<float>(scale), size, out + first);
    });
    return result;
  }
};

}  // namespace

ctorch_tensor ctorch_mean_squared_error(ctorch_tensor input, ctorch_tensor target) {
  return guarded<ctorch_tensor>(nullptr, [&] {
    const at::Tensor x = borrow(input), y = borrow(target);
    const bool is_ours = is_plain(x) && is_plain(y) && x.sizes() == y.sizes() && x.numel() > 0;
    if (!is_ours) return own(at::mse_loss(x, y));
    const bool recorded = at::GradMode::is_enabled() && (x.requires_grad() || y.requires_grad());
    return own(recorded ? MeanSquaredError::apply(x, y) : MeanSquaredError::mean(x, y));
  });
}
