internal import CPortfolio
internal import RealModule

/// What is expected of the next period from the past: a variance for each asset and their
/// correlations, r = μ + D R^½ u with innovations u of zero mean and unit covariance.
///
/// Variances follow a `GARCH` each. Correlations follow the dynamic conditional correlation of Engle
/// (2002), Q' = (1 − a − b) Q̄ + a z zᵀ + b Q with z = D⁻¹(r − μ) and R the correlation of Q; with
/// a = b = 0 they are constant.
public struct VolatilityFilter: Codable, Sendable, Equatable {
  /// One model an asset.
  public let models: [GARCH]
  /// Q̄, `[assets, assets]`.
  public let target: Matrix
  /// a: what news adds to the correlations.
  public let news: Double
  /// b: what stays of the correlations.
  public let persistence: Double
  /// ν of a multivariate Student-t law of the innovations, found together with a and b.
  public let degreesOfFreedom: Double

  /// Fits margins first, then correlations, both by maximum likelihood.
  ///
  /// - Parameters:
  ///   - returns: The returns.
  ///   - isDynamic: Whether correlations change.
  init(fitting returns: Returns, isDynamic: Bool = true) {
    let n = returns.assetCount
    models = (0..<n).map { GARCH(fitting: returns.values.column($0)) }
    var z = returns.values.elements
    for (index, model) in models.enumerated() {
      var h = model.longRunVariance
      for period in 0..<returns.periodCount {
        let e = z[period * n + index] - model.mean
        z[period * n + index] = e / h.squareRoot()
        h = model.next(h, after: e)
      }
    }
    let target = Self.correlation(z, assets: n)
    self.target = target
    let correlations = CorrelationFit(z: z, target: target, isDynamic: isDynamic && n > 1)
    (news, persistence, degreesOfFreedom) = correlations.best()
  }

  /// The correlations of standardised returns about zero, drawn a little towards none, so that more
  /// assets than periods leave a positive definite matrix.
  private static func correlation(_ z: [Double], assets n: Int) -> Matrix {
    let count = z.count / n
    let shrinkage = min(0.5, 1e-6 + Double(n) / Double(count) * 0.02)
    var sums = Matrix(rows: n, columns: n)
    for period in 0..<count {
      for i in 0..<n {
        let left = z[period * n + i]
        for j in 0...i { sums.elements[i * n + j] += left * z[period * n + j] }
      }
    }
    var result = Matrix(rows: n, columns: n)
    for i in 0..<n {
      for j in 0...i {
        let value = sums[i, j] / (sums[i, i] * sums[j, j]).squareRoot()
        result[i, j] = i == j ? 1 : (1 - shrinkage) * value
        result[j, i] = result[i, j]
      }
    }
    return result
  }
}

/// The search for a, b and ν.
private struct CorrelationFit {
  let z: [Double]
  let target: Matrix
  let isDynamic: Bool

  func best() -> (news: Double, persistence: Double, degreesOfFreedom: Double) {
    parameters(
      isDynamic
        ? nelderMead(from: [1.8, 4, -4], evaluations: 90, tolerance: 1e-3, deviance)
        : nelderMead(from: [1.8], evaluations: 60, tolerance: 1e-3, deviance))
  }

  /// Any numbers make a stationary model.
  private func parameters(
    _ point: [Double]
  ) -> (news: Double, persistence: Double, degreesOfFreedom: Double) {
    let nu = 2.1 + Double.exp(min(point[0], 5))
    guard isDynamic else { return (0, 0, nu) }
    let sum = 0.999 / (1 + Double.exp(-point[1]))
    let share = 1 / (1 + Double.exp(-point[2]))
    return (sum * share, sum * (1 - share), nu)
  }

  private func deviance(_ point: [Double]) -> Double {
    let (news, persistence, nu) = parameters(point)
    let n = target.rowCount
    let count = z.count / n
    var work = [Double](repeating: 0, count: n * (2 * n + 1))
    let sum = cportfolio_correlation_deviance(
      count, n, z, news, persistence, nu, target.elements, &work)
    return 0.5 * sum - Double(count) * studentConstant(degreesOfFreedom: nu, dimensions: n)
  }
}
