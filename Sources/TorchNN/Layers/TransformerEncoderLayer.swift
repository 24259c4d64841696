public import Torch

/// Attention and a feed-forward network, each added to its input (Vaswani and others 2017).
public final class TransformerEncoderLayer: Module, UnaryLayer {
  /// The attention.
  public let attention: MultiHeadAttention
  /// Before or after the attention.
  public let norm1: LayerNorm
  /// Into the feed-forward network.
  public let linear1: Linear
  /// Out of it.
  public let linear2: Linear
  /// Before or after it.
  public let norm2: LayerNorm
  private let activation: any UnaryLayer
  private let dropout: Dropout
  private let normalizesFirst: Bool

  /// Makes a layer.
  ///
  /// - Parameters:
  ///   - dimensions: Features of input and output.
  ///   - heads: Heads of the attention.
  ///   - feedForwardDimensions: Features inside the feed-forward network.
  ///   - dropout: The probability that an element is dropped, after attention and in and after the
  ///     feed-forward network.
  ///   - activation: Inside the feed-forward network.
  ///   - normalizesFirst: Whether each part's input is normalised, rather than the sums; deep
  ///     networks train more easily so (Xiong and others 2020).
  ///   - random: The source of the first weights, and of the dropout while training.
  public init(
    _ dimensions: Int, heads: Int, feedForwardDimensions: Int, dropout: Double = 0,
    activation: any UnaryLayer = GELU(), normalizesFirst: Bool = true, using random: RandomSource
  ) {
    attention = MultiHeadAttention(dimensions, heads: heads, using: random)
    norm1 = LayerNorm(dimensions, device: random.device)
    linear1 = Linear(dimensions, feedForwardDimensions, using: random)
    linear2 = Linear(feedForwardDimensions, dimensions, using: random)
    norm2 = LayerNorm(dimensions, device: random.device)
    self.activation = activation
    self.dropout = Dropout(dropout, using: random)
    self.normalizesFirst = normalizesFirst
  }

  /// Maps `[batch, length, dimensions]` to the same shape.
  public func callAsFunction(_ x: Tensor) -> Tensor { callAsFunction(x, mask: nil) }

  /// Maps `[batch, length, dimensions]` to the same shape; `mask` is added to the scores.
  public func callAsFunction(_ x: Tensor, mask: Tensor?) -> Tensor {
    if normalizesFirst {
      let attended = x + dropout(attention(norm1(x), mask: mask))
      return attended + feedForward(norm2(attended))
    }
    let attended = norm1(x + dropout(attention(x, mask: mask)))
    return norm2(attended + feedForward(attended))
  }

  private func feedForward(_ x: Tensor) -> Tensor {
    dropout(linear2(dropout(activation(linear1(x)))))
  }
}
