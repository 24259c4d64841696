// Convolutions of images on the matrix unit of bfloat16, at float32 accuracy: see split_product.h.
#pragma once
#include <cstdint>

namespace ctorch {

// A convolution of images with a stride of one. Channels are neighbours in memory, then the pixels of a
// row; the two numbers of a pair are of height and width.
struct Convolution2d {
  int64_t images, height, width, inputs, outputs;
  int64_t kernel[2], padding[2], dilation[2];

  int64_t reach(int axis) const { return dilation[axis] * (kernel[axis] - 1); }
  int64_t padded_width() const { return width + 2 * padding[1]; }
  int64_t out_height() const { return height + 2 * padding[0] - reach(0); }
  int64_t out_width() const { return padded_width() - reach(1); }
  int64_t taps() const { return kernel[0] * kernel[1]; }

  // The convolution of the output's gradient that gives the input's.
  Convolution2d backward() const {
    return {images, out_height(), out_width(), outputs, inputs, {kernel[0], kernel[1]},
            {reach(0) - padding[0], reach(1) - padding[1]}, {dilation[0], dilation[1]}};
  }
};

// Whether the matrix unit is faster, as a rule. An image is split once for all its taps, which should be
// several, and images and weights must stay in the second level of cache. Each of libtorch's threads
// takes images of its own. Only where has_matrix_unit(), like what follows.
bool is_worth_splitting(const Convolution2d &convolution);

// The output. `weights` is a matrix [taps × whole_steps(inputs), outputs], zeros in channels beyond;
// `bias` may be null.
void split_convolution(
    const Convolution2d &convolution, const float *x, const float *weights, const float *bias,
    float *out);

// The weights' gradient, [taps, whole_steps(inputs), whole_steps(outputs)], from that of the
// output. It does not depend on the number of threads.
void split_weight_gradient(
    const Convolution2d &convolution, const float *x, const float *slope, float *out);

}  // namespace ctorch
