public import Torch

/// A table of vectors, one for each index.
public final class Embedding: Module, UnaryLayer {
  /// The vectors, `[count, dimensions]`.
  @ParameterInfo public var weight: Tensor

  /// Draws the vectors from the standard normal distribution.
  ///
  /// - Parameters:
  ///   - count: How many vectors there are.
  ///   - dimensions: Their length.
  ///   - random: The source of the first weights.
  public init(_ count: Int, _ dimensions: Int, using random: RandomSource) {
    weight = .randomNormal([count, dimensions], using: random)
  }

  /// Maps indices `[…]`, int64, to vectors `[…, dimensions]`.
  public func callAsFunction(_ x: Tensor) -> Tensor { weight.embedding(x) }

  /// The scores of vectors `[…, dimensions]` against all of the table: an output layer that shares
  /// its weights with the input.
  public func asLinear(_ x: Tensor) -> Tensor { x.linear(weight: weight) }
}
