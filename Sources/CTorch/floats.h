// Tensors that loops of our own can read: float32 in order in this machine's memory.
#pragma once
#include <ATen/core/Tensor.h>

namespace ctorch {

inline bool is_plain(const at::Tensor &tensor) {
  return tensor.scalar_type() == at::kFloat && tensor.device().is_cpu() && tensor.is_contiguous();
}

// The typed accessor is a template that libtorch exports under a name which differs by compiler.
inline const float *floats(const at::Tensor &tensor) {
  return static_cast<const float *>(tensor.const_data_ptr());
}

}  // namespace ctorch
