internal import CPortfolio

/// Random portfolios of given assets: a list without end, of which any entry can be drawn again.
///
/// Portfolio number i follows from the seed and from i alone: neither the number of threads, nor the
/// size of blocks, nor the machine changes it. Means and volatilities are computed in single
/// precision, with errors of about 1e-6 of Σ |w_i μ_i| and of Σ |w_i| σ_i.
///
/// Random search is the tutorials' way to a frontier and a poor one; with many assets all random
/// portfolios are alike. What it shows is the cloud below the exact frontier.
public struct RandomPortfolios: Sendable {
  /// The mean return of each asset, in the unit of the covariance's period.
  public let mean: [Double]
  /// The law of the weights.
  public let sampler: WeightSampler
  /// The bounds of the weights; nil for the simplex.
  public let bounds: WeightBounds?
  /// The return without risk that the Sharpe ratio subtracts, over the same period as the means.
  public let riskFree: Double
  /// What all draws follow from.
  public let seed: UInt64

  let covariance: Covariance
  private let risk: RiskForm
  /// Mean, specific variance, lower and upper bound of each asset, one column after another.
  private let assetFigures: [Float]

  enum Covariance: Sendable {
    case dense(Matrix)
    case factors(FactorCovariance)

    func variance(of weights: [Double]) -> Double {
      switch self {
      case .dense(let matrix): return matrix.quadraticForm(weights)
      case .factors(let model):
        let exposures = model.loadings.transposedTimes(weights)
        let specific = zip(model.specificVariances, weights).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
        return dot(exposures, exposures) + specific
      }
    }
  }

  /// How many assets.
  public var assetCount: Int { mean.count }

  /// Prepares random portfolios with a dense covariance, `[assets, assets]`.
  ///
  /// The covariance may be singular.
  ///
  /// - Throws: `PortfolioError` if the shapes do not fit, a number is not finite, the covariance is
  ///   not symmetric or not positive semidefinite, or no portfolio is within the bounds.
  public init(
    mean: [Double], covariance: Matrix, sampler: WeightSampler = .dirichlet(concentration: 1),
    bounds: WeightBounds? = nil, riskFree: Double = 0, seed: UInt64
  ) throws {
    try Self.check(covariance, assetCount: mean.count)
    let risk = try RiskForm(covariance)
    try self.init(mean, .dense(covariance), risk, sampler, bounds, riskFree, seed)
  }

  /// Prepares random portfolios with the covariance of a factor model.
  ///
  /// - Throws: `PortfolioError` if the shapes do not fit, a number is not finite, a specific
  ///   variance is negative, or no portfolio is within the bounds.
  public init(
    mean: [Double], covariance: FactorCovariance,
    sampler: WeightSampler = .dirichlet(concentration: 1), bounds: WeightBounds? = nil,
    riskFree: Double = 0, seed: UInt64
  ) throws {
    guard covariance.specificVariances.count == mean.count else {
      throw PortfolioError(
        .data,
        "There are \(mean.count) means, but a covariance of "
          + "\(covariance.specificVariances.count) assets.")
    }
    guard covariance.specificVariances.allSatisfy({ $0 >= 0 && $0.isFinite }),
      covariance.loadings.elements.allSatisfy(\.isFinite)
    else {
      throw PortfolioError(
        .data,
        "The factor covariance has loadings that are not finite or specific variances that are "
          + "negative or not finite; remove or repair those assets.")
    }
    let risk = RiskForm(covariance)
    try self.init(mean, .factors(covariance), risk, sampler, bounds, riskFree, seed)
  }

  private init(
    _ mean: [Double], _ covariance: Covariance, _ risk: RiskForm, _ sampler: WeightSampler,
    _ bounds: WeightBounds?, _ riskFree: Double, _ seed: UInt64
  ) throws {
    guard !mean.isEmpty else { throw PortfolioError(.data, "There are no assets.") }
    if let index = mean.firstIndex(where: { !$0.isFinite }) {
      throw PortfolioError(
        .data, "The mean of asset \(index + 1) is \(mean[index]); remove or repair that asset.")
    }
    guard riskFree.isFinite else {
      throw PortfolioError(.request, "The return without risk is \(riskFree), not a number.")
    }
    try sampler.check(assetCount: mean.count)
    try bounds?.check(assetCount: mean.count, sampler: sampler)
    let needed = bounds.flatMap { $0.areThoseOfTheSimplex ? nil : $0 }
    self.mean = mean
    self.covariance = covariance
    self.risk = risk
    self.sampler = sampler
    self.bounds = needed
    self.riskFree = riskFree
    self.seed = seed
    let none = [Double](repeating: 0, count: mean.count)
    var specific = none
    if case .factors(let model) = covariance { specific = model.specificVariances }
    assetFigures = [mean, specific, needed?.lower ?? none, needed?.upper ?? none]
      .flatMap { $0.map(Float.init) }
  }

  private static func check(_ covariance: Matrix, assetCount: Int) throws {
    guard covariance.rowCount == assetCount, covariance.columnCount == assetCount else {
      throw PortfolioError(
        .data,
        "There are \(assetCount) means, but the covariance has \(covariance.rowCount) rows and "
          + "\(covariance.columnCount) columns.")
    }
    guard covariance.elements.allSatisfy(\.isFinite) else {
      throw PortfolioError(
        .data, "The covariance has entries that are not finite; remove or repair those assets.")
    }
    let largest = covariance.elements.reduce(0) { max($0, abs($1)) }
    for i in 0..<assetCount {
      for j in 0..<i where abs(covariance[i, j] - covariance[j, i]) > 1e-9 * largest {
        throw PortfolioError(
          .data,
          "The covariance is not symmetric: the entries of assets \(j + 1) and \(i + 1) are "
            + "\(covariance[j, i]) and \(covariance[i, j]).")
      }
    }
  }

  /// Calls `body` with what the kernel draws from.
  func withTask<Result>(
    _ body: (UnsafePointer<cportfolio_random_task>) throws -> Result
  ) rethrows -> Result {
    var task = cportfolio_random_task()
    task.assets = assetCount
    task.seed = seed
    task.blocks = risk.blockCount
    task.rowStep = risk.rowStep
    let law: cportfolio_law
    switch sampler {
    case .uniformNormalized: law = CPORTFOLIO_UNIFORM
    case .dirichlet(let concentration):
      law = concentration == 1 ? CPORTFOLIO_EXPONENTIAL : CPORTFOLIO_GAMMA
      task.concentration = Float(concentration)
    case .sparse(let count):
      law = CPORTFOLIO_SPARSE
      task.held = count
    case .hitAndRun(let sweeps):
      law = CPORTFOLIO_EXPONENTIAL
      task.sweeps = sweeps
    }
    task.law = Int32(law.rawValue)
    return try assetFigures.withUnsafeBufferPointer { figures in
      try risk.coefficients.withUnsafeBufferPointer { coefficients in
        try risk.order.withUnsafeBufferPointer { order in
          let column = { (number: Int) in figures.baseAddress.map { $0 + number * assetCount } }
          task.mean = column(0)
          task.specific = risk.hasSpecificVariances ? column(1) : nil
          task.lower = bounds == nil ? nil : column(2)
          task.upper = bounds == nil ? nil : column(3)
          task.coefficients = coefficients.baseAddress
          task.order = order.baseAddress
          return try withUnsafePointer(to: task) { try body($0) }
        }
      }
    }
  }

  /// The weights of portfolio `index`, in double precision: within the bounds, with sum 1.
  ///
  /// - Precondition: `index` is not negative.
  public func weights(at index: Int) -> [Double] {
    precondition(index >= 0, "a negative portfolio number")
    let width = Int(CPORTFOLIO_PANEL)
    let panel = PanelScratch(assetCount: assetCount)
    var scales = [Float](repeating: 0, count: width)
    withTask { cportfolio_random_panel($0, UInt64(index / width), panel.start, &scales) }
    let draws = (0..<assetCount).map { Double(panel.start[$0 * width + index % width]) }
    if let bounds {
      var isSparse = false
      if case .sparse = sampler { isSparse = true }
      return bounds.polished(draws, keepingZeros: isSparse)
    }
    let total = draws.reduce(0, +)
    return draws.map { $0 / total }
  }
}
