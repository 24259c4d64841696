#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <torch/version.h>

#include "values.h"

using namespace ctorch;

void ctorch_set_thread_count(int32_t count) { at::set_num_threads(count); }
int32_t ctorch_thread_count(void) { return at::get_num_threads(); }

void ctorch_set_float32_matmul_precision(const char *precision) {
  at::globalContext().setFloat32MatmulPrecision(precision);
}

// libtorch registers CUDA when its library is loaded; a CPU build has none.
bool ctorch_cuda_load(void) {
#ifdef __APPLE__
  return false;
#else
  static const bool loaded = dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL) != nullptr;
  return loaded && at::globalContext().hasCUDA();
#endif
}

int32_t ctorch_cuda_device_count(void) {
  if (!ctorch_cuda_load()) return 0;
  return guarded<int32_t>(0, [] {
    return static_cast<int32_t>(
        at::globalContext().getAcceleratorHooksInterface(at::kCUDA).deviceCount());
  });
}

bool ctorch_mps_is_available(void) { return at::globalContext().hasMPS(); }
const char *ctorch_version(void) { return TORCH_VERSION; }
