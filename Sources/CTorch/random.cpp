#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "values.h"

using namespace ctorch;

ctorch_generator ctorch_generator_new(int64_t device, uint64_t seed) {
  return guarded<ctorch_generator>(nullptr, [&] {
    const auto where = device_of(device);
    at::Generator generator = where.is_cpu()
        ? at::detail::createCPUGenerator(seed)
        : at::globalContext().getAcceleratorHooksInterface(where.type()).getNewGenerator(where.index());
    if (!where.is_cpu()) generator.set_current_seed(seed);
    return reinterpret_cast<ctorch_generator>(new at::Generator(std::move(generator)));
  });
}

void ctorch_generator_release(ctorch_generator generator) { delete &generator_of(generator); }

void ctorch_generator_seed(ctorch_generator generator, uint64_t seed) {
  generator_of(generator).set_current_seed(seed);
}

ctorch_tensor ctorch_generator_state(ctorch_generator generator) {
  return guarded<ctorch_tensor>(nullptr, [&] { return own(generator_of(generator).get_state()); });
}

bool ctorch_generator_set_state(ctorch_generator generator, ctorch_tensor state) {
  return guarded<bool>(false, [&] {
    generator_of(generator).set_state(borrow(state));
    return true;
  });
}
