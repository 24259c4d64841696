internal import CTorch

// Convolutions, pooling and resizing of `[batch, channels, spatial axes…]`.
extension Tensor {
  /// The convolution with `weight` `[out, in / groups, kernel…]`, in one to three spatial axes.
  ///
  /// With ``MatmulPrecision/split``, float32 images in channels-last format whose channels come in whole
  /// steps of 32 are convolved on the matrix unit, if the kernel has several taps and a stride of one.
  public func convolution(
    weight: Tensor, bias: Tensor? = nil, stride: [Int], padding: [Int], dilation: [Int],
    groups: Int = 1
  ) -> Tensor {
    guard groups == 1, [stride, padding, dilation].allSatisfy({ $0.count == 2 }) else {
      return Operator.convolution(
        .tensor(self), .tensor(weight), .optional(bias), .ints(stride), .ints(padding),
        .ints(dilation), .bool(false), .ints(padding.map { _ in 0 }), .int(groups))
    }
    return withExtendedLifetime((self, weight, bias)) {
      .made(by: "convolution") {
        ctorch_convolution2d(
          handle, weight.handle, bias?.handle, stride.map(Int64.init), padding.map(Int64.init),
          dilation.map(Int64.init))
      }
    }
  }
  /// The transposed convolution with `weight` `[in, out / groups, kernel…]`.
  public func transposedConvolution(
    weight: Tensor, bias: Tensor? = nil, stride: [Int], padding: [Int], outputPadding: [Int],
    dilation: [Int], groups: Int = 1
  ) -> Tensor {
    Operator.convolution(
      .tensor(self), .tensor(weight), .optional(bias), .ints(stride), .ints(padding),
      .ints(dilation), .bool(true), .ints(outputPadding), .int(groups))
  }
  /// The maxima of windows of images.
  public func maxPool2d(kernel: [Int], stride: [Int]? = nil, padding: [Int] = [0, 0]) -> Tensor {
    Operator.maxPool2d(
      .tensor(self), .ints(kernel), .ints(stride ?? kernel), .ints(padding), .ints([1, 1]),
      .bool(false))
  }
  /// The means of windows of images.
  public func averagePool2d(
    kernel: [Int], stride: [Int]? = nil, padding: [Int] = [0, 0]
  ) -> Tensor {
    Operator.avgPool2d(
      .tensor(self), .ints(kernel), .ints(stride ?? kernel), .ints(padding), .bool(false),
      .bool(true), .none)
  }
  /// Images resized by repeating the nearest pixel.
  public func upsampleNearest2d(_ size: [Int]) -> Tensor {
    Operator.upsampleNearest2d(.tensor(self), .ints(size))
  }
  /// Images resized by bilinear interpolation.
  public func upsampleBilinear2d(_ size: [Int], alignCorners: Bool = false) -> Tensor {
    Operator.upsampleBilinear2d(.tensor(self), .ints(size), .bool(alignCorners))
  }
}

extension Operator {
  static let convolution = Operator(
    """
    aten::convolution(Tensor input, Tensor weight, Tensor? bias, SymInt[] stride, SymInt[] \
    padding, SymInt[] dilation, bool transposed, SymInt[] output_padding, SymInt groups) -> \
    Tensor
    """)
  static let maxPool2d = Operator(
    """
    aten::max_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, \
    int[2] dilation=1, bool ceil_mode=False) -> Tensor
    """)
  static let avgPool2d = Operator(
    """
    aten::avg_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, bool \
    ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor
    """)
  static let upsampleNearest2d = Operator(
    """
    aten::upsample_nearest2d(Tensor self, SymInt[2] output_size, float? scales_h=None, float? \
    scales_w=None) -> Tensor
    """)
  static let upsampleBilinear2d = Operator(
    """
    aten::upsample_bilinear2d(Tensor self, SymInt[2] output_size, bool align_corners, float? \
    scales_h=None, float? scales_w=None) -> Tensor
    """)
}
