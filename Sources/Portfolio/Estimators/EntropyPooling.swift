import Foundation

/// The probabilities of scenarios that fulfil views and stay as near to the prior ones as they can.
///
/// Nearest means the smallest relative entropy Σ q log(q / p). Means are linear in q; a variance or
/// a correlation is once the means (and variances) it is measured from are fixed, so that views on
/// means come first, then those on volatilities, then those on correlations. Source: Meucci, "Fully
/// flexible views: theory and practice", Risk, 2008.
public struct EntropyPooling: Sendable, Equatable {
  /// The probability of each scenario.
  public let probabilities: [Double]
  /// exp of the entropy of the probabilities: how many equally likely scenarios know as much. A
  /// small number says that the views rest on few scenarios. Meucci, 2012, equation 11.
  public let effectiveScenarioCount: Double
  /// Σ q log(q / p), in nats: how much the views say that the prior does not.
  public let relativeEntropy: Double

  /// Combines scenarios with views.
  ///
  /// - Parameters:
  ///   - scenarios: the returns of the assets, one scenario a row.
  ///   - prior: the probability of each scenario; all alike where none are given.
  ///   - views: what is believed; in any order. Confidences of linear views are not used: every
  ///     view holds.
  /// - Throws: `PortfolioError` of kind `infeasible` where a view lies outside what the scenarios
  ///   can give (the reachable range is named) or views contradict each other (those that do are
  ///   named), and of kind `data` or `request` where the input makes no sense.
  public init(_ scenarios: Returns, prior: [Double]? = nil, views: [EntropyView]) throws {
    try scenarios.check()
    let prior = try Self.checked(prior, count: scenarios.periodCount)
    var pool = ScenarioConstraints(scenarios)
    for view in views { try view.check(scenarios) }
    var probabilities = prior
    var constraints: [DualConstraint] = []
    for stage in EntropyView.Stage.allCases {
      let now = views.filter { $0.stage == stage }
      guard !now.isEmpty else { continue }
      for view in now { constraints += pool.constraints(view, under: probabilities) }
      probabilities = try RelativeEntropyDual(prior: prior, constraints: constraints).solve()
    }
    self.probabilities = probabilities
    effectiveScenarioCount = exp(-probabilities.reduce(0) { $0 + ($1 > 0 ? $1 * log($1) : 0) })
    relativeEntropy = zip(probabilities, prior).reduce(0) {
      $0 + ($1.0 > 0 ? $1.0 * log($1.0 / $1.1) : 0)
    }
  }

  /// The means and the covariance (with the probabilities as weights) of scenarios.
  ///
  /// - Precondition: there are as many scenarios as probabilities.
  public func moments(of scenarios: Returns) -> (mean: [Double], covariance: Matrix) {
    precondition(scenarios.periodCount == probabilities.count, "other scenarios")
    let mean = WeightedMoments.mean(scenarios.values, weights: probabilities)
    return (
      mean,
      WeightedMoments.crossProducts(
        scenarios.values, centre: mean, weights: probabilities, divisor: 1)
    )
  }

  private static func checked(_ prior: [Double]?, count: Int) throws -> [Double] {
    guard let prior else { return [Double](repeating: 1 / Double(count), count: count) }
    let total = prior.reduce(0, +)
    guard prior.count == count, prior.allSatisfy({ $0 >= 0 }), total > 0, total.isFinite else {
      throw PortfolioError(
        .request,
        "The prior needs one probability for each of the \(count) scenarios, none negative and not "
          + "all zero.")
    }
    return prior.map { $0 / total }
  }
}
