/// What each asset adds to the risk of a portfolio: Euler's allocation.
///
/// The contribution of an asset is its weight times the derivative of the measure by that weight,
/// divided by the measure's degree. Contributions sum to the measure where it has a degree
/// (`RiskMeasure.degree`). Where the measure has a kink, such as the worst case of two scenarios,
/// one subgradient is taken. Source: Tasche, "Risk contributions and performance measurement", 1999.
public struct RiskContributions: Sendable, Equatable, Codable {
  /// The measure.
  public let measure: RiskMeasure
  /// The risk of the portfolio.
  public let total: Double
  /// The derivative of the risk by each weight.
  public let marginal: [Double]
  /// What each asset contributes, in the units of `total`.
  public let contributions: [Double]

  /// The contributions as parts of the total risk; zeros where there is no risk.
  public var shares: [Double] {
    contributions.map { total == 0 ? 0 : $0 / total }
  }

  /// Computes the contributions from the returns of the assets.
  ///
  /// - Parameters:
  ///   - measure: what risk is.
  ///   - weights: the weight of each asset.
  ///   - returns: simple returns, `[periods, assets]`.
  ///   - probabilities: how likely each period is, up to a common factor; equally where `nil`.
  /// - Throws: `PortfolioError` where the shapes do not fit or a number makes no sense.
  public init(
    measure: RiskMeasure, weights: [Double], returns: Matrix, probabilities: [Double]? = nil
  ) throws {
    guard weights.count == returns.columnCount else {
      throw PortfolioError(
        .request, "there are \(weights.count) weights for \(returns.columnCount) assets")
    }
    let measured = try measure.measured(
      ReturnSample(returns.times(weights), probabilities: probabilities))
    self.init(
      measure: measure, total: measured.value, weights: weights,
      marginal: returns.transposedTimes(measured.gradient))
  }

  /// Computes the contributions to the variance wᵀ C w or, with `.standardDeviation`, to its root.
  ///
  /// - Throws: `PortfolioError` where the shapes do not fit, or another measure is asked for.
  public init(
    measure: RiskMeasure = .standardDeviation, weights: [Double], covariance: Matrix
  ) throws {
    try CovarianceShape.check(covariance, assetCount: weights.count)
    guard measure == .variance || measure == .standardDeviation else {
      throw PortfolioError(
        .request,
        "a covariance gives variance and standard deviation only: other measures need returns")
    }
    let product = covariance.times(weights)
    let variance = MeasuredRisk(value: dot(weights, product), gradient: product.map { 2 * $0 })
    let measured = measure == .variance ? variance : variance.squareRoot
    self.init(
      measure: measure, total: measured.value, weights: weights, marginal: measured.gradient)
  }

  private init(measure: RiskMeasure, total: Double, weights: [Double], marginal: [Double]) {
    self.measure = measure
    self.total = total
    self.marginal = marginal
    let degree = Double(measure.degree ?? 1)
    contributions = zip(weights, marginal).map { $0 * $1 / degree }
  }
}
