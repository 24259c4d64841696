internal import CPortfolio
import Foundation

/// The value at risk by the expansion of Cornish and Fisher, as a function of the weights, less a
/// linear function of them.
///
/// With central moments m₂, m₃, m₄ of the portfolio's returns, u = 1 / (1 - Σ p²) and z the normal
/// quantile of 1 - confidence it is -mean - √u P, with
/// P = (z - 3b) √m₂ + a m₃ / m₂ + b m₄ / m₂^{3/2} - c m₃² / m₂^{5/2}; a, b and c belong to the skewness,
/// the kurtosis and the squared skewness. The derivatives of moments are moments: one pass over the
/// scenarios gives the gradient, one weighted product Rᵀ D R the second derivatives. Source: Favre and
/// Galeano, "Mean-modified value-at-risk optimization with hedge funds", 2002.
struct CornishFisherRisk: SmoothObjective {
  /// The returns less their means, `[scenarios, assets]`.
  private let rows: Matrix
  private let offset: [Double]
  private let probabilities: [Double]
  /// The slope of the linear part.
  private var linear: [Double]
  private var constant: Double
  private let root: Double
  private let z: Double
  private let (a, b, c): (Double, Double, Double)

  /// Takes the scenarios of an optimiser.
  ///
  /// - Parameters:
  ///   - optimizer: The scenarios and their probabilities.
  ///   - confidence: The level, such as 0.99.
  init(_ optimizer: ScenarioOptimizer, confidence: Double) {
    let count = optimizer.scenarios.columnCount
    probabilities = optimizer.probabilities
    let means = optimizer.scenarios.transposedTimes(probabilities)
    var rows = optimizer.scenarios
    for row in 0..<rows.rowCount {
      for column in 0..<count { rows.elements[row * count + column] -= means[column] }
    }
    self.rows = rows
    offset = optimizer.offset.map { $0 - optimizer.offsetMean }
    linear = means.map { -$0 }
    constant = -optimizer.offsetMean
    root = (1 / (1 - dot(probabilities, probabilities))).squareRoot()
    z = StandardNormal.quantile(1 - confidence)
    a = (z * z - 1) / 6
    b = (z * z * z - 3 * z) / 24
    c = (2 * z * z * z - 5 * z) / 36
  }

  /// The same risk less a multiple of the returns `mean`.
  func less(_ multiple: Double, _ mean: [Double]) -> CornishFisherRisk {
    var result = self
    result.linear = zip(linear, mean).map { $0 - multiple * $1 }
    return result
  }

  private struct Moments {
    var (second, third, fourth): (Double, Double, Double)
    var returns: [Double]
  }

  private func moments(at point: [Double]) -> Moments {
    let returns = zip(rows.times(point), offset).map(+)
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for (y, p) in zip(returns, probabilities) {
      second += p * y * y
      third += p * y * y * y
      fourth += p * y * y * y * y
    }
    return Moments(second: second, third: third, fourth: fourth, returns: returns)
  }

  /// The derivatives of P by the moments.
  private func slopes(_ m: Moments) -> (Double, Double, Double) {
    let root = m.second.squareRoot()
    let (square, cube) = (m.second * m.second, m.second * root)
    return (
      0.5 * (z - 3 * b) / root - a * m.third / square - 1.5 * b * m.fourth / (square * root)
        + 2.5 * c * m.third * m.third / (square * cube),
      a / m.second - 2 * c * m.third / (square * root), b / cube
    )
  }

  func slope(at point: [Double]) -> (value: Double, gradient: [Double]) {
    let m = moments(at: point)
    let base = constant + dot(linear, point)
    guard m.second > 1e-30 else { return (base, linear) }
    let deviation = m.second.squareRoot()
    let expansion =
      (z - 3 * b) * deviation + a * m.third / m.second + b * m.fourth / (m.second * deviation)
      - c * m.third * m.third / (m.second * m.second * deviation)
    let (s2, s3, s4) = slopes(m)
    let weights = zip(m.returns, probabilities).map { y, p in
      p * y * (2 * s2 + y * (3 * s3 + y * 4 * s4))
    }
    let pull = rows.transposedTimes(weights)
    return (base - root * expansion, zip(linear, pull).map { $0 - root * $1 })
  }

  func curvature(at point: [Double]) -> Matrix {
    let m = moments(at: point)
    let count = point.count
    var result = Matrix(rows: count, columns: count)
    guard m.second > 1e-30 else { return result }
    let (s2, s3, s4) = slopes(m)
    let weights = zip(m.returns, probabilities).map { y, p in
      -root * p * (2 * s2 + y * (6 * s3 + y * 12 * s4))
    }
    var workspace = [Double](repeating: 0, count: cportfolio_gram_workspace(count) + 64)
    cportfolio_weighted_gram(
      rows.rowCount, count, rows.elements, count, weights, &result.elements, count, &workspace)
    // The slopes of the moments, times the second derivatives of P by them.
    let powers = (0..<3).map { power in
      rows.transposedTimes(
        zip(m.returns, probabilities).map { y, p in
          p * y * (power == 0 ? 2 : power == 1 ? 3 * y : 4 * y * y)
        })
    }
    let deviation = m.second.squareRoot()
    let (square, cube) = (m.second * m.second, m.second * deviation)
    let p22 =
      -0.25 * (z - 3 * b) / cube + 2 * a * m.third / (square * m.second)
      + 3.75 * b * m.fourth / (square * cube)
      - 8.75 * c * m.third * m.third / (square * square * deviation)
    let p23 = -a / square + 5 * c * m.third / (square * cube)
    let p24 = -1.5 * b / (square * deviation)
    let p33 = -2 * c / (square * deviation)
    for row in 0..<count {
      let (x2, x3, x4) = (powers[0][row], powers[1][row], powers[2][row])
      for column in row..<count {
        let (y2, y3, y4) = (powers[0][column], powers[1][column], powers[2][column])
        let bend =
          p22 * x2 * y2 + p23 * (x2 * y3 + x3 * y2) + p24 * (x2 * y4 + x4 * y2) + p33 * x3 * y3
        result[row, column] -= root * bend
        result[column, row] = result[row, column]
      }
    }
    return result
  }
}
