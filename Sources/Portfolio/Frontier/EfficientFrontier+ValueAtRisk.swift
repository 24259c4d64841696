/// The Gaussian value at risk is z σ - mean. Of portfolios with one mean the least variance has the
/// least of it, so that every best portfolio lies on the frontier; there σ is convex in the mean, and
/// with it the value at risk. What is asked for is thus where one function changes its sign, once.
extension EfficientFrontier {
  /// The portfolio of least Gaussian value at risk.
  ///
  /// Along the frontier its slope is z λ / σ - 1; above the least one it rises with the mean, so that
  /// a return that is asked for and is not there by itself is met with equality.
  ///
  /// - Parameters:
  ///   - risk: The value at risk.
  ///   - goal: The least expected return, in the units of the mean; `nil` for any.
  /// - Returns: The portfolio.
  /// - Throws: `PortfolioError` when no portfolio has the return, or the value at risk falls for ever.
  public func minimum(
    _ risk: GaussianValueAtRisk, returning goal: Double? = nil
  ) throws(PortfolioError) -> Portfolio {
    let z = risk.multiple
    guard let least = crossing({ lambda, _, variance in z * lambda - variance.squareRoot() })
    else {
      throw PortfolioError(
        .unbounded,
        "the value at risk falls the further the weights go; give the weights bounds.")
    }
    guard let goal, !(goal <= least.mean) else { return least }
    return try portfolio(returning: goal)
  }

  /// The portfolio of largest expected return whose Gaussian value at risk is at most `limit`.
  ///
  /// - Parameters:
  ///   - risk: The value at risk.
  ///   - limit: The most it may be, of one of its periods.
  /// - Returns: The portfolio.
  /// - Throws: `PortfolioError` that says how low the value at risk can be.
  public func maximumReturn(
    _ risk: GaussianValueAtRisk, atMost limit: Double
  ) throws(PortfolioError) -> Portfolio {
    let least = try minimum(risk)
    guard limit >= risk.value(of: least) else {
      throw PortfolioError(
        .infeasible,
        "no portfolio that is allowed has a Gaussian value at risk of "
          + "\(NumberWords.percent(limit)); the least is "
          + "\(NumberWords.percent(risk.value(of: least))).")
    }
    let (z, most) = (risk.multiple, limit * risk.periods)
    guard
      let found = crossing({ _, mean, variance in z * variance.squareRoot() - mean - most })
    else {
      throw PortfolioError(
        .unbounded,
        "the return grows for ever within this value at risk; give the weights bounds.")
    }
    return found.mean > least.mean ? found : least
  }

  /// The portfolio of the largest ratio of the expected return above `riskFree` to the Gaussian value
  /// at risk.
  ///
  /// The ratio has one peak on the frontier, where z (variance - λ (mean - riskFree)) = riskFree σ; for
  /// a riskFree of 0 that is the largest Sharpe ratio.
  ///
  /// - Parameters:
  ///   - risk: The value at risk.
  ///   - riskFree: The return without risk, in the units of the mean.
  /// - Returns: The portfolio.
  /// - Throws: `PortfolioError` when no portfolio returns more than `riskFree`, when one does without
  ///   any value at risk, or when the ratio grows for ever.
  public func maximumRatio(
    _ risk: GaussianValueAtRisk, riskFree: Double = 0
  ) throws(PortfolioError) -> Portfolio {
    let sharpest = try maximumSharpe(riskFree: riskFree)
    let judged = riskFree == 0 ? sharpest : try minimum(risk, returning: riskFree)
    guard risk.value(of: judged) > 0
    else {
      throw PortfolioError(
        .request,
        "a portfolio that returns more than the risk-free \(NumberWords.percent(riskFree)) has no "
          + "Gaussian value at risk, so that no ratio is the largest; ask for a higher confidence.")
    }
    if riskFree == 0 { return sharpest }
    let z = risk.multiple
    guard
      let found = crossing({ lambda, mean, variance in
        z * (lambda * (mean - riskFree) - variance) + riskFree * variance.squareRoot()
      })
    else {
      throw PortfolioError(
        .unbounded, "the ratio grows the further the weights go; give the weights bounds.")
    }
    return found
  }

  /// The first portfolio, from the largest return down, at which `balance` is not above 0: the one of
  /// least variance where there is none.
  ///
  /// - Parameter balance: A function of λ, mean and variance that changes its sign at most once.
  /// - Returns: The portfolio, to rounding; `nil` where the return has no limit and the balance does not
  ///   get above 0.
  private func crossing(_ balance: (Double, Double, Double) -> Double) -> Portfolio? {
    func value(_ corner: Corner) -> Double {
      balance(corner.lambda, corner.portfolio.mean, max(0, corner.portfolio.variance))
    }
    guard value(corners[0]) <= 0 else {
      guard let index = corners.indices.first(where: { value(corners[$0]) <= 0 }) else {
        return minimumVariance
      }
      return root(corners[index - 1], corners[index], balance)
    }
    guard let ray else { return maximumReturn }
    var step = max(1e-12, abs(corners[0].lambda))
    for _ in 0..<200 {
      let far = Corner(
        portfolio: portfolio(zip(corners[0].portfolio.weights, ray).map { $0 + step * $1 }),
        lambda: corners[0].lambda + step)
      if value(far) > 0 { return root(far, corners[0], balance) }
      step *= 2
    }
    return nil
  }

  /// Where the balance is 0 between a corner above and one below it.
  private func root(
    _ upper: Corner, _ lower: Corner, _ balance: (Double, Double, Double) -> Double
  ) -> Portfolio {
    let (p, q) = (upper.portfolio, lower.portfolio)
    let bend = (lower.lambda - upper.lambda) * (q.mean - p.mean)
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let t = (low + high) / 2
      let variance = p.variance + t * (q.variance - p.variance) - t * (1 - t) * bend
      let isAbove =
        balance(
          upper.lambda + t * (lower.lambda - upper.lambda), p.mean + t * (q.mean - p.mean),
          max(0, variance)) > 0
      if isAbove { low = t } else { high = t }
    }
    return mixture(upper, lower, high)
  }
}
