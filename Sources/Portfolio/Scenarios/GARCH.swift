internal import CPortfolio
internal import RealModule

/// The variance of one asset's returns from day to day: GJR-GARCH(1, 1) with Student-t innovations,
///
///     h[t + 1] = ω + (α + γ 1[e[t] < 0]) e[t]² + β h[t],   e = r − mean.
///
/// Source: Glosten, Jagannathan and Runkle (1993); Bollerslev (1987).
public struct GARCH: Codable, Sendable, Equatable {
  /// The mean return.
  public var mean: Double
  /// ω.
  public var omega: Double
  /// α: what news adds to the variance.
  public var alpha: Double
  /// γ: what bad news adds besides.
  public var gamma: Double
  /// β: what stays of the variance.
  public var beta: Double
  /// ν of the innovations, above 2.
  public var degreesOfFreedom: Double

  /// The variance that h returns to.
  public var longRunVariance: Double { omega / (1 - alpha - gamma / 2 - beta) }

  /// The variance after `variance` and a deviation `e` from the mean.
  func next(_ variance: Double, after e: Double) -> Double {
    omega + (e < 0 ? alpha + gamma : alpha) * e * e + beta * variance
  }

  /// Fits by maximum likelihood.
  ///
  /// - Parameter returns: The returns of one asset, not all the same.
  init(fitting returns: [Double]) {
    let count = Double(returns.count)
    let mean = returns.reduce(0, +) / count
    let e = returns.map { $0 - mean }
    let variance = e.reduce(0) { $0 + $1 * $1 } / count
    var h = [Double](repeating: variance, count: e.count + 1)
    let best = nelderMead(from: [0, 3.5, -2.5, 0, 1.5]) { point in
      let model = Self(point, mean: mean, variance: variance)
      cportfolio_gjr_variances(
        e.count, e, model.omega, model.alpha, model.gamma, model.beta, &h)
      let nu = model.degreesOfFreedom
      return 0.5 * cportfolio_student_deviance(e.count, e, h, nu)
        - count * studentConstant(degreesOfFreedom: nu, dimensions: 1)
    }
    self.init(best, mean: mean, variance: variance)
  }

  /// Below one by more than a law of innovations can err: with variances a few hundredths above one
  /// the volatility of a long path would grow without bound.
  private static let largestPersistence = 0.995

  /// Any five numbers make a stationary model.
  private init(_ point: [Double], mean: Double, variance: Double) {
    func share(_ x: Double) -> Double { 1 / (1 + Double.exp(-x)) }
    let persistence = Self.largestPersistence * share(point[1])
    let news = persistence * share(point[2])
    self.mean = mean
    gamma = 2 * news * share(point[3])
    alpha = news - gamma / 2
    beta = persistence - news
    omega = variance * Double.exp(min(max(point[0], -5), 5)) * (1 - persistence)
    degreesOfFreedom = 2.1 + Double.exp(min(point[4], 5))
  }
}
