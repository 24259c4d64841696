import Foundation

extension ScenarioOptimizer {
  /// Finds the portfolio with the largest mean return among those of at most a risk.
  ///
  /// The least risk for a mean return is a convex function of the mean that rises above that of the
  /// least risk: a chord never lies below it, so that where the chord meets the limit the risk is
  /// within it. Chords, with their outer end halved where it stays (Illinois), close in on the limit.
  ///
  /// - Parameters:
  ///   - measure: the risk.
  ///   - limit: the most it may be.
  /// - Returns: the portfolio; what it proves is that its risk is the least for its mean.
  /// - Throws: `PortfolioError` as `minimize` does; `.infeasible` if the least risk lies above `limit`.
  public func maximizeMean(
    _ measure: ConvexRiskMeasure, riskAtMost limit: Double
  ) throws -> ScenarioSolution {
    try maximizeMean(riskAtMost: limit, name: RiskNames.name(measure)) { floor in
      guard let floor else { return try minimize(measure) }
      return try minimize(measure, meanAtLeast: floor)
    }
  }

  /// The largest mean for which `least`, the least risk with at least a mean, keeps the limit.
  func maximizeMean(
    riskAtMost limit: Double, name: String, _ least: (Double?) throws -> ScenarioSolution
  ) throws -> ScenarioSolution {
    guard limit.isFinite else {
      throw PortfolioError(.request, "the risk \(limit) that is asked for is not a number")
    }
    var best = try least(nil)
    var iterations = best.iterations
    guard best.risk <= limit else {
      throw PortfolioError(
        .infeasible,
        "no portfolio that is allowed has a \(name) of \(NumberWords.percent(limit)); the least is "
          + "\(NumberWords.percent(best.risk)).")
    }
    let top = try largestMean()
    let reach = top - best.mean
    guard reach > 1e-12 * max(abs(top), abs(best.mean)) else { return best }
    var high = best.mean + (1 - 1e-9) * reach
    let last = try least(high)
    iterations += last.iterations
    if last.risk <= limit { return last }
    var (low, below, above) = (best.mean, best.risk - limit, last.risk - limit)
    let precision = 1e-9 * max(abs(limit), 1e-3 * last.risk)
    var side = 0
    for _ in 0..<60 where limit - best.risk > precision && high - low > 1e-10 * reach {
      let middle = min(
        max((low * above - high * below) / (above - below), low + 1e-3 * (high - low)),
        high - 1e-3 * (high - low))
      let next = try least(middle)
      iterations += next.iterations
      if next.risk <= limit {
        (low, below) = (middle, next.risk - limit)
        if side < 0 { above *= 0.5 }
        side = -1
        best = next
      } else {
        (high, above) = (middle, next.risk - limit)
        if side > 0 { below *= 0.5 }
        side = 1
      }
    }
    best.iterations = iterations
    return best
  }
}
