#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include <atomic>

#include "values.h"

// The matrix product of the BLAS that libtorch carries, where it shows it.
extern "C" void sgemm_(
    const char *transpose_a, const char *transpose_b, const int *m, const int *n, const int *k,
    const float *alpha, const float *a, const int *lda, const float *b, const int *ldb,
    const float *beta, float *c, const int *ldc) __attribute__((weak));
// Where that BLAS is MKL: the number of threads that this thread's products use, 0 for the usual;
// returns what it was.
extern "C" int MKL_Set_Num_Threads_Local(int count) __attribute__((weak));

using namespace ctorch;

namespace {

// oneDNN needs microseconds to set a product up, which is worth it from about this many
// multiplications on; below, libtorch's BLAS is called without a detour.
constexpr int64_t small_product = 1 << 18;

// Whether larger float32 products are taken in bfloat16, which somebody asked for.
std::atomic<bool> takes_bfloat16{false};

// The typed accessor is a template that libtorch exports under a name which differs by compiler.
const float *floats(const at::Tensor &tensor) {
  return static_cast<const float *>(tensor.const_data_ptr());
}

bool is_float(const at::Tensor &tensor) {
  return !tensor.defined() || tensor.scalar_type() == at::kFloat;
}

// c[m, n] = a b + beta c, in column-major order.
void multiply(
    char ta, char tb, int64_t m, int64_t n, int64_t k, const float *a, int64_t lda, const float *b,
    int64_t ldb, float beta, float *c) {
  const int rows = m, columns = n, depth = k, stride_a = lda, stride_b = ldb, stride_c = m;
  const float one = 1;
  // Waking a second thread takes longer than such a product, and far longer on a busy machine.
  const int threads = MKL_Set_Num_Threads_Local ? MKL_Set_Num_Threads_Local(1) : 0;
  sgemm_(&ta, &tb, &rows, &columns, &depth, &one, a, &stride_a, b, &stride_b, &beta, c, &stride_c);
  if (MKL_Set_Num_Threads_Local) MKL_Set_Num_Threads_Local(threads);
}

bool is_plain(const at::Tensor &tensor, int64_t dimensions) {
  return tensor.dim() == dimensions && tensor.scalar_type() == at::kFloat &&
      tensor.device().is_cpu() && tensor.is_contiguous() && tensor.numel() > 0;
}

bool is_small(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias) {
  return sgemm_ && is_plain(x, 2) && is_plain(weight, 2) && x.size(1) == weight.size(1) &&
      (!bias.defined() || (is_plain(bias, 1) && bias.size(0) == weight.size(0))) &&
      x.size(0) * x.size(1) * weight.size(0) <= small_product;
}

// x Wᵀ + b.
at::Tensor forward_product(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias) {
  const int64_t rows = x.size(0), inputs = x.size(1), outputs = weight.size(0);
  auto result = at::detail::empty_cpu({rows, outputs}, x.options());
  float *out = result.mutable_data_ptr<float>();
  if (bias.defined()) {
    const float *shifts = floats(bias);
    for (int64_t row = 0; row < rows; ++row) std::copy_n(shifts, outputs, out + row * outputs);
  }
  multiply(
      'T', 'N', outputs, rows, inputs, floats(weight), inputs,
      floats(x), inputs, bias.defined() ? 1 : 0, out);
  return result;
}

struct SmallLinear : torch::autograd::Function<SmallLinear> {
  static at::Tensor forward(
      torch::autograd::AutogradContext *context, const at::Tensor &x, const at::Tensor &weight,
      const std::optional<at::Tensor> &bias) {
    context->save_for_backward({x, weight});
    // An absent input has no edge that could be asked for. Only its absence is noted, because a note
    // costs more than the question.
    if (!bias) context->saved_data["without bias"] = true;
    return forward_product(x, weight, bias.value_or(at::Tensor()));
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
      if (context->needs_input_grad(1)) to_weight = gradient.t().mm(x);
      if (wants_bias) to_bias = gradient.sum(0);
      return {to_x, to_weight, to_bias};
    }
    const auto gradient = gradients[0].contiguous();
    const float *slope = floats(gradient);
    const int64_t rows = x.size(0), inputs = x.size(1), outputs = weight.size(0);
    if (context->needs_input_grad(0)) {
      to_x = at::detail::empty_cpu({rows, inputs}, x.options());
      multiply(
          'N', 'N', inputs, rows, outputs, floats(weight), inputs, slope, outputs, 0,
          to_x.mutable_data_ptr<float>());
    }
    if (context->needs_input_grad(1)) {
      to_weight = at::detail::empty_cpu({outputs, inputs}, x.options());
      multiply(
          'N', 'T', inputs, outputs, rows, floats(x), inputs, slope, outputs, 0,
          to_weight.mutable_data_ptr<float>());
    }
    if (wants_bias) {
      to_bias = at::detail::empty_cpu({outputs}, x.options());
      float *sums = to_bias.mutable_data_ptr<float>();
      std::copy_n(slope, outputs, sums);
      for (int64_t row = 1; row < rows; ++row) {
        for (int64_t i = 0; i < outputs; ++i) sums[i] += slope[row * outputs + i];
      }
    }
    return {to_x, to_weight, to_bias};
  }
};

}  // namespace

ctorch_tensor ctorch_linear(ctorch_tensor input, ctorch_tensor kernel, ctorch_tensor shift) {
  return guarded<ctorch_tensor>(nullptr, [&] {
    const at::Tensor x = borrow(input), weight = borrow(kernel);
    const at::Tensor bias = shift ? at::Tensor(borrow(shift)) : at::Tensor();
    const auto shifts = bias.defined() ? std::optional<at::Tensor>(bias) : std::nullopt;
    if (!is_small(x, weight, bias)) {
      if (takes_bfloat16 && is_float(x) && is_float(weight) && is_float(bias)) {
        const auto low = [](const at::Tensor &tensor) { return tensor.to(at::kBFloat16); };
        const auto product = at::linear(
            low(x), low(weight), shifts ? std::optional<at::Tensor>(low(bias)) : std::nullopt);
        return own(product.to(at::kFloat));
      }
      return own(at::linear(x, weight, shifts));
    }
    const bool recorded = at::GradMode::is_enabled() &&
        (x.requires_grad() || weight.requires_grad() || (bias.defined() && bias.requires_grad()));
    return own(recorded ? SmallLinear::apply(x, weight, shifts) : forward_product(x, weight, bias));
  });
}

void ctorch_set_linear_bfloat16(bool enabled) { takes_bfloat16 = enabled; }
