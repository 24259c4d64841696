extension EfficientFrontier {
  /// The portfolio of least value at risk where returns are normal: the least z σ - mean, with z the
  /// quantile of the standard normal distribution.
  ///
  /// It is efficient, and where the frontier's slope is such that z λ = σ. Values at risk of other
  /// distributions are not convex, and have no exact optimum here.
  ///
  /// - Parameter confidence: The level, above one half, such as 0.95.
  /// - Returns: The portfolio; its value at risk is z · volatility - mean, for the period of the mean.
  /// - Throws: `PortfolioError` when the confidence makes no sense, or the value at risk falls for
  ///   ever.
  public func minimumGaussianValueAtRisk(
    confidence: Double
  ) throws(PortfolioError) -> Portfolio {
    guard confidence > 0.5, confidence < 1 else {
      throw PortfolioError(
        .request, "the confidence \(confidence) is not between one half and 1, as 0.95 is.")
    }
    let z = StandardNormal.quantile(confidence)
    func excess(_ corner: Corner) -> Double { z * corner.lambda - corner.portfolio.volatility }
    if excess(corners[0]) <= 0 {
      guard ray == nil else {
        throw PortfolioError(
          .unbounded,
          "the value at risk falls the further the weights go; give the weights bounds.")
      }
      return maximumReturn
    }
    guard let index = corners.indices.first(where: { excess(corners[$0]) <= 0 }) else {
      return minimumVariance
    }
    let (upper, lower) = (corners[index - 1], corners[index])
    // z² (λ + t Δλ)² = V + t B + t² D has one root between the corners.
    let change = lower.lambda - upper.lambda
    let square = change * (lower.portfolio.mean - upper.portfolio.mean)
    let linear = lower.portfolio.variance - upper.portfolio.variance - square
    func balance(_ t: Double) -> Double {
      let lambda = upper.lambda + t * change
      let variance = upper.portfolio.variance + t * (linear + t * square)
      return z * z * lambda * lambda - variance
    }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if balance(middle) > 0 { low = middle } else { high = middle }
    }
    let place = (low + high) / 2
    let (p, q) = (upper.portfolio, lower.portfolio)
    return Portfolio(
      weights: zip(p.weights, q.weights).map { $0 + place * ($1 - $0) },
      mean: p.mean + place * (q.mean - p.mean),
      variance: p.variance + place * (linear + place * square))
  }
}
