#include "values.h"

namespace ctorch {

thread_local int64_t live_tensors = 0;
thread_local std::string error_text;

namespace {

// The type of an argument without its `?`, because `Scalar?` takes a Scalar as `Scalar` does.
c10::TypePtr without_optional(c10::TypePtr type) {
  while (auto optional = type->cast<c10::OptionalType>()) type = optional->getElementType();
  return type;
}

c10::IValue tensor_list(const ctorch_value &value, const c10::Argument &argument) {
  auto type = without_optional(argument.type());
  auto list = type->cast<c10::ListType>();
  TORCH_CHECK(list, "argument '", argument.name(), "' takes no list of tensors");
  if (list->getElementType()->kind() == c10::TypeKind::OptionalType) {
    c10::List<std::optional<at::Tensor>> tensors;
    tensors.reserve(value.count);
    for (int32_t i = 0; i < value.count; ++i) {
      tensors.push_back(
          value.tensors[i] ? std::optional<at::Tensor>(borrow(value.tensors[i])) : std::nullopt);
    }
    return tensors;
  }
  c10::List<at::Tensor> tensors;
  tensors.reserve(value.count);
  for (int32_t i = 0; i < value.count; ++i) {
    TORCH_CHECK(value.tensors[i], "argument '", argument.name(), "' has an absent tensor");
    tensors.push_back(borrow(value.tensors[i]));
  }
  return tensors;
}

}  // namespace

c10::IValue to_ivalue(const ctorch_value &value, const c10::Argument &argument) {
  switch (value.tag) {
    case CTORCH_DEFAULT:
      TORCH_CHECK(argument.default_value(), "argument '", argument.name(), "' has no default");
      return *argument.default_value();
    case CTORCH_NONE:
      return c10::IValue();
    case CTORCH_TENSOR:
      return borrow(value.tensor);
    case CTORCH_INT:
      // An integer where the schema wants a float, as in Python.
      if (without_optional(argument.type())->kind() == c10::TypeKind::FloatType) {
        return static_cast<double>(value.integer);
      }
      return value.integer;
    case CTORCH_DOUBLE:
      return value.real;
    case CTORCH_BOOL:
      return value.integer != 0;
    case CTORCH_INTS:
      return c10::IValue(at::IntArrayRef(value.integers, value.count));
    case CTORCH_DOUBLES:
      return c10::IValue(at::ArrayRef<double>(value.reals, value.count));
    case CTORCH_TENSORS:
      return tensor_list(value, argument);
    case CTORCH_STRING:
      return c10::IValue(std::string(value.string));
    case CTORCH_DEVICE:
      return c10::IValue(device_of(value.integer));
    case CTORCH_GENERATOR:
      return c10::IValue(generator_of(value.generator));
    default:
      TORCH_CHECK(false, "unknown tag ", value.tag);
  }
}

void append_result(std::vector<ctorch_value> &results, const c10::IValue &value) {
  ctorch_value result{};
  if (value.isTensor()) {
    const at::Tensor &tensor = value.toTensor();
    result.tag = tensor.defined() ? CTORCH_TENSOR : CTORCH_NONE;
    if (tensor.defined()) result.tensor = own(tensor);
  } else if (value.isTensorList()) {
    for (const at::Tensor &tensor : value.toTensorVector()) append_result(results, tensor);
    return;
  } else if (value.isTuple()) {
    for (const auto &element : value.toTupleRef().elements()) append_result(results, element);
    return;
  } else if (value.isBool()) {
    result.tag = CTORCH_BOOL;
    result.integer = value.toBool();
  } else if (value.isInt()) {
    result.tag = CTORCH_INT;
    result.integer = value.toInt();
  } else if (value.isDouble()) {
    result.tag = CTORCH_DOUBLE;
    result.real = value.toDouble();
  } else if (value.isNone()) {
    result.tag = CTORCH_NONE;
  } else {
    TORCH_CHECK(false, "a result of type ", value.tagKind(), " cannot cross into C");
  }
  results.push_back(result);
}

}  // namespace ctorch
