internal import CPortfolio
internal import RealModule
internal import Torch

/// Independent periods of one elliptical distribution: normal, or Student-t, where all assets are
/// extreme together.
public struct EllipticalScenarios: ScenarioModel {
  /// The assets, in the order of the columns.
  public let assets: [String]
  /// The means.
  public let mean: [Double]
  /// The scale matrix: the covariance of the normal distribution.
  public let scale: Matrix
  /// ν of a Student-t distribution; infinite for the normal one.
  public let degreesOfFreedom: Double
  let factor: Matrix

  /// `gaussian` or `student-t`.
  public var name: String { degreesOfFreedom.isInfinite ? "gaussian" : "student-t" }

  /// Fits by maximum likelihood.
  ///
  /// - Parameters:
  ///   - returns: The returns.
  ///   - heavyTails: Whether to fit a Student-t distribution, by expectation and maximisation (Liu and
  ///     Rubin 1995), rather than the normal one.
  /// - Throws: `PortfolioError` when the returns are too few, no numbers, or of dependent assets.
  public init(fitting returns: Returns, heavyTails: Bool) throws {
    try returns.checkForScenarios()
    let values = returns.values
    let count = values.rowCount
    let n = values.columnCount
    var fitted = try EllipticalFit(values, weights: [Double](repeating: 1, count: count))
    var nu = Double.infinity
    for _ in 0..<(heavyTails ? 50 : 0) {
      let squares = fitted.squares(values)
      // The most likely ν for these distances, then the weights of the next means and scales.
      let deviance = { (point: [Double]) -> Double in
        let nu = 0.2 + Double.exp(min(point[0], 6))
        let constant =
          Double.logGamma((nu + Double(n)) / 2) - Double.logGamma(nu / 2)
          - Double(n) / 2 * Double.log(nu)
        return squares.reduce(0) {
          $0 + (nu + Double(n)) / 2 * Double.log(onePlus: $1 / nu)
        } - Double(count) * constant
      }
      let before = nu
      nu =
        0.2
        + Double.exp(
          min(nelderMead(from: [1.5], evaluations: 40, tolerance: 1e-6, deviance)[0], 6))
      fitted = try EllipticalFit(values, weights: squares.map { (nu + Double(n)) / (nu + $0) })
      if abs(nu - before) < 1e-4 * nu { break }
    }
    assets = returns.assets
    (mean, scale, factor, degreesOfFreedom) = (fitted.mean, fitted.scale, fitted.factor, nu)
  }

  /// Draws paths of independent periods.
  ///
  /// - Throws: `PortfolioError` when the history is of other assets.
  public func paths(
    _ count: Int, horizon: Int, given history: Returns?, seed: UInt64
  ) throws -> [Matrix] {
    if let history { try check(history) }
    var generator = SeededGenerator(seed: seed)
    return (0..<horizon).map { _ in
      var result = Matrix(rows: count, columns: assets.count)
      for row in 0..<count {
        let stretch =
          degreesOfFreedom.isInfinite
          ? 1
          : (degreesOfFreedom / (2 * generator.gamma(degreesOfFreedom / 2))).squareRoot()
        let u = assets.indices.map { _ in stretch * generator.normal() }
        for (asset, value) in factor.times(u).enumerated() {
          result[row, asset] = mean[asset] + value
        }
      }
      return result
    }
  }

  /// The log-density of each period.
  ///
  /// - Throws: `PortfolioError` when the returns do not fit.
  public func logLikelihood(of returns: Returns, given history: Returns?) throws -> [Double]? {
    try check(returns)
    let n = Double(assets.count)
    let nu = degreesOfFreedom
    let logDeterminant = factor.diagonal.reduce(0) { $0 + 2 * Double.log($1) }
    let squares = EllipticalFit.squares(returns.values, mean: mean, factor: factor)
    if nu.isInfinite {
      let constant = -0.5 * (logDeterminant + n * Double.log(2 * .pi))
      return squares.map { constant - 0.5 * $0 }
    }
    let constant =
      Double.logGamma((nu + n) / 2) - Double.logGamma(nu / 2)
      - 0.5 * (n * Double.log(nu * .pi) + logDeterminant)
    return squares.map { constant - 0.5 * (nu + n) * Double.log(onePlus: $0 / nu) }
  }
}

/// Weighted means and scales.
struct EllipticalFit {
  var mean: [Double]
  var scale: Matrix
  var factor: Matrix

  init(_ values: Matrix, weights: [Double]) throws {
    let n = values.columnCount
    let total = weights.reduce(0, +)
    mean = values.transposedTimes(weights).map { $0 / total }
    scale = Matrix(rows: n, columns: n)
    for row in 0..<values.rowCount {
      let e = zip(values.row(row), mean).map { $0 - $1 }
      let weight = weights[row] / Double(values.rowCount)
      for i in 0..<n {
        let left = weight * e[i]
        for j in 0...i { scale.elements[i * n + j] += left * e[j] }
      }
    }
    for i in 0..<n {
      for j in 0..<i { scale[j, i] = scale[i, j] }
    }
    factor = try scale.lowerFactor()
  }

  func squares(_ values: Matrix) -> [Double] {
    Self.squares(values, mean: mean, factor: factor)
  }

  /// (x − μ)ᵀ Σ⁻¹ (x − μ) of each row.
  static func squares(_ values: Matrix, mean: [Double], factor: Matrix) -> [Double] {
    (0..<values.rowCount).map { row in
      var u = zip(values.row(row), mean).map { $0 - $1 }
      cportfolio_lower_solve(mean.count, factor.elements, &u)
      return dot(u, u)
    }
  }
}

extension Matrix {
  /// L with L Lᵀ this covariance matrix.
  ///
  /// - Throws: `PortfolioError` when the matrix is not positive definite.
  func lowerFactor() throws -> Matrix {
    var lower = Matrix(rows: rowCount, columns: columnCount)
    let logarithm = cportfolio_correlation_factor(rowCount, elements, &lower.elements)
    guard logarithm.isFinite else {
      throw PortfolioError(
        .data, "the returns of one asset follow from those of others; leave one of them out")
    }
    for row in 0..<rowCount {
      let deviation = self[row, row].squareRoot()
      for column in 0...row { lower[row, column] *= deviation }
    }
    return lower
  }
}
