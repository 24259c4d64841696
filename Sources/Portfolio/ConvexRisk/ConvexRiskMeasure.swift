/// A convex risk of a portfolio's returns that `ScenarioOptimizer` can make as small as possible.
///
/// Losses are negative returns. A drawdown is how far the sum of the returns so far lies below the
/// highest sum before it, the start (0) included; it is in units of the invested sum and not
/// compounded, so that it is convex in the weights (Chekhlov, Uryasev and Zabarankin 2005).
public enum ConvexRiskMeasure: Sendable, Equatable, Hashable {
  /// The mean of the worst 1 - `level` of the losses (Rockafellar and Uryasev 2000).
  case conditionalValueAtRisk(level: Double)
  /// The smallest upper bound of value at risk by Chernoff's inequality at `level` (Ahmadi-Javid
  /// 2012).
  case entropicValueAtRisk(level: Double)
  /// The largest loss.
  case worstCase
  /// The mean distance of the returns from their mean (Konno and Yamazaki 1991).
  case meanAbsoluteDeviation
  /// The mean square of what returns lack to `target`, or to their mean where it is nil.
  case semivariance(target: Double? = nil)
  /// The root of the semivariance.
  case semideviation(target: Double? = nil)
  /// The mean of what returns lack to `target`, or to their mean where it is nil.
  case firstLowerPartialMoment(target: Double? = nil)
  /// The mean distance between the returns of two different scenarios: the sum over all ordered
  /// pairs, each with the product of its probabilities, over the probability that the two differ.
  case giniMeanDifference
  /// The largest drawdown.
  case maximumDrawdown
  /// The mean drawdown.
  case averageDrawdown
  /// The mean of the worst 1 - `level` of the drawdowns.
  case conditionalDrawdown(level: Double)
  /// The entropic value at risk of the drawdowns at `level`.
  case entropicDrawdown(level: Double)
  /// The root of the mean square of the drawdowns (Martin and McCann 1989).
  case ulcerIndex

  /// Whether the order of the returns matters.
  public var dependsOnPath: Bool {
    switch self {
    case .maximumDrawdown, .averageDrawdown, .conditionalDrawdown, .entropicDrawdown, .ulcerIndex:
      true
    default: false
    }
  }

  /// Whether the measure is the root of what the solver minimises.
  var isRoot: Bool {
    switch self {
    case .semideviation, .ulcerIndex: true
    default: false
    }
  }

  /// The level, where there is one.
  var level: Double? {
    switch self {
    case .conditionalValueAtRisk(let level), .entropicValueAtRisk(let level),
      .conditionalDrawdown(let level), .entropicDrawdown(let level):
      level
    default: nil
    }
  }

  /// The target of a lower partial moment; nil stands for the mean.
  var target: Double? {
    switch self {
    case .semivariance(let target), .semideviation(let target),
      .firstLowerPartialMoment(let target):
      target
    default: nil
    }
  }

  /// Whether the measure looks at returns less their mean.
  var isCentred: Bool {
    switch self {
    case .meanAbsoluteDeviation, .giniMeanDifference: true
    case .semivariance(let target), .semideviation(let target),
      .firstLowerPartialMoment(let target):
      target == nil
    default: false
    }
  }
}
