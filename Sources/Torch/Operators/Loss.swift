internal import CTorch

// The losses that libtorch computes in one piece.

/// How the losses of a batch become one.
public enum Reduction: Int, Sendable {
  /// One loss an element.
  case none = 0
  /// Their mean.
  case mean = 1
  /// Their sum.
  case sum = 2
}

extension Tensor {
  /// Cross-entropy of these logits `[batch, classes]` to class indices `[batch]`, in nats.
  public func crossEntropy(
    _ target: Tensor, reduction: Reduction = .mean, labelSmoothing: Double = 0
  ) -> Tensor {
    Operator.crossEntropyLoss(
      .tensor(self), .tensor(target), .none, .int(reduction.rawValue), .int(-100),
      .double(labelSmoothing))
  }
  /// Cross-entropy of these logits to probabilities of true, in nats.
  public func binaryCrossEntropy(_ target: Tensor, reduction: Reduction = .mean) -> Tensor {
    Operator.binaryCrossEntropyWithLogits(
      .tensor(self), .tensor(target), .none, .none, .int(reduction.rawValue))
  }
  /// Squared error.
  public func squaredError(_ target: Tensor, reduction: Reduction = .mean) -> Tensor {
    guard reduction == .mean else {
      return Operator.mseLoss(.tensor(self), .tensor(target), .int(reduction.rawValue))
    }
    return withExtendedLifetime((self, target)) {
      .made(by: "squaredError") { ctorch_mean_squared_error(handle, target.handle) }
    }
  }
  /// Absolute error.
  public func absoluteError(_ target: Tensor, reduction: Reduction = .mean) -> Tensor {
    Operator.l1Loss(.tensor(self), .tensor(target), .int(reduction.rawValue))
  }
  /// Squared error up to `delta`, absolute beyond.
  public func huberLoss(
    _ target: Tensor, delta: Double = 1, reduction: Reduction = .mean
  ) -> Tensor {
    Operator.huberLoss(
      .tensor(self), .tensor(target), .int(reduction.rawValue), .double(delta))
  }
}

extension Operator {
  static let crossEntropyLoss = Operator(
    """
    aten::cross_entropy_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, \
    SymInt ignore_index=-100, float label_smoothing=0.) -> Tensor
    """)
  static let binaryCrossEntropyWithLogits = Operator(
    """
    aten::binary_cross_entropy_with_logits(Tensor self, Tensor target, Tensor? weight=None, \
    Tensor? pos_weight=None, int reduction=1) -> Tensor
    """)
  static let mseLoss = Operator(
    """
    aten::mse_loss(Tensor self, Tensor target, int reduction=1) -> Tensor
    """)
  static let l1Loss = Operator(
    """
    aten::l1_loss(Tensor self, Tensor target, int reduction=1) -> Tensor
    """)
  static let huberLoss = Operator(
    """
    aten::huber_loss(Tensor self, Tensor target, int reduction=1, float delta=1.) -> Tensor
    """)
}
