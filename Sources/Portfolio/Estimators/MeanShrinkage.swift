/// Means drawn towards a common value, because the largest of many means is partly luck.
public struct MeanShrinkage: Sendable, Equatable {
  /// How far the means are drawn.
  public enum Rule: String, Sendable, CaseIterable, Codable {
    /// (tr Σ - 2 λ₁) / (T |x̄ - b|²), with λ₁ the largest eigenvalue. James and Stein, "Estimation
    /// with quadratic loss", 1961; the form for a general covariance is Jorion's.
    case jamesStein
    /// (n + 2) / (n + 2 + T (x̄ - b)ᵀ Σ⁻¹ (x̄ - b)). Jorion, "Bayes-Stein estimation for portfolio
    /// analysis", Journal of Financial and Quantitative Analysis, 1986.
    case bayesStein
    /// α x̄ + β b with the α and β that lose least for large n and T. Bodnar, Okhrin and Parolya,
    /// "Optimal shrinkage estimator for high-dimensional mean vector", 2019.
    case bodnarOkhrin
  }

  /// What the means are drawn to.
  public enum Target: String, Sendable, CaseIterable, Codable {
    /// The mean of all means.
    case grandMean
    /// The mean of the portfolio of least variance.
    case minimumVariance
  }

  /// How far the means are drawn.
  public var rule: Rule
  /// What the means are drawn to.
  public var target: Target
  /// The covariance Σ that the rule uses.
  public var covariance: CovarianceEstimator

  /// Makes an estimator.
  public init(
    _ rule: Rule, target: Target = .grandMean, covariance: CovarianceEstimator = .sample()
  ) {
    self.rule = rule
    self.target = target
    self.covariance = covariance
  }

  /// A shrunk mean.
  public struct Estimate: Sendable, Equatable {
    /// The means, per period.
    public let mean: [Double]
    /// What they were drawn to.
    public let target: Double
    /// The factor of the sample means.
    public let sampleFactor: Double
    /// The factor of the target; 1 - `sampleFactor` but for Bodnar and Okhrin's rule.
    public let targetFactor: Double
  }

  /// Estimates the means. James and Stein's factor is kept within [0, 1]: the part beyond only
  /// adds error. With a singular covariance the pseudo-inverse is used.
  ///
  /// - Throws: `PortfolioError` of kind `data` where a return is not finite or there are too few
  ///   periods; Bodnar and Okhrin's rule needs more periods than assets.
  public func estimate(_ returns: Returns) throws -> Estimate {
    let (estimate, _) = try fit(returns)
    return estimate
  }

  /// The estimate, and the factor of the target as the rule gives it, before any limit.
  func fit(_ returns: Returns) throws -> (Estimate, unlimited: Double) {
    try returns.check()
    let sample = WeightedMoments.mean(returns.values)
    let count = Double(returns.assetCount)
    let periods = Double(returns.periodCount)
    let eigen = SymmetricEigen(try covariance.covariance(of: returns))
    let ones = [Double](repeating: 1, count: sample.count)
    let inverseOfOnes = eigen.solve(ones)
    let mass = dot(inverseOfOnes, ones)
    // With no variance at all every portfolio has least variance.
    let common =
      target == .minimumVariance && mass > 0
      ? dot(inverseOfOnes, sample) / mass : sample.reduce(0, +) / count
    let away = sample.map { $0 - common }
    let distance = dot(away, away)
    var unlimited = 0.0
    var limited = 0.0
    var own: Double?
    switch rule {
    case .jamesStein:
      let spread = eigen.values.reduce(0, +) - 2 * (eigen.values.last ?? 0)
      unlimited = distance > 0 ? spread / (distance * periods) : 0
      limited = min(1, max(0, unlimited))
    case .bayesStein:
      unlimited = (count + 2) / (count + 2 + periods * dot(away, eigen.solve(away)))
      limited = unlimited
    case .bodnarOkhrin:
      guard periods > count else {
        throw PortfolioError(
          .data,
          "Bodnar and Okhrin's mean needs more periods than assets; there are "
            + "\(returns.periodCount) and \(returns.assetCount). Take Bayes–Stein's.")
      }
      let u = dot(sample, eigen.solve(sample))
      let v = common * dot(sample, inverseOfOnes)
      let w = common * common * mass
      guard u * w - v * v > 1e-14 * u * w else { break }
      let alpha = ((u - count / (periods - count)) * w - v * v) / (u * w - v * v)
      own = alpha
      unlimited = (1 - alpha) * v / w
      limited = unlimited
    }
    let factor = own ?? 1 - limited
    return (
      Estimate(
        mean: sample.map { factor * $0 + limited * common }, target: common,
        sampleFactor: factor, targetFactor: limited), unlimited
    )
  }
}
