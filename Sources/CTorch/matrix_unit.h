// The matrix unit of some x86 processors (AMX): tiles of 16 by 32 numbers in bfloat16.
#pragma once

#if defined(__x86_64__) && defined(__linux__)
#define CTORCH_MATRIX_UNIT 1
#else
#define CTORCH_MATRIX_UNIT 0
#endif

namespace ctorch {

// Whether this process may use the unit; asks the system for its permission the first time.
bool has_matrix_unit();

}  // namespace ctorch
