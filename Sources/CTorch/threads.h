// Work that is shared among libtorch's own threads.
#pragma once
#include <atomic>
#include <cstdint>

namespace ctorch {

// Calls body(context) on as many threads as libtorch would use, at most `count`, and waits.
void on_threads(int64_t count, void (*body)(void *), void *context);

// Calls body(i) for each i below `count`, on at most `threads` of libtorch's threads. Each takes the
// next when it is done with one, so what a busy processor leaves undone others do.
template <typename Body>
void for_each_index(int64_t count, int64_t threads, const Body &body) {
  struct Shared {
    std::atomic<int64_t> next;
    int64_t count;
    const Body &body;
  } shared{{0}, count, body};
  on_threads(
      threads < count ? threads : count,
      [](void *context) {
        auto &shared = *static_cast<Shared *>(context);
        for (int64_t i; (i = shared.next++) < shared.count;) shared.body(i);
      },
      &shared);
}

}  // namespace ctorch
