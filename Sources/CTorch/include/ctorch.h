// The C face of libtorch that Lyrebird stands on: boxed operator calls through the dispatcher,
// autograd, memory, random generators, threads and devices. No C++ type and no exception crosses
// it: a function that can fail says so in its result, and ctorch_error_text() says why.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ctorch_tensor_s *ctorch_tensor;        // an owned reference to a tensor
typedef struct ctorch_generator_s *ctorch_generator;  // an owned random generator
typedef const struct ctorch_operator_s *ctorch_operator;  // lives as long as the process

typedef enum {
  CTORCH_DEFAULT,    // the schema's own default
  CTORCH_NONE,       // an explicit None
  CTORCH_TENSOR,     // tensor
  CTORCH_INT,        // integer; also for a Scalar or a ScalarType
  CTORCH_DOUBLE,     // real; also for a Scalar
  CTORCH_BOOL,       // integer, 0 or 1
  CTORCH_INTS,       // integers, count
  CTORCH_DOUBLES,    // reals, count
  CTORCH_TENSORS,    // tensors, count; a null entry is an absent tensor
  CTORCH_STRING,     // string, NUL-terminated
  CTORCH_DEVICE,     // integer: device kind in the upper 32 bits, index in the lower
  CTORCH_GENERATOR,  // generator
} ctorch_tag;

typedef struct {
  int32_t tag;
  int32_t count;
  union {
    ctorch_tensor tensor;
    int64_t integer;
    double real;
    const int64_t *integers;
    const double *reals;
    const ctorch_tensor *tensors;
    const char *string;
    ctorch_generator generator;
  };
} ctorch_value;

// The text of the last error on this thread.
const char *ctorch_error_text(void);

// Operators. `find` returns NULL when there is no such operator.
ctorch_operator ctorch_operator_find(const char *name, const char *overload);
const char *ctorch_operator_schema(ctorch_operator op);
// Calls the operator. Returns the results, `*count` of them, owned by the caller (tensors) and valid
// until the next call on this thread (the array); NULL with `*count` = -1 on failure. A list of
// tensors comes as its elements.
const ctorch_value *ctorch_call(
    ctorch_operator op, const ctorch_value *arguments, int32_t argument_count, int32_t *count);

// Tensors.
void ctorch_release(ctorch_tensor tensor);
// Tensors made on this thread less those released on it: what work on one thread leaves behind,
// whatever other threads do meanwhile.
int64_t ctorch_live_tensor_count(void);
ctorch_tensor ctorch_from_memory(
    const void *bytes, const int64_t *shape, int32_t dimensions, int32_t dtype);
// Shares the memory; calls release(context) when the last reference to it is gone.
ctorch_tensor ctorch_borrow_memory(
    void *bytes, const int64_t *shape, int32_t dimensions, int32_t dtype,
    void (*release)(void *context), void *context);
int32_t ctorch_dimensions(ctorch_tensor tensor);
int64_t ctorch_size(ctorch_tensor tensor, int32_t axis);
int64_t ctorch_stride(ctorch_tensor tensor, int32_t axis);
int64_t ctorch_element_count(ctorch_tensor tensor);
int32_t ctorch_dtype(ctorch_tensor tensor);
int64_t ctorch_device(ctorch_tensor tensor);
bool ctorch_is_contiguous(ctorch_tensor tensor);
bool ctorch_requires_grad(ctorch_tensor tensor);
bool ctorch_set_requires_grad(ctorch_tensor tensor, bool requires_grad);
const void *ctorch_data(ctorch_tensor tensor);

// x Wᵀ + b with its history, `bias` may be NULL; small float32 products skip libtorch's detours.
ctorch_tensor ctorch_linear(ctorch_tensor x, ctorch_tensor weight, ctorch_tensor bias);
// The same of max(x, 0), which is never written down where the matrix unit takes the products.
ctorch_tensor ctorch_rectified_linear(
    ctorch_tensor x, ctorch_tensor weight, ctorch_tensor bias);

// A convolution of images with its history, in one group; `shift` may be NULL, the others are pairs.
// With products of parts (CTORCH_LINEAR_SPLIT) the matrix unit takes some in channels-last format.
ctorch_tensor ctorch_convolution2d(
    ctorch_tensor input, ctorch_tensor kernel, ctorch_tensor shift, const int64_t *strides,
    const int64_t *paddings, const int64_t *dilations);

// The mean of (input - target)² with its history; float32 tensors of one shape in one pass.
ctorch_tensor ctorch_mean_squared_error(ctorch_tensor input, ctorch_tensor target);

// into[r] += table[rows[r]] for each of `count` rows r, in one pass. Returns false on failure.
bool ctorch_add_rows(
    ctorch_tensor into, ctorch_tensor table, const int64_t *rows, int64_t count);

// How ctorch_linear takes larger float32 products, and ctorch_convolution2d some.
typedef enum {
  CTORCH_LINEAR_LIBTORCH,  // as libtorch does
  CTORCH_LINEAR_BFLOAT16,  // in bfloat16
  CTORCH_LINEAR_SPLIT,     // as products of parts in bfloat16 on the matrix unit; where there is
                           // none, as libtorch does
} ctorch_linear_products;
void ctorch_set_linear_products(ctorch_linear_products products);
// Whether they are taken as products of parts now.
bool ctorch_takes_split_products(void);
// Whether the processor has a matrix unit that this process may use.
bool ctorch_has_matrix_unit(void);

// Pre-normalised residual blocks, x + W₂ silu(W₁ norm(x) + b₁) + b₂, and a norm of what comes out,
// with weights that do not change any more: split once, and a few rows taken through all at once.
typedef struct ctorch_residual_network_impl *ctorch_residual_network;
// `tensors` are for each block the norm's scales and shifts, W₁, b₁, W₂ and b₂, and in the end the
// last norm's scales and shifts. They are copied. Returns NULL on failure, and where there is no matrix
// unit or the tensors are not all float32 on the processor and of one width.
ctorch_residual_network ctorch_residual_network_create(
    const ctorch_tensor *tensors, int64_t blocks, double epsilon);
// The rows of `x` taken through the network, on this thread.
ctorch_tensor ctorch_residual_network_apply(ctorch_residual_network network, ctorch_tensor x);
void ctorch_residual_network_free(ctorch_residual_network network);

// Autograd. `gradients` receives one owned tensor an input, NULL where the outputs do not depend on
// it. Returns false on failure.
bool ctorch_grad(
    const ctorch_tensor *outputs, int32_t output_count, const ctorch_tensor *inputs,
    int32_t input_count, const ctorch_tensor *output_gradients, bool retain_graph,
    bool create_graph, ctorch_tensor *gradients);
bool ctorch_grad_enabled(void);
void ctorch_set_grad_enabled(bool enabled);

// Random generators.
ctorch_generator ctorch_generator_new(int64_t device, uint64_t seed);
void ctorch_generator_release(ctorch_generator generator);
void ctorch_generator_seed(ctorch_generator generator, uint64_t seed);
ctorch_tensor ctorch_generator_state(ctorch_generator generator);
bool ctorch_generator_set_state(ctorch_generator generator, ctorch_tensor state);
// Fills a float32 tensor in the processor's memory with ones of a probability, else zeros, from one
// number of a generator on the processor: tens of times sooner than a number an element.
bool ctorch_fill_bernoulli(ctorch_tensor tensor, double probability, ctorch_generator generator);

// Threads, devices, precision.
void ctorch_set_thread_count(int32_t count);
int32_t ctorch_thread_count(void);
void ctorch_set_float32_matmul_precision(const char *precision);
bool ctorch_cuda_load(void);
int32_t ctorch_cuda_device_count(void);
bool ctorch_mps_is_available(void);
// The libtorch whose headers this was built with, and the one that was loaded; empty if it does not say.
const char *ctorch_version(void);
const char *ctorch_loaded_version(void);

#ifdef __cplusplus
}
#endif
