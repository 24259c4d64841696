import Foundation

/// The chi-squared distribution with a whole number of degrees of freedom.
enum ChiSquared {
  /// The probability of more than `x`, by the finite sums that hold for whole degrees of freedom.
  static func survival(_ x: Double, degrees: Int) -> Double {
    let half = x / 2
    guard half > 0 else { return 1 }
    var start = degrees % 2 == 0 ? 1.0 : 1.5
    // The term is half^(start - 1) e^-half / Γ(start).
    var sum = degrees % 2 == 0 ? 0 : erfc(half.squareRoot())
    while start <= Double(degrees) / 2 {
      sum += exp((start - 1) * log(half) - half - lgamma(start))
      start += 1
    }
    return min(1, sum)
  }

  /// The x above which lies the probability `tail`, by bisection to full precision.
  static func upperQuantile(_ tail: Double, degrees: Int) -> Double {
    var low = 0.0
    var high = Double(max(1, degrees))
    while survival(high, degrees: degrees) > tail { high *= 2 }
    while true {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { return middle }
      if survival(middle, degrees: degrees) > tail { low = middle } else { high = middle }
    }
  }

  /// By how much a covariance grows when it is estimated from the share of normal vectors nearest
  /// to the mean: share / P(χ²(n + 2) ≤ the share's quantile of χ²(n)).
  static func consistency(_ share: Double, degrees: Int) -> Double {
    guard share < 1 else { return 1 }
    let quantile = upperQuantile(1 - share, degrees: degrees)
    return share / (1 - survival(quantile, degrees: degrees + 2))
  }
}
