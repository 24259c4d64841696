#include <ATen/ATen.h>

#include "values.h"

using namespace ctorch;

void ctorch_release(ctorch_tensor tensor) {
  --live_tensors;
  c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(impl(tensor));
}

int64_t ctorch_live_tensor_count(void) { return live_tensors; }

ctorch_tensor ctorch_from_memory(
    const void *bytes, const int64_t *shape, int32_t dimensions, int32_t dtype) {
  return guarded<ctorch_tensor>(nullptr, [&] {
    auto tensor =
        at::empty(at::IntArrayRef(shape, dimensions), static_cast<at::ScalarType>(dtype));
    if (tensor.nbytes() > 0) std::memcpy(tensor.data_ptr(), bytes, tensor.nbytes());
    return own(tensor);
  });
}

ctorch_tensor ctorch_borrow_memory(
    void *bytes, const int64_t *shape, int32_t dimensions, int32_t dtype,
    void (*release)(void *context), void *context) {
  return guarded<ctorch_tensor>(nullptr, [&] {
    auto deleter = [release, context](void *) { release(context); };
    return own(at::from_blob(
        bytes, at::IntArrayRef(shape, dimensions), deleter, static_cast<at::ScalarType>(dtype)));
  });
}

int32_t ctorch_dimensions(ctorch_tensor tensor) { return static_cast<int32_t>(impl(tensor)->dim()); }
int64_t ctorch_size(ctorch_tensor tensor, int32_t axis) { return impl(tensor)->size(axis); }
int64_t ctorch_stride(ctorch_tensor tensor, int32_t axis) { return impl(tensor)->stride(axis); }
int64_t ctorch_element_count(ctorch_tensor tensor) { return impl(tensor)->numel(); }
int32_t ctorch_dtype(ctorch_tensor tensor) {
  return static_cast<int32_t>(c10::typeMetaToScalarType(impl(tensor)->dtype()));
}
int64_t ctorch_device(ctorch_tensor tensor) { return pack(impl(tensor)->device()); }
bool ctorch_is_contiguous(ctorch_tensor tensor) { return impl(tensor)->is_contiguous(); }
bool ctorch_requires_grad(ctorch_tensor tensor) { return impl(tensor)->requires_grad(); }

bool ctorch_set_requires_grad(ctorch_tensor tensor, bool requires_grad) {
  return guarded<bool>(false, [&] {
    borrow(tensor).requires_grad_(requires_grad);
    return true;
  });
}

const void *ctorch_data(ctorch_tensor tensor) { return impl(tensor)->data(); }
