// Normalisations of activations.
extension Tensor {
  /// Zero mean and unit variance over the last axes, of sizes `shape`, then scale and shift.
  public func layerNorm(
    shape: [Int], weight: Tensor? = nil, bias: Tensor? = nil, eps: Double = 1e-5
  ) -> Tensor {
    Operator.layerNorm(
      .tensor(self), .ints(shape), .optional(weight), .optional(bias), .double(eps))
  }
  /// Unit root mean square over the last axes, of sizes `shape`, then scale.
  public func rmsNorm(shape: [Int], weight: Tensor? = nil, eps: Double = 1e-5) -> Tensor {
    Operator.rmsNorm(.tensor(self), .ints(shape), .optional(weight), .double(eps))
  }
  /// Zero mean and unit variance over groups of channels, then scale and shift by channel.
  public func groupNorm(
    groups: Int, weight: Tensor? = nil, bias: Tensor? = nil, eps: Double = 1e-5
  ) -> Tensor {
    Operator.groupNorm(
      .tensor(self), .int(groups), .optional(weight), .optional(bias), .double(eps))
  }
  /// Zero mean and unit variance over batch and space by channel, then scale and shift.
  ///
  /// - Parameters:
  ///   - weight: The scales, `[channels]`.
  ///   - bias: The shifts, `[channels]`.
  ///   - runningMean: Changed in place while training, used otherwise.
  ///   - runningVariance: Likewise.
  ///   - training: Whether the batch's own moments are used.
  ///   - momentum: The weight of the batch in the running moments.
  ///   - eps: Added to the variance.
  /// - Returns: The normalised activations, in the same shape.
  public func batchNorm(
    weight: Tensor?, bias: Tensor?, runningMean: Tensor?, runningVariance: Tensor?,
    training: Bool, momentum: Double = 0.1, eps: Double = 1e-5
  ) -> Tensor {
    Operator.batchNorm(
      .tensor(self), .optional(weight), .optional(bias), .optional(runningMean),
      .optional(runningVariance), .bool(training), .double(momentum), .double(eps), .bool(false))
  }
  /// Zero mean and unit variance over space by image and channel, then scale and shift.
  public func instanceNorm(
    weight: Tensor? = nil, bias: Tensor? = nil, eps: Double = 1e-5
  ) -> Tensor {
    Operator.instanceNorm(
      .tensor(self), .optional(weight), .optional(bias), .none, .none, .bool(true), .double(0.1),
      .double(eps), .bool(false))
  }
}

extension Operator {
  static let layerNorm = Operator(
    """
    aten::layer_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, Tensor? \
    bias=None, float eps=1.0000000000000001e-05, bool cudnn_enable=True) -> Tensor
    """)
  static let rmsNorm = Operator(
    """
    aten::rms_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, float? \
    eps=None) -> Tensor
    """)
  static let groupNorm = Operator(
    """
    aten::group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, \
    float eps=1.0000000000000001e-05, bool cudnn_enabled=True) -> Tensor
    """)
  static let batchNorm = Operator(
    """
    aten::batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? \
    running_var, bool training, float momentum, float eps, bool cudnn_enabled) -> Tensor
    """)
  static let instanceNorm = Operator(
    """
    aten::instance_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, \
    Tensor? running_var, bool use_input_stats, float momentum, float eps, bool cudnn_enabled) \
    -> Tensor
    """)
}
