// Loops that are compiled for several kinds of processor; the one that is there takes its own.
#pragma once

#if defined(__x86_64__) && defined(__linux__)
#define CTORCH_MULTIVERSIONED \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CTORCH_MULTIVERSIONED
#endif
