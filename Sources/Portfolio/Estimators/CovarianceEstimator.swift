/// How the covariance of returns is estimated. Every estimate is per period, `[assets, assets]`.
public indirect enum CovarianceEstimator: Sendable, Equatable {
  /// Σ (x - x̄)(x - x̄)ᵀ / (T - 1), or over T.
  case sample(SampleDivisor = .unbiased)
  /// Recent periods weigh more.
  case exponential(ExponentialDecay, centre: ExponentialCentre = .weightedMean)
  /// E[min(x - b, 0) min(x - b, 0)ᵀ]: only returns below the benchmark b, per period, count.
  case semi(benchmark: Double = 0)
  /// The sample covariance, drawn to a target by what Ledoit and Wolf found best.
  case ledoitWolf(ShrinkageTarget = .constantVariance)
  /// The sample covariance, drawn to constant variance by what Chen and others found best.
  case oracleApproximating
  /// (1 - intensity) S + intensity · tr(S) / n · I, with S the unbiased sample covariance.
  case shrunk(intensity: Double)
  /// What counts is whether two assets move together, not how far.
  case gerber(threshold: Double = 0.5)
  /// The eigenvalues that could be noise are replaced by their mean.
  case denoised(CovarianceEstimator = .sample())
  /// The largest eigenvalues, which stand for the market, are taken out. The result is singular.
  case detoned(CovarianceEstimator = .sample(), components: Int = 1)
  /// B Σ_f Bᵀ + D from the returns of factors, over the same periods.
  case factorModel(Returns)
  /// The covariance of those periods that lie closest together: outliers do not count.
  case minimumDeterminant(MinimumCovarianceDeterminant)

  /// The covariance of the returns, per period, `[assets, assets]`, exactly symmetric.
  ///
  /// Positive semidefinite but for rounding; `PositiveDefiniteRepair` takes care of that.
  ///
  /// - Throws: `PortfolioError` of kind `data` where a return is not finite (the asset and the
  ///   period are named) or there are too few periods, and of kind `request` where a setting of the
  ///   estimator makes no sense.
  public func covariance(of returns: Returns) throws -> Matrix {
    try returns.check()
    switch self {
    case .sample(let divisor): return SampleCovariance.covariance(of: returns.values, divisor)
    case .exponential(let decay, let centre):
      return try SampleCovariance.exponential(returns.values, decay, centre)
    case .semi(let benchmark):
      return try SampleCovariance.semi(returns.values, benchmark: benchmark)
    case .ledoitWolf(let target): return LedoitWolf.shrink(returns.values, to: target).covariance
    case .oracleApproximating:
      return ShrunkCovariance.oracleApproximating(returns.values).covariance
    case .shrunk(let intensity):
      return try ShrunkCovariance(
        SampleCovariance.covariance(of: returns.values, .unbiased), intensity: intensity
      ).covariance
    case .gerber(let threshold):
      return try Gerber.covariance(of: returns.values, threshold: threshold)
    case .denoised(let base):
      return RandomMatrixFilter.denoise(
        try base.covariance(of: returns), periods: returns.periodCount)
    case .detoned(let base, let components):
      return try RandomMatrixFilter.detone(
        try base.covariance(of: returns), components: components)
    case .factorModel(let factors):
      return try FactorModel(assets: returns, factors: factors).covariance
    case .minimumDeterminant(let settings): return try settings.fit(returns).covariance
    }
  }

  /// The estimator with its usual settings.
  public init(_ method: CovarianceMethod) {
    self =
      switch method {
      case .sample: .sample()
      case .exponential: .exponential(.span(180))
      case .semi: .semi()
      case .ledoitWolf: .ledoitWolf(.constantVariance)
      case .ledoitWolfSingleFactor: .ledoitWolf(.singleFactor)
      case .ledoitWolfConstantCorrelation: .ledoitWolf(.constantCorrelation)
      case .oracleApproximating: .oracleApproximating
      case .shrunk: .shrunk(intensity: 0.1)
      case .gerber: .gerber()
      case .denoised: .denoised()
      case .detoned: .detoned()
      case .minimumDeterminant: .minimumDeterminant(MinimumCovarianceDeterminant())
      }
  }
}

/// The covariance estimators that need nothing but the returns, by the name a user gives.
public enum CovarianceMethod: String, Sendable, CaseIterable, Codable {
  /// The sample covariance with divisor T - 1.
  case sample
  /// Exponential weights with a span of 180 periods.
  case exponential
  /// Only returns below zero count.
  case semi
  /// Ledoit and Wolf's shrinkage to constant variance.
  case ledoitWolf = "ledoit-wolf"
  /// Ledoit and Wolf's shrinkage to a single factor.
  case ledoitWolfSingleFactor = "ledoit-wolf-single-factor"
  /// Ledoit and Wolf's shrinkage to constant correlation.
  case ledoitWolfConstantCorrelation = "ledoit-wolf-constant-correlation"
  /// Chen's oracle approximating shrinkage.
  case oracleApproximating = "oas"
  /// The sample covariance drawn by a tenth to constant variance.
  case shrunk
  /// Gerber's statistic with a threshold of half a standard deviation.
  case gerber
  /// Noise eigenvalues replaced by their mean.
  case denoised
  /// The largest eigenvalue taken out.
  case detoned
  /// The minimum covariance determinant with half of the periods.
  case minimumDeterminant = "minimum-determinant"
}

/// What a sum of squares over T periods is divided by.
public enum SampleDivisor: String, Sendable, CaseIterable, Codable {
  /// T - 1, which makes the estimate unbiased.
  case unbiased
  /// T, which makes it the maximum likelihood under the normal distribution.
  case maximumLikelihood

  func value(_ periods: Int) -> Double { Double(self == .unbiased ? periods - 1 : periods) }
}

/// What exponentially weighted deviations are measured from.
public enum ExponentialCentre: String, Sendable, CaseIterable, Codable {
  /// From zero, as RiskMetrics does.
  case zero
  /// From the plain mean.
  case mean
  /// From the mean with the same weights.
  case weightedMean
}
