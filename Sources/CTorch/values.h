// How tagged values become the dispatcher's IValues and back.
#pragma once
#include <ATen/core/function_schema.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>
#include <c10/core/Device.h>

#include <string>

#include "ctorch.h"

namespace ctorch {

extern thread_local int64_t live_tensors;
extern thread_local std::string error_text;

// Runs `body`; an exception becomes the error text and `failure`.
template <typename Result, typename Body>
Result guarded(Result failure, Body body) {
  try {
    return body();
  } catch (const c10::Error &error) {
    error_text = error.what_without_backtrace();
  } catch (const std::exception &error) {
    error_text = error.what();
  } catch (...) {
    error_text = "an unknown error in libtorch";
  }
  return failure;
}

inline ctorch_tensor own(at::Tensor tensor) {
  ++live_tensors;
  return reinterpret_cast<ctorch_tensor>(tensor.unsafeReleaseTensorImpl());
}

inline at::Tensor borrow(ctorch_tensor handle) {
  auto *impl = reinterpret_cast<at::TensorImpl *>(handle);
  return at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim_copy(impl));
}

inline at::TensorImpl *impl(ctorch_tensor handle) {
  return reinterpret_cast<at::TensorImpl *>(handle);
}

inline c10::Device device_of(int64_t packed) {
  return c10::Device(
      static_cast<c10::DeviceType>(packed >> 32), static_cast<c10::DeviceIndex>(static_cast<int32_t>(packed)));
}

inline int64_t pack(c10::Device device) {
  return (static_cast<int64_t>(device.type()) << 32) | static_cast<uint32_t>(static_cast<int32_t>(device.index()));
}

inline at::Generator &generator_of(ctorch_generator handle) {
  return *reinterpret_cast<at::Generator *>(handle);
}

c10::IValue to_ivalue(const ctorch_value &value, const c10::Argument &argument);
void append_result(std::vector<ctorch_value> &results, const c10::IValue &value);

}  // namespace ctorch
