/// The share of the periods in which two assets are among their lowest returns together, over the
/// share in which one is; mean over all pairs of assets. An estimate of the coefficient of lower-tail
/// dependence (Joe 1997): `level` itself for independent assets, 1 for equal ones.
///
/// - Parameters:
///   - returns: `[periods, assets]`.
///   - level: Which share of the periods is an asset's lowest.
/// - Returns: The mean, or 1 for one asset.
func lowerTailDependence(_ returns: Matrix, level: Double = 0.05) -> Double {
  let n = returns.columnCount
  guard n > 1 else { return 1 }
  let count = max(1, Int((Double(returns.rowCount) * level).rounded()))
  var together = [Int](repeating: 0, count: returns.rowCount)
  for asset in 0..<n {
    let column = returns.column(asset)
    for row in column.indices.sorted(by: { column[$0] < column[$1] }).prefix(count) {
      together[row] += 1
    }
  }
  // k assets in one period make k (k - 1) / 2 pairs.
  let pairs = together.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
  return Double(pairs) / Double(count * n * (n - 1) / 2)
}

/// The fourth central moment over the squared variance: 3 for a normal distribution.
func sampleKurtosis(_ values: [Double]) -> Double {
  let mean = values.reduce(0, +) / Double(values.count)
  var (second, fourth) = (0.0, 0.0)
  for value in values {
    let square = (value - mean) * (value - mean)
    second += square
    fourth += square * square
  }
  return second > 0 ? fourth * Double(values.count) / (second * second) : .nan
}

/// The autocorrelation of absolute values, mean over some lags: how long large moves follow large
/// ones (Cont 2001).
func absoluteAutocorrelation(_ values: [Double], lags: ClosedRange<Int>) -> Double {
  let sizes = values.map { abs($0) }
  let mean = sizes.reduce(0, +) / Double(sizes.count)
  let centred = sizes.map { $0 - mean }
  let square = centred.reduce(0) { $0 + $1 * $1 }
  let sum = lags.reduce(0.0) { total, lag in
    guard lag < centred.count else { return total }
    return total + (lag..<centred.count).reduce(0) { $0 + centred[$1] * centred[$1 - lag] }
  }
  return square > 0 ? sum / square / Double(lags.count) : 0
}
