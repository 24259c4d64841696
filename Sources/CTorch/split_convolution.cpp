#include "split_convolution.h"

#include "matrix_unit.h"

#if CTORCH_MATRIX_UNIT
#include <algorithm>
#include <atomic>
#include <vector>

#include "split_block.h"
#include "split_product.h"
#include "split_tiles.h"
#include "threads.h"

using namespace ctorch;

CTORCH_FOR_MATRIX_UNIT

namespace {

// Pixels in a row after the other, with what is padded. A place in the output has the number of its
// window's first pixel, and a tap is so many pixels further on; places beyond a row's end are computed
// as well, and not written.
struct Places {
  int64_t width, count, pixels;
  std::vector<int64_t> taps;

  explicit Places(const Convolution2d &of)
      : width(of.padded_width()), count(whole_steps(of.out_height() * width)) {
    for (int64_t y = 0; y < of.kernel[0]; ++y) {
      for (int64_t x = 0; x < of.kernel[1]; ++x) {
        taps.push_back(y * of.dilation[0] * width + x * of.dilation[1]);
      }
    }
    pixels = whole_steps(count + taps.back());
  }
};

// The images of a convolution, one at a time, and its weights.
class ImageProduct {
 public:
  ImageProduct(const Convolution2d &of, const SplitOperand &weights)
      : of(of), places(of), weights(weights), channel_steps(steps_of(of.inputs)) {
    static thread_local Workspace workspace;
    const int64_t words = channel_steps * 3 * part();
    image = workspace.take(words);
    std::fill_n(image, words, 0);
    for (const int64_t tap : places.taps) {
      for (int64_t step = 0; step < channel_steps; ++step) {
        lefts.push_back(image + step * 3 * part() + tap * panel_width);
      }
    }
  }

  void compute(const float *x, float *out) {
    split(x);
    previous = {};
    for (int64_t place = 0; place < places.count; place += panel_width) {
      for (int64_t channel = 0; channel < of.outputs; channel += panel_width) {
        add({out, place, channel});
      }
    }
    store_sums({sums, panel_width});
    write();
  }

 private:
  struct Block {
    float *out;
    int64_t place, channel;
  };

  int64_t part() const { return places.pixels * panel_width; }

  void split(const float *x) {
    for (int64_t step = 0; step < channel_steps; ++step) {
      const int64_t channel = step * panel_width;
      uint16_t *out = image + step * 3 * part();
      for (int64_t y = 0; y < of.height; ++y) {
        const int64_t pixel = (y + of.padding[0]) * places.width + of.padding[1];
        split_lines(
            {x + y * of.width * of.inputs + channel, of.width,
             std::min(panel_width, of.inputs - channel), of.inputs, 1},
            out + pixel * panel_width, panel_width, part());
      }
    }
  }

  void add(const Block &block) {
    const auto steps = static_cast<int64_t>(lefts.size());
    const float *bias = weights.bias();
    const auto left = [&](int64_t step) {
      return LeftTiles{lefts[step] + block.place * panel_width, panel_width, part()};
    };
    add_steps(
        steps, left, weights.panels() + block.channel / panel_width * steps * step_words, [] {},
        ExchangeSums{
            {previous.out ? sums : nullptr, panel_width}, {bias ? bias + block.channel : nullptr, 0}},
        [&] { write(); });
    previous = block;
  }

  void write() const {
    if (!previous.out) return;
    const int64_t width = of.out_width(), height = of.out_height();
    const int64_t columns = of.outputs - previous.channel;
    const __mmask16 near = first_lanes(columns), far = first_lanes(columns - 16);
    int64_t y = previous.place / places.width, x = previous.place % places.width;
    const float *from = sums;
    for (int64_t row = 0; row < panel_width && y < height; ++row, from += panel_width) {
      if (x < width) {
        float *to = previous.out + (y * width + x) * of.outputs + previous.channel;
        _mm512_mask_storeu_ps(to, near, _mm512_load_ps(from));
        _mm512_mask_storeu_ps(to + 16, far, _mm512_load_ps(from + 16));
      }
      if (++x == places.width) {
        x = 0;
        ++y;
      }
    }
  }

  alignas(64) float sums[panel_width * panel_width];
  const Convolution2d &of;
  const Places places;
  const SplitOperand &weights;
  const int64_t channel_steps;
  uint16_t *image;
  std::vector<const uint16_t *> lefts;  // of the first place, a step after the other
  Block previous{};
};

// The gradient of the weights, summed over some images: for each tap the product of the channels of the
// input, so many pixels further on, and of the output's gradient.
class WeightGradient {
 public:
  WeightGradient(const Convolution2d &of, float *out)
      : of(of), places(of), out(out), inputs(steps_of(of.inputs)), outputs(steps_of(of.outputs)),
        line(places.pixels + (places.pixels / panel_width % 2 == 0 ? panel_width : 0)),
        x(places.pixels * of.inputs), slope(places.count * of.outputs) {
    static thread_local Workspace left_workspace, right_workspace;
    left = left_workspace.take(inputs * 3 * panel_width * line);
    right = right_workspace.take(outputs * steps_of(places.count) * step_words);
  }

  void add(const float *image, const float *gradient) {
    split_left(image);
    split_right(gradient);
    for (int64_t tap = 0; tap < of.taps(); ++tap) {
      for (int64_t i = 0; i < inputs; ++i) {
        for (int64_t j = 0; j < outputs; ++j) add_block(tap, i, j);
      }
    }
    is_first = false;
  }

 private:
  // Rows of pixels go where padding lies around them, zeros otherwise.
  static void copy_rows(
      const float *from, int64_t rows, int64_t count, float *to, int64_t stride) {
    for (int64_t row = 0; row < rows; ++row) std::copy_n(from + row * count, count, to + row * stride);
  }

  // Channels become rows, so that a tap is so many words further on.
  void split_left(const float *image) {
    const int64_t stride = places.width * of.inputs;
    copy_rows(
        image, of.height, of.width * of.inputs,
        x.data() + of.padding[0] * stride + of.padding[1] * of.inputs, stride);
    for (int64_t i = 0; i < inputs; ++i) {
      for (int64_t pixel = 0; pixel < places.pixels; pixel += panel_width) {
        split_lines(
            {x.data() + pixel * of.inputs + i * panel_width,
             std::min(panel_width, of.inputs - i * panel_width), panel_width, 1, of.inputs},
            left + i * 3 * panel_width * line + pixel, line, panel_width * line);
      }
    }
  }

  void split_right(const float *gradient) {
    copy_rows(
        gradient, of.out_height(), of.out_width() * of.outputs, slope.data(),
        places.width * of.outputs);
    const MatrixView view{slope.data(), places.count, of.outputs, of.outputs, 1};
    for (int64_t j = 0; j < outputs; ++j) split_panel(view, j, right);
  }

  void add_block(int64_t tap, int64_t i, int64_t j) {
    const int64_t steps = steps_of(places.count), stride = outputs * panel_width;
    float *sums = out + ((tap * inputs + i) * stride + j) * panel_width;
    const uint16_t *first = left + i * 3 * panel_width * line + places.taps[tap];
    const auto lefts = [&](int64_t step) {
      return LeftTiles{first + step * panel_width, line, panel_width * line};
    };
    add_steps(
        steps, lefts, right + j * steps * step_words, [] {},
        ExchangeSums{{}, {is_first ? nullptr : sums, stride}}, [] {});
    store_sums({sums, stride});
  }

  const Convolution2d &of;
  const Places places;
  float *out;
  const int64_t inputs, outputs;  // in steps of 32 channels
  const int64_t line;  // an odd number of lines of the cache, as a power of two would use few of its sets
  std::vector<float> x, slope;
  uint16_t *left, *right;
  bool is_first = true;
};

}  // namespace

bool ctorch::is_worth_splitting(const Convolution2d &of) {
  constexpr int64_t fewest_taps = 4, fewest_products = 1 << 20;
  constexpr int64_t most_words = 3 << 18;  // of the megabyte and more that two of the cache leave
  constexpr double least_use = 0.8;        // of the tiles' rows and columns
  const Places places(of);
  const int64_t inputs = whole_steps(of.inputs), outputs = whole_steps(of.outputs);
  const double use = static_cast<double>(of.inputs * of.outputs) / (inputs * outputs) *
      (of.out_height() * of.out_width()) / places.count;
  const int64_t image = places.pixels * std::max(inputs, outputs);
  return of.taps() >= fewest_taps && use >= least_use && of.images >= thread_count() &&
      3 * (image + of.taps() * inputs * outputs) <= most_words &&
      of.images * places.count * of.taps() * inputs * outputs >= fewest_products;
}

void ctorch::split_convolution(
    const Convolution2d &of, const float *x, const float *weights, const float *bias, float *out) {
  const SplitOperand split(
      {weights, of.taps() * whole_steps(of.inputs), of.outputs, of.outputs, 1}, bias);
  std::atomic<int64_t> next{0};
  on_each_thread(std::min(of.images, thread_count()), [&] {
    ImageProduct product(of, split);
    const TileConfiguration configuration;
    for (int64_t image; (image = next++) < of.images;) {
      product.compute(
          x + image * of.height * of.width * of.inputs,
          out + image * of.out_height() * of.out_width() * of.outputs);
    }
  });
}

void ctorch::split_weight_gradient(
    const Convolution2d &of, const float *x, const float *slope, float *out) {
  constexpr int64_t most_groups = 8;
  const int64_t groups = std::min(of.images, most_groups);
  const int64_t size = of.taps() * whole_steps(of.inputs) * whole_steps(of.outputs);
  std::vector<float> sums((groups - 1) * size);
  for_each_index(groups, thread_count(), [&](int64_t group) {
    WeightGradient gradient(of, group == 0 ? out : sums.data() + (group - 1) * size);
    const TileConfiguration configuration;
    for (int64_t i = group * of.images / groups; i < (group + 1) * of.images / groups; ++i) {
      gradient.add(
          x + i * of.height * of.width * of.inputs,
          slope + i * of.out_height() * of.out_width() * of.outputs);
    }
  });
  for (int64_t group = 1; group < groups; ++group) {
    const float *from = sums.data() + (group - 1) * size;
    for (int64_t i = 0; i < size; ++i) out[i] += from[i];
  }
}

CTORCH_FOR_ALL_PROCESSORS
#else
bool ctorch::is_worth_splitting(const Convolution2d &) { return false; }
void ctorch::split_convolution(
    const Convolution2d &, const float *, const float *, const float *, float *) {}
void ctorch::split_weight_gradient(
    const Convolution2d &, const float *, const float *, float *) {}
#endif
