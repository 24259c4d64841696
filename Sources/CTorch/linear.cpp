#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include <atomic>

#include "float_product.h"
#include "floats.h"
#include "matrix_unit.h"
#include "split_product.h"
#include "values.h"

using namespace ctorch;

namespace {

// Whether larger float32 products are taken in bfloat16, which somebody asked for.
std::atomic<bool> takes_bfloat16{false};

MatrixView matrix(const at::Tensor &tensor) {
  return {floats(tensor), tensor.size(0), tensor.size(1), tensor.size(1), 1};
}

MatrixView transposed(const at::Tensor &tensor) {
  return {floats(tensor), tensor.size(1), tensor.size(0), 1, tensor.size(1)};
}

bool is_float(const at::Tensor &tensor) {
  return !tensor.defined() || tensor.scalar_type() == at::kFloat;
}

bool is_plain(const at::Tensor &tensor, int64_t dimensions) {
  return tensor.dim() == dimensions && ctorch::is_plain(tensor) && tensor.numel() > 0;
}

bool is_plain(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias) {
  return has_float_product() && is_plain(x, 2) && is_plain(weight, 2) &&
      x.size(1) == weight.size(1) &&
      (!bias.defined() || (is_plain(bias, 1) && bias.size(0) == weight.size(0)));
}

// Rectified operands and gates are the matrix unit's alone.
template <bool rectifies>
at::Tensor product(
    const MatrixView &left, const MatrixView &right, const at::TensorOptions &options,
    const float *bias = nullptr, const float *gate = nullptr) {
  auto result = at::detail::empty_cpu({left.rows, right.columns}, options);
  float *out = result.mutable_data_ptr<float>();
  if constexpr (rectifies) {
    split_product(left, right, bias, out, gate);
  } else {
    float_product(left, right, bias, out);
  }
  return result;
}

// x, or max(x, 0).
template <bool rectifies>
MatrixView input(const at::Tensor &x) {
  auto view = matrix(x);
  view.is_rectified = rectifies;
  return view;
}

// x Wᵀ + b, or max(x, 0) Wᵀ + b.
template <bool rectifies>
at::Tensor forward_product(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias) {
  return product<rectifies>(
      input<rectifies>(x), transposed(weight), x.options(),
      bias.defined() ? floats(bias) : nullptr);
}

// A rectified input is never written down, forward or backward: numbers are raised to zero on their
// way into a product, and the gradient becomes zero where the input is not positive on its way out.
template <bool rectifies>
struct PlainLinear : torch::autograd::Function<PlainLinear<rectifies>> {
  static at::Tensor forward(
      torch::autograd::AutogradContext *context, const at::Tensor &x, const at::Tensor &weight,
      const std::optional<at::Tensor> &bias) {
    context->save_for_backward({x, weight});
    // An absent input has no edge that could be asked for. Only its absence is noted, because a note
    // costs more than the question.
    if (!bias) context->saved_data["without bias"] = true;
    return forward_product<rectifies>(x, weight, bias.value_or(at::Tensor()));
  }

  static torch::autograd::variable_list backward(
      torch::autograd::AutogradContext *context, torch::autograd::variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto &x = saved[0], &weight = saved[1];
    const bool wants_bias = context->saved_data.empty() && context->needs_input_grad(2);
    at::Tensor to_x, to_weight, to_bias;
    if (!gradients[0].defined()) return {to_x, to_weight, to_bias};
    if (at::GradMode::is_enabled()) {  // for second derivatives
      const auto &gradient = gradients[0];
      if (context->needs_input_grad(0)) to_x = gradient.mm(weight);
      if (rectifies && to_x.defined()) to_x = at::threshold_backward(to_x, x, 0);
      if (context->needs_input_grad(1)) to_weight = gradient.t().mm(rectifies ? x.relu() : x);
      if (wants_bias) to_bias = gradient.sum(0);
      return {to_x, to_weight, to_bias};
    }
    const auto slope = gradients[0].contiguous();
    if (context->needs_input_grad(0)) {
      to_x = product<rectifies>(
          matrix(slope), matrix(weight), x.options(), nullptr, rectifies ? floats(x) : nullptr);
    }
    if (context->needs_input_grad(1)) {
      to_weight = product<rectifies>(transposed(slope), input<rectifies>(x), x.options());
    }
    if (wants_bias) to_bias = sum_of_rows(slope);
    return {to_x, to_weight, to_bias};
  }

  static at::Tensor sum_of_rows(const at::Tensor &matrix) {
    const int64_t rows = matrix.size(0), columns = matrix.size(1);
    constexpr int64_t few = 1 << 14;  // below, a call of libtorch takes longer
    if (rows * columns > few) return matrix.sum(0);
    auto result = at::detail::empty_cpu({columns}, matrix.options());
    const float *line = floats(matrix);
    float *sums = result.mutable_data_ptr<float>();
    std::copy_n(line, columns, sums);
    for (int64_t row = 1; row < rows; ++row) {
      line += columns;
      for (int64_t i = 0; i < columns; ++i) sums[i] += line[i];
    }
    return result;
  }
};

template <bool rectifies = false>
at::Tensor plain_linear(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias) {
  const bool recorded = at::GradMode::is_enabled() &&
      (x.requires_grad() || weight.requires_grad() || (bias.defined() && bias.requires_grad()));
  if (!recorded) return forward_product<rectifies>(x, weight, bias);
  return PlainLinear<rectifies>::apply(
      x, weight, bias.defined() ? std::optional<at::Tensor>(bias) : std::nullopt);
}

at::Tensor bfloat16_linear(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias) {
  const auto low = [](const at::Tensor &tensor) { return tensor.to(at::kBFloat16); };
  const auto shift = bias.defined() ? std::optional<at::Tensor>(low(bias)) : std::nullopt;
  return at::linear(low(x), low(weight), shift).to(at::kFloat);
}

at::Tensor linear(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias) {
  const bool plain = is_plain(x, weight, bias);
  if (plain && is_small_product(x.size(0), x.size(1), weight.size(0))) {
    return plain_linear(x, weight, bias);
  }
  if (takes_bfloat16 && is_float(x) && is_float(weight) && is_float(bias)) {
    return bfloat16_linear(x, weight, bias);
  }
  if (plain && takes_split_products()) return plain_linear(x, weight, bias);
  return at::linear(x, weight, bias.defined() ? std::optional<at::Tensor>(bias) : std::nullopt);
}

at::Tensor rectified_linear(
    const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias) {
  const bool is_split = takes_split_products() && is_plain(x, weight, bias) &&
      is_worth_splitting(x.size(0), x.size(1), weight.size(0));
  return is_split ? plain_linear<true>(x, weight, bias) : linear(x.relu(), weight, bias);
}

// What `layer` makes of the rows of `input`, whose leading axes all count rows.
ctorch_tensor apply_to_rows(
    at::Tensor (*layer)(const at::Tensor &, const at::Tensor &, const at::Tensor &),
    ctorch_tensor input, ctorch_tensor kernel, ctorch_tensor shift) {
  return guarded<ctorch_tensor>(nullptr, [&] {
    const at::Tensor x = borrow(input), weight = borrow(kernel);
    const at::Tensor bias = shift ? at::Tensor(borrow(shift)) : at::Tensor();
    if (takes_split_products() && x.dim() > 2 && is_plain(x, x.dim())) {
      auto shape = x.sizes().vec();
      const auto rows = layer(x.view({-1, shape.back()}), weight, bias);
      shape.back() = rows.size(1);
      return own(rows.view(shape));
    }
    return own(layer(x, weight, bias));
  });
}

}  // namespace

ctorch_tensor ctorch_linear(ctorch_tensor x, ctorch_tensor weight, ctorch_tensor bias) {
  return apply_to_rows(linear, x, weight, bias);
}

ctorch_tensor ctorch_rectified_linear(ctorch_tensor x, ctorch_tensor weight, ctorch_tensor bias) {
  return apply_to_rows(rectified_linear, x, weight, bias);
}

void ctorch_set_linear_products(ctorch_linear_products products) {
  takes_bfloat16 = products == CTORCH_LINEAR_BFLOAT16;
  set_split_products(products == CTORCH_LINEAR_SPLIT);
}

bool ctorch_takes_split_products(void) { return takes_split_products(); }

bool ctorch_has_matrix_unit(void) { return has_matrix_unit(); }
