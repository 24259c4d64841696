#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include "floats.h"
#include "values.h"

using namespace ctorch;

namespace {

void add(float *__restrict into, const float *__restrict from, int64_t count) {
  for (int64_t i = 0; i < count; ++i) into[i] += from[i];
}

}  // namespace

bool ctorch_add_rows(
    ctorch_tensor target, ctorch_tensor source, const int64_t *rows, int64_t count) {
  return guarded<bool>(false, [&] {
    const at::Tensor into = borrow(target), table = borrow(source);
    TORCH_CHECK(
        into.dim() == 2 && table.dim() == 2 && into.size(0) == count &&
            into.size(1) == table.size(1),
        "rows [", into.sizes(), "] cannot be added to from a table [", table.sizes(), "]");
    for (int64_t row = 0; row < count; ++row) {
      TORCH_CHECK_INDEX(
          rows[row] >= 0 && rows[row] < table.size(0), "row ", rows[row], " of a table of ",
          table.size(0));
    }
    if (!is_plain(into) || !is_plain(table) || c10::GradMode::is_enabled()) {
      const auto index = at::from_blob(const_cast<int64_t *>(rows), {count}, at::kLong);
      into.add_(table.index_select(0, index.to(table.device())));
      return true;
    }
    const int64_t width = into.size(1);
    float *out = static_cast<float *>(into.mutable_data_ptr());
    const float *values = floats(table);
    for (int64_t row = 0; row < count; ++row) add(out + row * width, values + rows[row] * width, width);
    return true;
  });
}
