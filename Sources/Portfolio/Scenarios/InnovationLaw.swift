internal import RealModule
internal import Torch

/// The law of the innovations of a `VolatilityFilter`: what is left of returns when the variances and
/// correlations that the past lets expect are divided out.
protocol InnovationLaw {
  /// What models with this law are called.
  var name: String { get }

  /// Whether it looks at the contexts.
  var isConditional: Bool { get }

  /// Draws innovations.
  ///
  /// - Parameters:
  ///   - contexts: What is known of each, `[count, ConditioningContext.count]`; of no columns where the
  ///     law is not conditional.
  ///   - seed: The same seed gives the same draws.
  /// - Returns: `[count, assets]`.
  func draw(contexts: Matrix, seed: UInt64) -> Matrix

  /// The log-density of each row `[periods, assets]`, in nats; `nil` where there is none.
  func logDensity(of innovations: Matrix, contexts: Matrix) -> [Double]?
}

/// Innovations that were seen, drawn with replacement: with it a filter is filtered historical
/// simulation (Barone-Adesi, Giannopoulos and Vosper 1999).
struct ResampledInnovations: InnovationLaw {
  let seen: Matrix

  /// Keeps innovations, moved to zero means and unit variances: with variances above one the
  /// volatility of a long path would grow without bound.
  init(_ innovations: Matrix) {
    var scaled = innovations
    let count = Double(innovations.rowCount)
    for asset in 0..<innovations.columnCount {
      let column = innovations.column(asset)
      let mean = column.reduce(0, +) / count
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      for period in 0..<innovations.rowCount {
        scaled[period, asset] = (column[period] - mean) / max(variance, 1e-12).squareRoot()
      }
    }
    seen = scaled
  }

  let name = "filtered-historical-simulation"
  let isConditional = false

  func draw(contexts: Matrix, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    let rows = (0..<contexts.rowCount).flatMap { _ in
      seen.row(Int.random(in: 0..<seen.rowCount, using: &generator))
    }
    return Matrix(rows: contexts.rowCount, columns: seen.columnCount, elements: rows)
  }

  func logDensity(of innovations: Matrix, contexts: Matrix) -> [Double]? { nil }
}

/// Multivariate Student-t innovations of unit covariance.
struct StudentInnovations: InnovationLaw {
  let assets: Int
  let degreesOfFreedom: Double
  let name: String
  let isConditional = false

  func draw(contexts: Matrix, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    var elements: [Double] = []
    elements.reserveCapacity(contexts.rowCount * assets)
    for _ in 0..<contexts.rowCount {
      let factor = generator.studentFactor(degreesOfFreedom: degreesOfFreedom)
      for _ in 0..<assets { elements.append(factor * generator.normal()) }
    }
    return Matrix(rows: contexts.rowCount, columns: assets, elements: elements)
  }

  func logDensity(of innovations: Matrix, contexts: Matrix) -> [Double]? {
    let nu = degreesOfFreedom
    let constant = studentConstant(degreesOfFreedom: nu, dimensions: assets)
    return (0..<innovations.rowCount).map { period in
      let square = innovations.row(period).reduce(0) { $0 + $1 * $1 }
      return constant - 0.5 * (nu + Double(assets)) * Double.log(onePlus: square / (nu - 2))
    }
  }
}
