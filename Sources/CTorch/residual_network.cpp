#include <ATen/ATen.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "floats.h"
#include "matrix_unit.h"
#include "row_functions.h"
#include "split_product.h"
#include "values.h"

using namespace ctorch;

namespace {

struct Norm {
  std::vector<float> weight, bias;

  Norm(const at::Tensor &weight, const at::Tensor &bias)
      : weight(floats(weight), floats(weight) + weight.numel()),
        bias(floats(bias), floats(bias) + bias.numel()) {}

  void apply(const float *x, float epsilon, float *out) const {
    normalize_row(x, weight.size(), weight.data(), bias.data(), epsilon, out);
  }
};

// y = x Wᵀ + b.
SplitOperand layer(const at::Tensor &weight, const at::Tensor &bias) {
  return SplitOperand({floats(weight), weight.size(1), weight.size(0), 1, weight.size(1)}, floats(bias));
}

struct Block {
  Norm norm;
  SplitOperand expand, contract;
};

}  // namespace

// What a panel of rows becomes is worked out to the end before the next one is looked at, so that it
// stays in the first levels of cache.
struct ctorch_residual_network_impl {
  int64_t width;
  float epsilon;
  std::vector<Block> blocks;
  Norm last;

  void apply(const float *x, int64_t stride, int64_t rows, float *out) const {
    static thread_local std::vector<float> memory;
    memory.resize(2 * panel_width * width);
    float *normal = memory.data(), *inner = normal + panel_width * width;
    for (int64_t start = 0; start < rows; start += panel_width) {
      const int64_t count = std::min(panel_width, rows - start);
      float *panel = out + start * width;
      for (int64_t row = 0; row < count; ++row) {
        std::copy_n(x + (start + row) * stride, width, panel + row * width);
      }
      for (const Block &block : blocks) apply(block, panel, count, normal, inner);
      for (int64_t row = 0; row < count; ++row) {
        last.apply(panel + row * width, epsilon, panel + row * width);
      }
    }
  }

  void apply(const Block &block, float *panel, int64_t rows, float *normal, float *inner) const {
    for (int64_t row = 0; row < rows; ++row) {
      block.norm.apply(panel + row * width, epsilon, normal + row * width);
    }
    block.expand.multiply({normal, rows, width, width, 1}, inner, width);
    apply_silu(inner, rows * width);
    block.contract.multiply({inner, rows, width, width, 1}, normal, width);
    add_row(panel, normal, rows * width);
  }
};

ctorch_residual_network ctorch_residual_network_create(
    const ctorch_tensor *tensors, int64_t blocks, double epsilon) {
  return guarded<ctorch_residual_network>(nullptr, [&]() -> ctorch_residual_network {
    if (!has_matrix_unit()) return nullptr;
    std::vector<at::Tensor> all;
    for (int64_t i = 0; i < blocks * 6 + 2; ++i) all.push_back(borrow(tensors[i]));
    const int64_t width = all.front().numel();
    for (int64_t i = 0; i < static_cast<int64_t>(all.size()); ++i) {
      const bool is_matrix = i < blocks * 6 && (i % 6 == 2 || i % 6 == 4);
      const std::vector<int64_t> shape(is_matrix ? 2 : 1, width);
      if (!is_plain(all[i]) || all[i].sizes() != at::IntArrayRef(shape)) return nullptr;
    }
    std::vector<Block> parts;
    for (int64_t i = 0; i < blocks * 6; i += 6) {
      parts.push_back(
          {Norm(all[i], all[i + 1]), layer(all[i + 2], all[i + 3]), layer(all[i + 4], all[i + 5])});
    }
    return new ctorch_residual_network_impl{
        width, static_cast<float>(epsilon), std::move(parts),
        Norm(all[blocks * 6], all[blocks * 6 + 1])};
  });
}

ctorch_tensor ctorch_residual_network_apply(ctorch_residual_network network, ctorch_tensor input) {
  return guarded<ctorch_tensor>(nullptr, [&] {
    const at::Tensor x = borrow(input);
    TORCH_CHECK(
        x.dim() == 2 && x.size(1) == network->width && x.scalar_type() == at::kFloat &&
            x.device().is_cpu() && x.stride(1) == 1,
        "rows ", x.sizes(), " for a network of width ", network->width);
    const at::Tensor out = at::detail::empty_cpu({x.size(0), x.size(1)}, x.options());
    network->apply(floats(x), x.stride(0), x.size(0), out.mutable_data_ptr<float>());
    return own(out);
  });
}

void ctorch_residual_network_free(ctorch_residual_network network) { delete network; }
