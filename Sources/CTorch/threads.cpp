#include "threads.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>

#include <algorithm>

// libtorch's own loop over threads is a template that needs a compiler's OpenMP, whose runtime would
// be another than libtorch's. The entry point of the runtime that libtorch has loaded is called
// instead; where there is none, one thread does the work.
using parallel_entry = void (*)(void (*)(void *), void *, unsigned, unsigned);

static parallel_entry entry() {
  static const auto found = reinterpret_cast<parallel_entry>(dlsym(RTLD_DEFAULT, "GOMP_parallel"));
  return found;
}

int64_t ctorch::thread_count() {
  return entry() && !at::in_parallel_region() ? at::get_num_threads() : 1;
}

void ctorch::on_threads(int64_t count, void (*body)(void *), void *context) {
  const int64_t threads = std::min(count, thread_count());
  if (threads <= 1) return body(context);
  entry()(body, context, static_cast<unsigned>(threads), 0);
}
