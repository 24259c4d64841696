public import Torch

/// x Wᵀ + b.
public final class Linear: Module, UnaryLayer {
  /// W, `[outputs, inputs]`.
  @ParameterInfo public var weight: Tensor
  /// b, `[outputs]`.
  @ParameterInfo public var bias: Tensor?

  /// Draws W and b uniformly from ±1/√inputs.
  ///
  /// - Parameters:
  ///   - inputDimensions: Features of the input, its last axis.
  ///   - outputDimensions: Features of the output.
  ///   - bias: Whether there is a b.
  ///   - random: The source of the first weights.
  public init(
    _ inputDimensions: Int, _ outputDimensions: Int, bias: Bool = true, using random: RandomSource
  ) {
    weight = .fanInUniform(
      [outputDimensions, inputDimensions], fanIn: inputDimensions, using: random)
    self.bias =
      bias ? .fanInUniform([outputDimensions], fanIn: inputDimensions, using: random) : nil
  }

  /// Maps `[…, inputs]` to `[…, outputs]`.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.linear(weight: weight, bias: bias) }

  /// Maps max(x, 0).
  func callAsFunction(rectifying x: Tensor) -> Tensor {
    x.rectifiedLinear(weight: weight, bias: bias)
  }
}

extension Tensor {
  /// Uniform in ±1/√fanIn, as PyTorch starts linear and convolutional layers.
  static func fanInUniform(_ shape: [Int], fanIn: Int, using random: RandomSource) -> Tensor {
    let bound = fanIn > 0 ? 1 / Double(fanIn).squareRoot() : 0
    return withoutGradient {
      .randomUniform(shape, low: -bound, high: bound, using: random)
    }
  }
}
