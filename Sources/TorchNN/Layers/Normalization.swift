public import Torch

/// Zero mean and unit variance over the last axis, then scale and shift (Ba and others 2016).
public final class LayerNorm: Module, UnaryLayer {
  /// The scales, `[dimensions]`; `nil` without affine part.
  @ParameterInfo public var weight: Tensor?
  /// The shifts, `[dimensions]`; `nil` without affine part.
  @ParameterInfo public var bias: Tensor?
  private let dimensions: Int
  package let eps: Double

  /// Starts with scales of one and shifts of zero.
  ///
  /// - Parameters:
  ///   - dimensions: The size of the last axis.
  ///   - eps: Added to the variance.
  ///   - affine: Whether there are scales and shifts.
  ///   - device: Where they are.
  public init(_ dimensions: Int, eps: Double = 1e-5, affine: Bool = true, device: Device = .cpu) {
    weight = affine ? .ones([dimensions], device: device) : nil
    bias = affine ? .zeros([dimensions], device: device) : nil
    self.dimensions = dimensions
    self.eps = eps
  }

  /// Normalises `[…, dimensions]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.layerNorm(shape: [dimensions], weight: weight, bias: bias, eps: eps)
  }
}

/// Unit root mean square over the last axis, then scale (Zhang and Sennrich 2019).
public final class RMSNorm: Module, UnaryLayer {
  /// The scales, `[dimensions]`.
  @ParameterInfo public var weight: Tensor
  private let eps: Double

  /// Starts with scales of one.
  public init(_ dimensions: Int, eps: Double = 1e-5, device: Device = .cpu) {
    weight = .ones([dimensions], device: device)
    self.eps = eps
  }

  /// Normalises `[…, dimensions]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.rmsNorm(shape: [weight.size], weight: weight, eps: eps)
  }
}

/// Zero mean and unit variance over groups of channels, then scale and shift (Wu and He 2018).
public final class GroupNorm: Module, UnaryLayer {
  /// The scales, `[channels]`.
  @ParameterInfo public var weight: Tensor
  /// The shifts, `[channels]`.
  @ParameterInfo public var bias: Tensor
  private let groups: Int
  private let eps: Double

  /// Starts with scales of one and shifts of zero.
  ///
  /// - Parameters:
  ///   - groups: How many groups the channels form; divides `channels`.
  ///   - channels: The size of axis 1.
  ///   - eps: Added to the variance.
  ///   - device: Where the parameters are.
  public init(_ groups: Int, channels: Int, eps: Double = 1e-5, device: Device = .cpu) {
    precondition(channels % groups == 0, "\(channels) channels do not form \(groups) groups")
    weight = .ones([channels], device: device)
    bias = .zeros([channels], device: device)
    self.groups = groups
    self.eps = eps
  }

  /// Normalises `[batch, channels, …]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.groupNorm(groups: groups, weight: weight, bias: bias, eps: eps)
  }
}
