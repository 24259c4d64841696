extension EfficientFrontier {
  /// The portfolio of least variance.
  public var minimumVariance: Portfolio { corners[corners.count - 1].portfolio }

  /// The portfolio of largest expected return; of those the one of least variance. Where the return
  /// has no limit, the last corner.
  public var maximumReturn: Portfolio { corners[0].portfolio }

  /// The returns that can be had on the frontier.
  public var returns: ClosedRange<Double> {
    minimumVariance.mean...(ray == nil ? max(minimumVariance.mean, maximumReturn.mean) : .infinity)
  }

  /// The portfolio of least variance whose expected return is at least `goal`.
  ///
  /// - Throws: `PortfolioError` that says which returns can be reached.
  public func portfolio(returning goal: Double) throws(PortfolioError) -> Portfolio {
    guard !goal.isNaN else {
      throw PortfolioError(.request, "the return asked for is not a number.")
    }
    guard goal > minimumVariance.mean else { return minimumVariance }
    guard goal <= returns.upperBound else {
      throw PortfolioError(
        .infeasible,
        "no portfolio that is allowed returns \(NumberWords.percent(goal)); the reachable range is "
          + "\(NumberWords.percent(returns.lowerBound)) to "
          + "\(NumberWords.percent(returns.upperBound)).")
    }
    return locate {
      $0.mean >= goal
    } at: { upper, lower in
      (goal - upper.mean) / (lower.mean - upper.mean)
    }
  }

  /// The portfolio of largest expected return whose volatility is at most `limit`.
  ///
  /// - Throws: `PortfolioError` that says how low the volatility can be.
  public func portfolio(volatility limit: Double) throws(PortfolioError) -> Portfolio {
    guard limit >= minimumVariance.volatility else {
      throw PortfolioError(
        .infeasible,
        "no portfolio that is allowed has a volatility of \(NumberWords.percent(limit)); the least "
          + "is \(NumberWords.percent(minimumVariance.volatility)).")
    }
    let goal = limit * limit
    guard goal < maximumReturn.variance || ray != nil else { return maximumReturn }
    return locate {
      $0.variance >= goal
    } at: { upper, lower in
      segmentParabola(upper, lower).smallestRoot(of: goal)
    }
  }

  /// The portfolio of largest utility mean - ½ riskAversion · variance.
  ///
  /// - Throws: `PortfolioError` when the risk aversion is not above 0.
  public func maximumUtility(riskAversion: Double) throws(PortfolioError) -> Portfolio {
    guard riskAversion > 0 else {
      throw PortfolioError(.request, "the risk aversion is not a number above 0.")
    }
    let lambda = 1 / riskAversion
    if lambda >= corners[0].lambda {
      guard let ray else { return maximumReturn }
      return portfolio(
        zip(corners[0].portfolio.weights, ray).map { $0 + (lambda - corners[0].lambda) * $1 })
    }
    let index = corners.indices.dropFirst().first { corners[$0].lambda <= lambda } ?? 0
    let (upper, lower) = (corners[index - 1], corners[index])
    let place = (lambda - upper.lambda) / (lower.lambda - upper.lambda)
    return mixture(upper, lower, place)
  }

  /// The portfolio of largest Sharpe ratio (mean - riskFree) / volatility; where a portfolio without
  /// risk returns more than `riskFree`, the one of those that returns the most.
  ///
  /// - Parameter riskFree: The return without risk, in the units of the mean.
  /// - Returns: The portfolio.
  /// - Throws: `PortfolioError` when no portfolio returns more than `riskFree`, or when the ratio
  ///   grows for ever.
  public func maximumSharpe(riskFree: Double = 0) throws(PortfolioError) -> Portfolio {
    guard riskFree.isFinite else {
      throw PortfolioError(.request, "the risk-free return is not a number.")
    }
    guard returns.upperBound > riskFree else {
      throw PortfolioError(
        .infeasible,
        "no portfolio that is allowed returns more than the risk-free "
          + "\(NumberWords.percent(riskFree)) (the largest return is "
          + "\(NumberWords.percent(returns.upperBound))), so that none has a Sharpe ratio above 0. "
          + "Lower the risk-free rate, or take the least variance.")
    }
    // λ (mean - riskFree) - variance falls along the frontier, and is 0 at the tangency.
    func excess(_ corner: Corner) -> Double {
      corner.lambda * (corner.portfolio.mean - riskFree) - corner.portfolio.variance
    }
    if excess(corners[0]) <= 0 {
      guard let ray else { return maximumReturn }
      return try tangency(beyond: ray, riskFree: riskFree)
    }
    let (most, rise) = (maximumReturn.variance, maximumReturn.mean - riskFree)
    // Without risk the ratio has no limit, and rounding alone would say which is the largest.
    let riskless = corners.first { corner in
      corner.portfolio.variance <= 1e-14 * most && corner.portfolio.mean - riskFree > 1e-7 * rise
    }
    if let riskless { return riskless.portfolio }
    // On the way to holding nothing, as market-neutral portfolios may, the ratio stays the same, and
    // at the end there is none.
    let held = corners.prefix { corner in
      corner.portfolio.variance > 1e-14 * most
        || abs(corner.portfolio.mean - riskFree) > 1e-7 * rise
    }
    guard let index = held.indices.first(where: { excess(corners[$0]) <= 0 }), index > 0 else {
      return held.count < corners.count ? held.last?.portfolio ?? minimumVariance : minimumVariance
    }
    let (upper, lower) = (corners[index - 1], corners[index])
    let parabola = segmentParabola(upper.portfolio, lower.portfolio)
    let start = upper.portfolio.mean - riskFree
    let slope = lower.portfolio.mean - upper.portfolio.mean
    let place =
      (2 * slope * parabola.constant - parabola.linear * start)
      / (2 * parabola.square * start - parabola.linear * slope)
    return mixture(upper, lower, place.isFinite ? min(1, max(0, place)) : 0)
  }

  /// Portfolios at equal steps of the return, from the largest to the one of least variance.
  ///
  /// - Parameter count: How many, at least 2.
  /// - Returns: The portfolios.
  public func points(_ count: Int) -> [Portfolio] {
    let upper = maximumReturn.mean
    let lower = minimumVariance.mean
    var index = 1
    return (0..<max(2, count)).map { step in
      if step == 0 || corners.count == 1 { return maximumReturn }
      if step == max(2, count) - 1 { return minimumVariance }
      let goal = upper + (lower - upper) * Double(step) / Double(max(2, count) - 1)
      while index < corners.count - 1, corners[index].portfolio.mean > goal { index += 1 }
      let (a, b) = (corners[index - 1], corners[index])
      let place = (goal - a.portfolio.mean) / (b.portfolio.mean - a.portfolio.mean)
      return mixture(a, b, place.isFinite ? min(1, max(0, place)) : 0)
    }
  }
}

// MARK: - Segments

extension EfficientFrontier {
  /// The variance on the way from one portfolio (0) to another (1).
  struct Parabola {
    var constant: Double
    var linear: Double
    var square: Double

    func value(_ t: Double) -> Double { constant + t * (linear + t * square) }

    /// The smallest t ≥ 0 at which the value is `goal`, where it falls from 0 on.
    func smallestRoot(of goal: Double) -> Double {
      let rest = constant - goal
      let discriminant = max(0, linear * linear - 4 * square * rest)
      let divisor = -linear + discriminant.squareRoot()
      return divisor == 0 ? 0 : 2 * rest / divisor
    }
  }

  private func segmentParabola(_ a: Portfolio, _ b: Portfolio) -> Parabola {
    let square = covariance.sparseQuadraticForm(zip(b.weights, a.weights).map(-))
    return Parabola(constant: a.variance, linear: b.variance - a.variance - square, square: square)
  }

  func mixture(_ a: Corner, _ b: Corner, _ place: Double) -> Portfolio {
    let (p, q) = (a.portfolio, b.portfolio)
    let square = (b.lambda - a.lambda) * (q.mean - p.mean)
    let weights = zip(p.weights, q.weights).map { $0 + place * ($1 - $0) }
    // λ is what return costs of the variance and the ridge together, so that it says little of a
    // variance that is next to 0.
    let variance =
      ridge > 0
      ? activeVariance(weights)
      : p.variance + place * (q.variance - p.variance) - place * (1 - place) * square
    return Portfolio(
      weights: weights, mean: p.mean + place * (q.mean - p.mean), variance: variance)
  }

  /// The portfolio of the first segment whose lower end fails `isAbove`.
  private func locate(
    _ isAbove: (Portfolio) -> Bool, at place: (Portfolio, Portfolio) -> Double
  ) -> Portfolio {
    guard let index = corners.firstIndex(where: { !isAbove($0.portfolio) }) else {
      return minimumVariance
    }
    guard index > 0 else {
      guard let ray else { return maximumReturn }
      // A portfolio far out on the ray stands for its end.
      let step = farStep(isAbove, ray)
      let far = portfolio(zip(corners[0].portfolio.weights, ray).map { $0 + step * $1 })
      return mixture(
        Corner(portfolio: far, lambda: corners[0].lambda + step), corners[0],
        place(far, corners[0].portfolio))
    }
    let (upper, lower) = (corners[index - 1], corners[index])
    return mixture(upper, lower, min(1, max(0, place(upper.portfolio, lower.portfolio))))
  }

  private func farStep(_ isAbove: (Portfolio) -> Bool, _ ray: [Double]) -> Double {
    var step = max(1e-12, abs(corners[0].lambda))
    for _ in 0..<200 {
      if isAbove(portfolio(zip(corners[0].portfolio.weights, ray).map { $0 + step * $1 })) { break }
      step *= 2
    }
    return step
  }

  /// A portfolio with these weights; for what lies on the ray, where no costs bend.
  func portfolio(_ weights: [Double]) -> Portfolio {
    Portfolio(weights: weights, mean: dot(mean, weights), variance: activeVariance(weights))
  }

  private func activeVariance(_ weights: [Double]) -> Double {
    covariance.sparseQuadraticForm(benchmark.map { zip(weights, $0).map(-) } ?? weights)
  }

  private func tangency(
    beyond ray: [Double], riskFree: Double
  ) throws(PortfolioError) -> Portfolio {
    // On the ray the variance is V + 2 λ₀ r t + r t² and the mean m + r t, with r = μᵀ ray.
    let corner = corners[0]
    let rate = dot(mean, ray)
    let excess = corner.portfolio.mean - riskFree
    let divisor = excess - corner.lambda * rate
    let step = (corner.portfolio.variance - corner.lambda * excess) / divisor
    guard divisor > 0, step.isFinite else {
      throw PortfolioError(
        .unbounded,
        "the Sharpe ratio grows the further the weights go; give the weights bounds or limit the "
          + "sum of absolute weights.")
    }
    return portfolio(zip(corner.portfolio.weights, ray).map { $0 + step * $1 })
  }
}
