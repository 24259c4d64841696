public import Torch

/// A mixture Σₖ wₖ pₖ(x) of K distributions of one family.
///
/// The last batch axis of the components counts them. Sampling is not reparameterised, because the
/// choice of the component is discrete.
public struct MixtureSameFamily<Component: Distribution>: Distribution {
  /// The weights, a categorical distribution with batch shape `batchShape`.
  public let weights: Categorical
  /// The components, with batch shape `batchShape + [K]`.
  public let components: Component

  /// Makes a mixture.
  ///
  /// - Parameters:
  ///   - logits: Log-weights up to a constant, broadcastable to `batchShape + [K]`.
  ///   - components: Distributions with batch shape `batchShape + [K]`.
  public init(logits: Tensor, components: Component) {
    precondition(!components.batchShape.isEmpty, "components without an axis that counts them")
    weights = Categorical(logits: logits.expand(components.batchShape))
    self.components = components
  }

  /// The components' batch shape without its last axis.
  public var batchShape: [Int] { components.batchShape.dropLast() }
  /// The components' event shape.
  public var eventShape: [Int] { components.eventShape }
  /// The choice of a component is discrete.
  public var isReparameterized: Bool { false }

  /// Draws `shape + batchShape + eventShape`.
  public func sample(_ shape: [Int], using random: RandomSource) -> Tensor {
    withoutGradient {
      let axis = shape.count + batchShape.count
      let drawn = components.sample(shape, using: random)
      let chosen = weights.sample(shape, using: random)
      let padded = chosen.reshape(chosen.shape + [1] + eventShape.map { _ in 1 })
      let index = padded.expand(shape + batchShape + [1] + eventShape)
      return drawn.gather(axis: axis, index: index).squeeze(axis: axis)
    }
  }

  /// log Σₖ wₖ pₖ(x), without underflow.
  public func logProbability(of value: Tensor) -> Tensor {
    let each = components.logProbability(of: spread(value))
    return (weights.logProbabilities + each).logSumExp(axis: -1)
  }

  /// The value with an axis of size one where the components are counted.
  private func spread(_ value: Tensor) -> Tensor {
    value.expandDims(axis: -1 - eventShape.count)
  }

  /// Σₖ wₖ mₖ for values `batchShape + [K] + eventShape`.
  fileprivate func average(_ values: Tensor) -> Tensor {
    let shape = components.batchShape + eventShape.map { _ in 1 }
    return (weights.probabilities.reshape(shape) * values).sum(axis: -1 - eventShape.count)
  }
}

extension MixtureSameFamily: ClosedFormMoments where Component: ClosedFormMoments {
  /// The weighted mean of the components' means.
  public var mean: Tensor { average(components.mean) }
  /// The mean variance within the components and the variance of their means.
  public var variance: Tensor {
    let offset = components.mean - mean.expandDims(axis: -1 - eventShape.count)
    return average(components.variance + offset.squared())
  }
}

extension MixtureSameFamily: ClosedFormCumulative where Component: ClosedFormCumulative {
  /// The weighted mean of the components' cumulative probabilities.
  public func cumulativeDistribution(of value: Tensor) -> Tensor {
    average(components.cumulativeDistribution(of: value.expandDims(axis: -1)))
  }
}
