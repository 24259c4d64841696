public import Torch

/// softmax(q kᵀ / √d) v in several subspaces side by side (Vaswani and others 2017).
public final class MultiHeadAttention: Module, UnaryLayer {
  /// The projections to queries, keys and values, one above the other, `[3 · dimensions,
  /// dimensions]`.
  @ParameterInfo public var inputWeight: Tensor
  /// Their shifts, `[3 · dimensions]`.
  @ParameterInfo public var inputBias: Tensor?
  /// The map from the joined heads to the output.
  public let outputProjection: Linear
  private let dimensions: Int
  private let heads: Int

  /// Draws the projections uniformly, in proportion to 1/√(inputs + outputs); shifts are zero.
  ///
  /// - Parameters:
  ///   - dimensions: Features of inputs and outputs.
  ///   - heads: How many subspaces; divides `dimensions`.
  ///   - bias: Whether the maps have shifts.
  ///   - random: The source of the first weights.
  public init(_ dimensions: Int, heads: Int, bias: Bool = true, using random: RandomSource) {
    precondition(dimensions % heads == 0, "\(dimensions) features do not form \(heads) heads")
    let bound = (6 / Double(4 * dimensions)).squareRoot()
    inputWeight = .randomUniform(
      [3 * dimensions, dimensions], low: -bound, high: bound, using: random)
    inputBias = bias ? .zeros([3 * dimensions], device: random.device) : nil
    outputProjection = Linear(dimensions, dimensions, bias: bias, using: random)
    if let shifts = outputProjection.bias { withoutGradient { shifts.fillInPlace(0) } }
    self.dimensions = dimensions
    self.heads = heads
  }

  /// Each position of `[batch, length, dimensions]` attends to all.
  public func callAsFunction(_ x: Tensor) -> Tensor { callAsFunction(x, mask: nil) }

  /// Each position of `x` attends to those that `mask` leaves.
  ///
  /// - Parameters:
  ///   - x: `[batch, length, dimensions]`.
  ///   - mask: Added to the scores `[batch, heads, length, length]`, with broadcasting; -∞ hides.
  /// - Returns: `[batch, length, dimensions]`.
  public func callAsFunction(_ x: Tensor, mask: Tensor?) -> Tensor {
    let projected = x.linear(weight: inputWeight, bias: inputBias)
      .reshape([x.size(0), x.size(1), 3, heads, dimensions / heads])
      .permute([2, 0, 3, 1, 4]).unbind(axis: 0)
    return attend(projected[0], projected[1], projected[2], mask: mask)
  }

  /// Each position of `queries` attends to the positions of `keys`.
  ///
  /// - Parameters:
  ///   - queries: `[batch, length, dimensions]`.
  ///   - keys: `[batch, sources, dimensions]`.
  ///   - values: Shaped like `keys`, which stand for them where `nil`.
  ///   - mask: Added to the scores `[batch, heads, length, sources]`, with broadcasting.
  /// - Returns: `[batch, length, dimensions]`.
  public func callAsFunction(
    _ queries: Tensor, keys: Tensor, values: Tensor? = nil, mask: Tensor? = nil
  ) -> Tensor {
    let projected = zip([queries, keys, values ?? keys], 0..<3).map { input, part in
      let start = part * dimensions
      return input.linear(
        weight: inputWeight.narrow(axis: 0, start: start, length: dimensions),
        bias: inputBias?.narrow(axis: 0, start: start, length: dimensions)
      )
      .reshape([input.size(0), input.size(1), heads, dimensions / heads]).transpose(1, 2)
    }
    return attend(projected[0], projected[1], projected[2], mask: mask)
  }

  private func attend(_ queries: Tensor, _ keys: Tensor, _ values: Tensor, mask: Tensor?) -> Tensor
  {
    let joined = queries.attention(keys: keys, values: values, mask: mask)
    return outputProjection(
      joined.transpose(1, 2).reshape([queries.size(0), queries.size(2), dimensions]))
  }
}
