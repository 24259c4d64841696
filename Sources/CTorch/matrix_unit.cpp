#include "matrix_unit.h"

#if CTORCH_MATRIX_UNIT
#include <cpuid.h>
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

constexpr unsigned bit(int position) { return 1u << position; }

// AVX-512 F, DQ, BW and VL in the second register, AMX's bfloat16 and tiles in the fourth.
bool processor_has_it() {
  constexpr unsigned vectors = bit(16) | bit(17) | bit(30) | bit(31), tiles = bit(22) | bit(24);
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit(27))) return false;  // the system saves states
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & vectors) == vectors &&
      (d & tiles) == tiles;
}

// The system saves the registers of AVX-512 (1, 2, 5, 6, 7) and of tiles (17, 18).
__attribute__((target("xsave"))) bool system_saves_it() {
  constexpr unsigned long long states = 0xe6 | bit(17) | bit(18);
  return (_xgetbv(0) & states) == states;
}

// Linux gives the tiles' eight kilobytes to a process that asks.
bool system_permits_it() {
  constexpr long request_permission = 0x1023, tile_data = 18;
  return syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
}

}  // namespace

bool ctorch::has_matrix_unit() {
  static const bool found = processor_has_it() && system_saves_it() && system_permits_it();
  return found;
}
#else
bool ctorch::has_matrix_unit() { return false; }
#endif
