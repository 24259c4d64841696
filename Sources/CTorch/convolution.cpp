#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include "float_product.h"
#include "floats.h"
#include "split_convolution.h"
#include "split_operand.h"
#include "values.h"

using namespace ctorch;

namespace {

constexpr auto channels_last = at::MemoryFormat::ChannelsLast;

bool is_image_batch(const at::Tensor &tensor) {
  return tensor.dim() == 4 && tensor.scalar_type() == at::kFloat && tensor.device().is_cpu() &&
      tensor.numel() > 0 && tensor.is_contiguous(channels_last);
}

Convolution2d shape_of(
    const at::Tensor &x, const at::Tensor &weight, at::IntArrayRef padding, at::IntArrayRef dilation) {
  return {x.size(0), x.size(2), x.size(3), x.size(1), weight.size(0),
          {weight.size(2), weight.size(3)}, {padding[0], padding[1]}, {dilation[0], dilation[1]}};
}

bool is_kernel(const at::Tensor &tensor, const at::Tensor &x) {
  return tensor.dim() == 4 && tensor.scalar_type() == at::kFloat && tensor.device().is_cpu() &&
      tensor.numel() > 0 && tensor.size(1) == x.size(1);
}

// Whether the matrix unit takes the convolution and both its gradients.
bool is_ours(
    const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias, at::IntArrayRef stride,
    at::IntArrayRef padding, at::IntArrayRef dilation) {
  if (!takes_split_products() || stride[0] != 1 || stride[1] != 1 || !is_image_batch(x) ||
      !is_kernel(weight, x)) {
    return false;
  }
  if (bias.defined() && !(is_plain(bias) && bias.sizes() == weight.sizes().slice(0, 1))) return false;
  const auto shape = shape_of(x, weight, padding, dilation);
  for (int axis = 0; axis < 2; ++axis) {
    if (padding[axis] < 0 || dilation[axis] < 1 || padding[axis] > shape.reach(axis)) return false;
  }
  return shape.out_height() > 0 && shape.out_width() > 0 && is_worth_splitting(shape) &&
      is_worth_splitting(shape.backward());
}

// A kernel `[height, width, in, out]` as a matrix, its channels in whole steps.
at::Tensor matrix_of(const at::Tensor &kernel) {
  const int64_t inputs = kernel.size(2), outputs = kernel.size(3);
  const int64_t rest = whole_steps(inputs) - inputs;
  return (rest > 0 ? at::constant_pad_nd(kernel, {0, 0, 0, rest}) : kernel)
      .reshape({-1, outputs}).contiguous();
}

at::Tensor convolved(
    const Convolution2d &shape, const at::Tensor &x, const at::Tensor &kernel, const at::Tensor &bias) {
  auto result = at::empty(
      {shape.images, shape.outputs, shape.out_height(), shape.out_width()},
      x.options().memory_format(channels_last));
  const auto weights = matrix_of(kernel);
  split_convolution(
      shape, floats(x), floats(weights), bias.defined() ? floats(bias) : nullptr,
      result.mutable_data_ptr<float>());
  return result;
}

at::Tensor forward_convolution(
    const Convolution2d &shape, const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias) {
  return convolved(shape, x, weight.permute({2, 3, 1, 0}), bias);
}

at::Tensor weight_gradient(
    const Convolution2d &shape, const at::Tensor &x, const at::Tensor &slope, const at::Tensor &weight) {
  auto sums = at::empty(
      {shape.kernel[0], shape.kernel[1], whole_steps(shape.inputs), whole_steps(shape.outputs)},
      x.options());
  split_weight_gradient(shape, floats(x), floats(slope), sums.mutable_data_ptr<float>());
  return sums.narrow(2, 0, shape.inputs).narrow(3, 0, shape.outputs).permute({3, 2, 0, 1})
      .contiguous(weight.suggest_memory_format());
}

struct SplitConvolution : torch::autograd::Function<SplitConvolution> {
  static at::Tensor forward(
      torch::autograd::AutogradContext *context, const at::Tensor &x, const at::Tensor &weight,
      const std::optional<at::Tensor> &bias, at::IntArrayRef padding, at::IntArrayRef dilation) {
    context->save_for_backward({x, weight});
    context->saved_data["padding"] = padding.vec();
    context->saved_data["dilation"] = dilation.vec();
    context->saved_data["has bias"] = bias.has_value();
    return forward_convolution(
        shape_of(x, weight, padding, dilation), x, weight, bias.value_or(at::Tensor()));
  }

  static torch::autograd::variable_list backward(
      torch::autograd::AutogradContext *context, torch::autograd::variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto &x = saved[0], &weight = saved[1];
    const auto padding = context->saved_data["padding"].toIntVector();
    const auto dilation = context->saved_data["dilation"].toIntVector();
    const bool wants_bias =
        context->saved_data["has bias"].toBool() && context->needs_input_grad(2);
    at::Tensor to_x, to_weight, to_bias;
    if (!gradients[0].defined()) return {to_x, to_weight, to_bias, {}, {}};
    if (at::GradMode::is_enabled()) {  // for second derivatives
      std::tie(to_x, to_weight, to_bias) = at::convolution_backward(
          gradients[0], x, weight, std::vector<int64_t>{weight.size(0)}, {1, 1}, padding, dilation,
          false, {0, 0}, 1,
          {context->needs_input_grad(0), context->needs_input_grad(1), wants_bias});
      return {to_x, to_weight, to_bias, {}, {}};
    }
    const auto shape = shape_of(x, weight, padding, dilation);
    const auto slope = gradients[0].contiguous(channels_last);
    if (context->needs_input_grad(0)) {
      to_x = convolved(shape.backward(), slope, weight.flip({2, 3}).permute({2, 3, 0, 1}), {});
    }
    if (context->needs_input_grad(1)) to_weight = weight_gradient(shape, x, slope, weight);
    if (wants_bias) to_bias = slope.sum(at::IntArrayRef({0, 2, 3}));
    return {to_x, to_weight, to_bias, {}, {}};
  }
};

}  // namespace

ctorch_tensor ctorch_convolution2d(
    ctorch_tensor input, ctorch_tensor kernel, ctorch_tensor shift, const int64_t *strides,
    const int64_t *paddings, const int64_t *dilations) {
  return guarded<ctorch_tensor>(nullptr, [&] {
    const at::Tensor x = borrow(input), weight = borrow(kernel);
    const at::Tensor bias = shift ? at::Tensor(borrow(shift)) : at::Tensor();
    const at::IntArrayRef stride(strides, 2), padding(paddings, 2), dilation(dilations, 2);
    const auto optional = bias.defined() ? std::optional<at::Tensor>(bias) : std::nullopt;
    if (!is_ours(x, weight, bias, stride, padding, dilation)) {
      return own(
          at::convolution(x, weight, optional, stride, padding, dilation, false, {0, 0}, 1));
    }
    const bool recorded = at::GradMode::is_enabled() &&
        (x.requires_grad() || weight.requires_grad() || (bias.defined() && bias.requires_grad()));
    return own(
        recorded ? SplitConvolution::apply(x, weight, optional, padding, dilation)
                 : forward_convolution(shape_of(x, weight, padding, dilation), x, weight, bias));
  });
}
