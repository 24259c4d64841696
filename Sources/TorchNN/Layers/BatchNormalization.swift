public import Torch

/// Zero mean and unit variance over batch and space by channel, then scale and shift (Ioffe and
/// Szegedy 2015). Training takes the batch's moments and keeps running ones for later use.
public final class BatchNorm: Module, UnaryLayer {
  /// The scales, `[channels]`.
  @ParameterInfo public var weight: Tensor
  /// The shifts, `[channels]`.
  @ParameterInfo public var bias: Tensor
  /// The running means, `[channels]`.
  @BufferInfo public var runningMean: Tensor
  /// The running variances, `[channels]`.
  @BufferInfo public var runningVariance: Tensor
  private let momentum: Double
  private let eps: Double

  /// Starts with scales of one, shifts of zero, and running moments of the standard normal
  /// distribution.
  ///
  /// - Parameters:
  ///   - channels: The size of axis 1.
  ///   - momentum: The weight of a batch in the running moments.
  ///   - eps: Added to the variance.
  ///   - device: Where the tensors are.
  public init(
    _ channels: Int, momentum: Double = 0.1, eps: Double = 1e-5, device: Device = .cpu
  ) {
    weight = .ones([channels], device: device)
    bias = .zeros([channels], device: device)
    runningMean = .zeros([channels], device: device)
    runningVariance = .ones([channels], device: device)
    self.momentum = momentum
    self.eps = eps
  }

  /// Normalises `[batch, channels]` or `[batch, channels, spatial…]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.batchNorm(
      weight: weight, bias: bias, runningMean: runningMean, runningVariance: runningVariance,
      training: isTraining, momentum: momentum, eps: eps)
  }
}

/// Zero mean and unit variance over space by image and channel (Ulyanov and others 2016).
public final class InstanceNorm: Module, UnaryLayer {
  /// The scales, `[channels]`; `nil` without affine part.
  @ParameterInfo public var weight: Tensor?
  /// The shifts, `[channels]`; `nil` without affine part.
  @ParameterInfo public var bias: Tensor?
  private let eps: Double

  /// Starts with scales of one and shifts of zero.
  ///
  /// - Parameters:
  ///   - channels: The size of axis 1.
  ///   - eps: Added to the variance.
  ///   - affine: Whether there are scales and shifts.
  ///   - device: Where they are.
  public init(_ channels: Int, eps: Double = 1e-5, affine: Bool = false, device: Device = .cpu) {
    weight = affine ? .ones([channels], device: device) : nil
    bias = affine ? .zeros([channels], device: device) : nil
    self.eps = eps
  }

  /// Normalises `[batch, channels, spatial…]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.instanceNorm(weight: weight, bias: bias, eps: eps)
  }
}
