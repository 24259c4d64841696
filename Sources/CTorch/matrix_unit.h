// The matrix unit of some x86 processors (AMX): tiles of 16 by 32 numbers in bfloat16.
#pragma once

#if defined(__x86_64__) && defined(__linux__)
#define CTORCH_MATRIX_UNIT 1
#else
#define CTORCH_MATRIX_UNIT 0
#endif

// Functions between the two are compiled for processors that have the unit.
#define CTORCH_FOR_MATRIX_UNIT \
  _Pragma("clang attribute push(__attribute__((target(\"amx-tile,amx-bf16,avx512f,avx512bw,avx512dq,avx512vl\"))), apply_to = function)")
#define CTORCH_FOR_ALL_PROCESSORS _Pragma("clang attribute pop")

namespace ctorch {

// Whether this process may use the unit; asks the system for its permission the first time.
bool has_matrix_unit();

}  // namespace ctorch
