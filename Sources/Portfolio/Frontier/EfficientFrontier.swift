/// The portfolios of least risk for each return, all of them and exactly.
///
/// The frontier is made of straight segments in the space of weights, between corners where an asset
/// comes or goes; on each the variance is a parabola of the return. What is asked of it (the least
/// risk for a return, the largest Sharpe ratio) is a formula on one segment.
///
/// Source: Markowitz, "The optimization of a quadratic function subject to linear constraints", 1956.
public struct EfficientFrontier: Sendable {
  /// A portfolio, with its expected return and its risk.
  public struct Portfolio: Sendable, Equatable, Codable {
    /// The weights, one an asset.
    public var weights: [Double]
    /// The expected return, after the costs of trading; in the units of the mean.
    public var mean: Double
    /// The variance; of the return above the benchmark where there is one.
    public var variance: Double

    /// The standard deviation.
    public var volatility: Double { max(0, variance).squareRoot() }

    /// The Sharpe ratio (mean - riskFree) / volatility.
    public func sharpeRatio(riskFree: Double) -> Double { (mean - riskFree) / volatility }
  }

  /// A portfolio where the frontier bends.
  public struct Corner: Sendable, Equatable, Codable {
    /// The portfolio.
    public var portfolio: Portfolio
    /// λ of min ½ variance - λ mean: half the variance that one more unit of return costs here. The
    /// first corner holds for every larger λ too.
    public var lambda: Double
  }

  /// The corners, from the largest return to the least variance.
  public let corners: [Corner]
  /// The weights that change for each unit of λ beyond the first corner, if the return has no limit.
  public let ray: [Double]?
  /// What was added to the variances because the covariance matrix is singular; 0 if nothing.
  public let ridge: Double

  let mean: [Double]
  let covariance: Matrix
  let constraints: PortfolioConstraints
  let benchmark: [Double]?

  /// Computes the frontier.
  ///
  /// - Parameters:
  ///   - mean: The expected returns, `[assets]`.
  ///   - covariance: The covariances, `[assets, assets]`, of returns of the same period.
  ///   - constraints: What is allowed; long-only and fully invested by default.
  ///   - benchmark: Weights that risk is measured against (tracking error), or `nil`.
  /// - Throws: `PortfolioError`; where nothing is allowed it names the constraints in conflict.
  public init(
    mean: [Double], covariance: Matrix, constraints: PortfolioConstraints? = nil,
    benchmark: [Double]? = nil
  ) throws(PortfolioError) {
    let constraints = constraints ?? .longOnly(mean.count)
    try MomentChecks.check(mean: mean, covariance: covariance, constraints: constraints)
    let segments = TradeSegments(constraints)
    let program = segments.program(mean: mean, covariance: covariance, benchmark: benchmark)
    let path: ParametricQuadraticProgram.Path
    do throws(PortfolioError) {
      path = try program.path()
    } catch {
      if error.kind == .infeasible { throw ConstraintConflict(constraints).error }
      throw error
    }
    let fixed = segments.fixedCost(previous: constraints.previousWeights)
    corners = path.corners.map { corner in
      let weights = segments.weights(corner.point)
      return Corner(
        portfolio: Portfolio(
          weights: weights,
          mean: dot(program.direction, corner.point)
            + (segments.isIdentity ? 0 : dot(mean, segments.anchor)) - fixed,
          variance: covariance.sparseQuadraticForm(
            benchmark.map { zip(weights, $0).map(-) } ?? weights)),
        lambda: corner.lambda)
    }
    ray = path.ray.map { segments.weights($0) }
    ridge = path.ridge
    self.mean = mean
    self.covariance = covariance
    self.constraints = constraints
    self.benchmark = benchmark
  }
}

extension Matrix {
  /// xᵀ A x for a symmetric matrix and a vector with many zeros.
  func sparseQuadraticForm(_ vector: [Double]) -> Double {
    let places = vector.indices.filter { vector[$0] != 0 }
    return elements.withUnsafeBufferPointer { a in
      vector.withUnsafeBufferPointer { x in
        var total = 0.0
        for (rank, row) in places.enumerated() {
          var sum = 0.5 * a[row * columnCount + row] * x[row]
          for other in places[..<rank] { sum += a[row * columnCount + other] * x[other] }
          total += 2 * x[row] * sum
        }
        return total
      }
    }
  }
}
