/// The mean and the spread of returns.
struct Moments {
  let mean: Double
  /// With n - 1 in the denominator; 0 for a single return.
  let standardDeviation: Double

  init(_ returns: [Double]) {
    let count = Double(returns.count)
    let mean = returns.isEmpty ? 0 : returns.reduce(0, +) / count
    let squares = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(mean: mean, standardDeviation: count > 1 ? (squares / (count - 1)).squareRoot() : 0)
  }

  init(mean: Double, standardDeviation: Double) {
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// Whether the spread is nothing but rounding.
  var isConstant: Bool { standardDeviation <= 1e-14 * max(1, abs(mean)) }
}
