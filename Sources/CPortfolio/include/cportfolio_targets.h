#ifndef CPORTFOLIO_TARGETS_H
#define CPORTFOLIO_TARGETS_H

/// Compiles a function for several instruction sets; the loader takes the best one of the machine.
#if defined(__x86_64__) && defined(__linux__)
#define CPORTFOLIO_MULTIVERSIONED \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CPORTFOLIO_MULTIVERSIONED
#endif

#endif
