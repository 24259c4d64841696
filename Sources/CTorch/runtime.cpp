#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <dlfcn.h>
#ifdef __GLIBC__
#include <c10/core/impl/alloc_cpu.h>
#include <malloc.h>

#include <cstdlib>
#endif
#include <torch/version.h>

#include <string>

#include "values.h"

using namespace ctorch;

#ifdef __GLIBC__
namespace {

// A training step frees and allocates the same megabytes each time. By default glibc gives large
// blocks back to the system and fetches them again, page fault by page fault, and tidies its bins of
// small blocks in between; a step of convolutions takes a fifth longer so. Tensors of up to 32 MiB
// stay in the heap, and up to half a GiB at its end is kept.
const bool keeps_memory = [] {
  mallopt(M_MXFAST, 0);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 512 << 20);
  return true;
}();

// Tensors of two megabytes and more lie in huge pages, where the system has them: a linear layer on
// 4096 rows spends a fourteenth of its time on looking up small ones otherwise. libtorch asks its
// environment once, which is left as it was found; what somebody has set there holds.
const bool takes_huge_pages = [] {
  constexpr const char *name = "THP_MEM_ALLOC_ENABLE";
  if (std::getenv(name)) return false;
  setenv(name, "1", 0);
  c10::free_cpu(c10::alloc_cpu(1));
  unsetenv(name);
  return true;
}();

}  // namespace
#endif

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

const char *ctorch_loaded_version(void) {
  static const std::string version = [] {
    const std::string settings = at::show_config(), key = "TORCH_VERSION=";
    const auto start = settings.find(key);
    if (start == std::string::npos) return std::string();
    const auto first = start + key.size();
    return settings.substr(first, settings.find_first_of(", \n", first) - first);
  }();
  return version.c_str();
}
