public import Torch

/// A batch of distributions read as one distribution: trailing batch axes become event axes, and
/// their log-probabilities add up.
public struct Independent<Base: Distribution>: Distribution {
  /// The distributions.
  public let base: Base
  /// How many batch axes have become event axes.
  public let axisCount: Int

  /// Reads the last `axisCount` batch axes of `base` as event axes.
  public init(_ base: Base, axisCount: Int = 1) {
    precondition(
      (0...base.batchShape.count).contains(axisCount),
      "\(axisCount) axes of the batch shape \(base.batchShape)")
    self.base = base
    self.axisCount = axisCount
  }

  /// The batch axes that remain.
  public var batchShape: [Int] { base.batchShape.dropLast(axisCount) }
  /// The axes taken from the batch, then the base's event axes.
  public var eventShape: [Int] { base.batchShape.suffix(axisCount) + base.eventShape }
  /// As the base's.
  public var isReparameterized: Bool { base.isReparameterized }

  /// Draws `shape + batchShape + eventShape`.
  public func sample(_ shape: [Int], using random: RandomSource) -> Tensor {
    base.sample(shape, using: random)
  }

  /// The sum of the log-probabilities.
  public func logProbability(of value: Tensor) -> Tensor {
    base.logProbability(of: value).sumOverLast(axisCount)
  }
}

extension Independent: ClosedFormMoments where Base: ClosedFormMoments {
  /// The base's mean.
  public var mean: Tensor { base.mean }
  /// The base's variance.
  public var variance: Tensor { base.variance }
}

extension Independent: ClosedFormEntropy where Base: ClosedFormEntropy {
  /// The sum of the entropies.
  public var entropy: Tensor { base.entropy.sumOverLast(axisCount) }
}
