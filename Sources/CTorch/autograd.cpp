#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include "values.h"

using namespace ctorch;

namespace {

// A gradient laid out in memory as its input is, because the fused optimisers walk both in step.
// libtorch promises that of `.grad` alone. A gradient that shares memory (an expanded sum) is copied
// too.
at::Tensor laid_out_like(const at::Tensor &input, at::Tensor gradient) {
  if (gradient.strides() == input.strides() && gradient.is_non_overlapping_and_dense()) {
    return gradient;
  }
  at::NoGradGuard guard;
  return at::empty_like(input, gradient.options()).copy_(gradient);
}

}  // namespace

bool ctorch_grad(
    const ctorch_tensor *outputs, int32_t output_count, const ctorch_tensor *inputs,
    int32_t input_count, const ctorch_tensor *output_gradients, bool retain_graph,
    bool create_graph, ctorch_tensor *gradients) {
  return guarded<bool>(false, [&] {
    std::vector<at::Tensor> of, with_respect_to, seeds;
    for (int32_t i = 0; i < output_count; ++i) of.push_back(borrow(outputs[i]));
    for (int32_t i = 0; i < input_count; ++i) with_respect_to.push_back(borrow(inputs[i]));
    if (output_gradients) {
      for (int32_t i = 0; i < output_count; ++i) {
        seeds.push_back(output_gradients[i] ? borrow(output_gradients[i]) : at::Tensor());
      }
    }
    auto found = torch::autograd::grad(
        of, with_respect_to, seeds, retain_graph, create_graph, /*allow_unused=*/true);
    for (int32_t i = 0; i < input_count; ++i) {
      if (!found[i].defined()) {
        gradients[i] = nullptr;
      } else if (create_graph) {
        gradients[i] = own(found[i]);
      } else {
        gradients[i] = own(laid_out_like(with_respect_to[i], std::move(found[i])));
      }
    }
    return true;
  });
}

bool ctorch_grad_enabled(void) { return at::GradMode::is_enabled(); }
void ctorch_set_grad_enabled(bool enabled) { at::GradMode::set_enabled(enabled); }
