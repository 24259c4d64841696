public import Torch

/// The distribution of y = f(x) for x of a base distribution and an invertible f.
///
/// log p(y) = log p(f⁻¹(y)) + log |det ∂f⁻¹/∂y|. Sampling is reparameterised where the base's is.
public struct TransformedDistribution<Base: Distribution>: Distribution {
  /// The distribution of x.
  public let base: Base
  /// f.
  public let bijection: any Bijection

  /// Makes the distribution of `bijection.forward(x)`.
  public init(_ base: Base, _ bijection: any Bijection) {
    let axisCount = base.batchShape.count + base.eventShape.count
    precondition(
      bijection.eventAxisCount <= axisCount,
      "a bijection of \(bijection.eventAxisCount) axes on a distribution of \(axisCount)")
    self.base = base
    self.bijection = bijection
  }

  /// Batch axes that the bijection mixes belong to the event.
  private var takenAxisCount: Int { max(0, bijection.eventAxisCount - base.eventShape.count) }
  /// Where the bijection falls, as a mask for values on `device`.
  fileprivate func falls(on device: Device) -> Tensor { bijection.isDecreasing.to(device: device) }
  /// The base's batch axes, less those that the bijection mixes.
  public var batchShape: [Int] { base.batchShape.dropLast(takenAxisCount) }
  /// The base's event axes, and before them the batch axes that the bijection mixes.
  public var eventShape: [Int] { base.batchShape.suffix(takenAxisCount) + base.eventShape }
  /// As the base's.
  public var isReparameterized: Bool { base.isReparameterized }

  /// Draws `shape + batchShape + eventShape`.
  public func sample(_ shape: [Int], using random: RandomSource) -> Tensor {
    bijection.forward(base.sample(shape, using: random))
  }

  /// The log-density.
  public func logProbability(of value: Tensor) -> Tensor {
    let (x, logDeterminant) = bijection.inverseAndLogDeterminant(value)
    let density = base.logProbability(of: x).sumOverLast(takenAxisCount)
    let spare = eventShape.count - bijection.eventAxisCount
    return density + logDeterminant.sumOverLast(spare)
  }
}

extension TransformedDistribution: ClosedFormCumulative where Base: ClosedFormCumulative {
  /// The base's cumulative probability of f⁻¹(y), or of its complement where f falls.
  ///
  /// - Precondition: the bijection works elementwise.
  public func cumulativeDistribution(of value: Tensor) -> Tensor {
    precondition(bijection.eventAxisCount == 0, "a cumulative distribution of several elements")
    let below = base.cumulativeDistribution(of: bijection.inverse(value))
    return (1 - below).where(falls(on: value.device), else: below)
  }
}

extension TransformedDistribution: ClosedFormQuantile where Base: ClosedFormQuantile {
  /// f of the base's quantile, or of its complement's where f falls.
  ///
  /// - Precondition: the bijection works elementwise.
  public func quantile(_ probability: Tensor) -> Tensor {
    precondition(bijection.eventAxisCount == 0, "a quantile of several elements")
    let at = (1 - probability).where(falls(on: probability.device), else: probability)
    return bijection.forward(base.quantile(at))
  }
}
