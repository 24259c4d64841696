#include <ATen/core/dispatch/Dispatcher.h>

#include <mutex>
#include <unordered_map>

#include "values.h"

using namespace ctorch;

// What a handle points to: the dispatcher's handle, and the schema as text once somebody asks.
struct ctorch_operator_s {
  c10::OperatorHandle handle;
  std::string schema;
};

const char *ctorch_error_text(void) { return error_text.c_str(); }

ctorch_operator ctorch_operator_find(const char *name, const char *overload) {
  return guarded<ctorch_operator>(nullptr, [&]() -> ctorch_operator {
    auto handle = c10::Dispatcher::singleton().findSchemaOrThrow(name, overload);
    return new ctorch_operator_s{handle, c10::toString(handle.schema())};
  });
}

const char *ctorch_operator_schema(ctorch_operator op) { return op->schema.c_str(); }

const ctorch_value *ctorch_call(
    ctorch_operator op, const ctorch_value *arguments, int32_t argument_count, int32_t *count) {
  static thread_local std::vector<ctorch_value> results;
  static thread_local torch::jit::Stack stack;
  *count = -1;
  const bool called = guarded<bool>(false, [&] {
    const auto &formal = op->handle.schema().arguments();
    TORCH_CHECK(
        argument_count <= static_cast<int32_t>(formal.size()), "too many arguments for ",
        op->schema);
    stack.clear();
    for (size_t i = 0; i < formal.size(); ++i) {
      if (static_cast<int32_t>(i) < argument_count) {
        stack.push_back(to_ivalue(arguments[i], formal[i]));
      } else {
        TORCH_CHECK(formal[i].default_value(), "argument '", formal[i].name(), "' is missing");
        stack.push_back(*formal[i].default_value());
      }
    }
    op->handle.callBoxed(stack);
    results.clear();
    for (const auto &value : stack) append_result(results, value);
    return true;
  });
  stack.clear();
  if (!called) return nullptr;
  *count = static_cast<int32_t>(results.size());
  static const ctorch_value nothing{};
  return results.empty() ? &nothing : results.data();
}
