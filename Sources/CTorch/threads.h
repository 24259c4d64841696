// Work that is shared among libtorch's own threads.
#pragma once
#include <atomic>
#include <cstdint>

namespace ctorch {

// The threads that libtorch would use here; one within a loop that is shared already.
int64_t thread_count();

// Calls body(context) on as many threads as libtorch would use, at most `count`, and waits.
void on_threads(int64_t count, void (*body)(void *), void *context);

// Calls body() on at most `threads` of libtorch's threads, and waits.
template <typename Body>
void on_each_thread(int64_t threads, const Body &body) {
  on_threads(
      threads, [](void *context) { (*static_cast<const Body *>(context))(); },
      const_cast<Body *>(&body));
}

// Calls body(i) for each i below `count`, on at most `threads` of libtorch's threads. Each takes the
// next when it is done with one, so what a busy processor leaves undone others do.
template <typename Body>
void for_each_index(int64_t count, int64_t threads, const Body &body) {
  std::atomic<int64_t> next{0};
  on_each_thread(threads < count ? threads : count, [&] {
    for (int64_t i; (i = next++) < count;) body(i);
  });
}

}  // namespace ctorch
