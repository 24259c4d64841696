import Foundation

/// Quantiles of the standard normal distribution.
enum NormalScore {
  /// Acklam's rational approximation, with one step of Halley's method: exact to 1e-15.
  static func quantile(_ probability: Double) -> Double {
    let a = [
      -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
      1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00,
    ]
    let b = [
      -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
      6.680131188771972e+01, -1.328068155288572e+01,
    ]
    let c = [
      -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
      -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00,
    ]
    let d = [
      7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
      3.754408661907416e+00,
    ]
    func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
      coefficients.reduce(0) { $0 * x + $1 }
    }
    let start: Double
    if probability < 0.02425 {
      let q = sqrt(-2 * log(probability))
      start = polynomial(c, q) / (polynomial(d, q) * q + 1)
    } else if probability > 1 - 0.02425 {
      let q = sqrt(-2 * log1p(-probability))
      start = -polynomial(c, q) / (polynomial(d, q) * q + 1)
    } else {
      let q = probability - 0.5
      let r = q * q
      start = polynomial(a, r) * q / (polynomial(b, r) * r + 1)
    }
    let error = 0.5 * erfc(-start / 2.0.squareRoot()) - probability
    let step = error * (2 * Double.pi).squareRoot() * exp(start * start / 2)
    return start - step / (1 + start * step / 2)
  }

  /// Scores at evenly spaced ranks, for the inner loops.
  struct Table: Sendable {
    let scores: [Float]

    init(count: Int) {
      scores = (0...count).map { index in
        let rank = min(max(Double(index) / Double(count), 0.00025), 0.99975)
        return Float(quantile(rank))
      }
    }

    @inline(__always)
    func score(_ rank: Float) -> Float {
      let position = rank * Float(scores.count - 1)
      let lower = min(Int(position), scores.count - 2)
      return scores[lower] + (position - Float(lower)) * (scores[lower + 1] - scores[lower])
    }
  }

  static let table = Table(count: 8192)
}
