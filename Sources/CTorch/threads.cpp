#include "threads.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>

#include <algorithm>

// libtorch's own loop over threads is a template that needs a compiler's OpenMP, whose runtime would
// be another than libtorch's. The entry point of the runtime that libtorch has loaded is called
// instead; where there is none, one thread does the work.
using parallel_entry = void (*)(void (*)(void *), void *, unsigned, unsigned);

void ctorch::on_threads(int64_t count, void (*body)(void *), void *context) {
  static const auto enter = reinterpret_cast<parallel_entry>(dlsym(RTLD_DEFAULT, "GOMP_parallel"));
  const int64_t threads = std::min<int64_t>(count, at::get_num_threads());
  if (threads <= 1 || !enter || at::in_parallel_region()) return body(context);
  enter(body, context, static_cast<unsigned>(threads), 0);
}
