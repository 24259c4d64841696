import Foundation
import RealModule
import Torch

/// Independent periods whose assets have Student-t margins of their own, tied by a Student-t copula:
/// each asset has its own tails, and all are extreme together.
///
/// Source: Demarta and McNeil, "The t copula and related copulas", 2005.
struct StudentCopulaScenarios: ScenarioModel {
  let name = "student-t-copula"
  let assets: [String]
  private let location: [Double]
  private let scale: [Double]
  private let margins: [StudentTail]
  private let copula: StudentTail
  /// The Cholesky factor of the copula's correlations.
  private let factor: Matrix

  /// Fits the margins by maximum likelihood, then the copula on their quantiles: for each number of
  /// degrees of freedom the correlations by expectation and maximisation, of these the most likely.
  ///
  /// - Throws: `PortfolioError` when the returns are too few, no numbers, or of dependent assets.
  init(fitting returns: Returns) throws {
    try returns.checkForScenarios()
    assets = returns.assets
    let fits = try returns.assets.indices.map { asset in
      try EllipticalScenarios(
        fitting: Returns(
          assets: [returns.assets[asset]],
          values: Matrix(
            rows: returns.periodCount, columns: 1, elements: returns.values.column(asset))),
        heavyTails: true)
    }
    location = fits.map { $0.mean[0] }
    scale = fits.map { $0.scale[0, 0].squareRoot() }
    margins = fits.map { StudentTail(degreesOfFreedom: min($0.degreesOfFreedom, 200)) }
    var best: (value: Double, tail: StudentTail, factor: Matrix)?
    for degrees in [2.5, 3.5, 5, 7, 10, 15, 30] {
      let tail = StudentTail(degreesOfFreedom: degrees)
      let scores = Self.scores(returns.values, location, scale, margins, tail)
      let factor = try Self.correlationFactor(scores, degrees)
      let value = Self.logCopula(scores, tail, factor).reduce(0, +)
      if value > best?.value ?? -.infinity { best = (value, tail, factor) }
    }
    guard let best else {
      throw PortfolioError(.data, "no Student-t copula fits these returns; take another model.")
    }
    (copula, factor) = (best.tail, best.factor)
  }

  func paths(
    _ count: Int, horizon: Int, given history: Returns?, seed: UInt64
  ) throws -> [Matrix] {
    if let history { try check(history) }
    var generator = SeededGenerator(seed: seed)
    let nu = copula.degreesOfFreedom
    return (0..<horizon).map { _ in
      var result = Matrix(rows: count, columns: assets.count)
      for row in 0..<count {
        let stretch = (nu / (2 * generator.gamma(nu / 2))).squareRoot()
        let z = factor.times(assets.indices.map { _ in stretch * generator.normal() })
        for (asset, value) in z.enumerated() {
          result[row, asset] =
            location[asset] + scale[asset] * copula.moved(value, to: margins[asset])
        }
      }
      return result
    }
  }

  func logLikelihood(of returns: Returns, given history: Returns?) throws -> [Double]? {
    try check(returns)
    let scores = Self.scores(returns.values, location, scale, margins, copula)
    return Self.logCopula(scores, copula, factor).enumerated().map { row, value in
      assets.indices.reduce(value) { sum, asset in
        let x = (returns.values[row, asset] - location[asset]) / scale[asset]
        return sum + margins[asset].logDensity(x) - log(scale[asset])
      }
    }
  }

  // MARK: - The copula

  /// The values of the copula's margins at the quantiles of the returns.
  private static func scores(
    _ values: Matrix, _ location: [Double], _ scale: [Double], _ margins: [StudentTail],
    _ copula: StudentTail
  ) -> Matrix {
    var result = values
    for row in 0..<values.rowCount {
      for asset in location.indices {
        let x = (values[row, asset] - location[asset]) / scale[asset]
        result[row, asset] = margins[asset].moved(x, to: copula)
      }
    }
    return result
  }

  private static func correlationFactor(_ scores: Matrix, _ degrees: Double) throws -> Matrix {
    let n = scores.columnCount
    let origin = [Double](repeating: 0, count: n)
    var weights = [Double](repeating: 1, count: scores.rowCount)
    var factor = Matrix(rows: 0, columns: 0)
    for _ in 0..<4 {
      var moment = Matrix(rows: n, columns: n)
      for row in 0..<scores.rowCount {
        let z = scores.row(row)
        for (i, value) in z.enumerated() {
          let left = weights[row] * value
          for (j, other) in z.prefix(i + 1).enumerated() {
            moment.elements[i * n + j] += left * other
          }
        }
      }
      var correlation = moment
      for i in 0..<n {
        for j in 0...i {
          let value = moment[i, j] / (moment[i, i] * moment[j, j]).squareRoot()
          correlation[i, j] = value
          correlation[j, i] = value
        }
      }
      factor = try correlation.lowerFactor()
      weights = EllipticalFit.squares(scores, mean: origin, factor: factor).map {
        (degrees + Double(n)) / (degrees + $0)
      }
    }
    return factor
  }

  /// The log-density of the copula for each row of scores.
  private static func logCopula(
    _ scores: Matrix, _ tail: StudentTail, _ factor: Matrix
  ) -> [Double] {
    let n = Double(scores.columnCount)
    let nu = tail.degreesOfFreedom
    let logDeterminant = factor.diagonal.reduce(0) { $0 + 2 * log($1) }
    let gammas = Double.logGamma((nu + n) / 2) - Double.logGamma(nu / 2)
    let constant = gammas - 0.5 * (n * log(nu * .pi) + logDeterminant)
    let origin = [Double](repeating: 0, count: scores.columnCount)
    return EllipticalFit.squares(scores, mean: origin, factor: factor).enumerated().map {
      row, square in
      let joint = constant - 0.5 * (nu + n) * log1p(square / nu)
      return scores.row(row).reduce(joint) { $0 - tail.logDensity($1) }
    }
  }
}
