/// The lower bound of a linear function that one row's multiplier gives, those of the others as they
/// are.
///
/// Over a box and a row a'x within limits the bound is y·limit + Σᵢ min (slopeᵢ - y aᵢ) xᵢ: concave
/// and piecewise linear in the multiplier y, with kinks at y = slopeᵢ / aᵢ and at 0. For a long-only
/// budget the best multiplier is the least slope, which an iteration knows up to rounding only.
struct RowPrice {
  /// The row a.
  let coefficients: [Double]
  /// The least and the most that a'x may be; one of them may be infinite.
  let limits: (lower: Double, upper: Double)
  /// The linear function, less what the other rows cover.
  let slope: [Double]
  /// The corners of the box, finite.
  let box: (lower: [Double], upper: [Double])

  /// The bound with multiplier `price`; -∞ where there is no limit on its side.
  func bound(_ price: Double) -> Double {
    let limit = price > 0 ? limits.lower : limits.upper
    guard price == 0 || limit.isFinite else { return -.infinity }
    var value = price == 0 ? 0 : price * limit
    for index in slope.indices {
      let reduced = slope[index] - price * coefficients[index]
      value += reduced * (reduced > 0 ? box.lower[index] : box.upper[index])
    }
    return value
  }

  /// The multiplier with the largest bound.
  var best: Double {
    var kinks = [0.0]
    for (a, slope) in zip(coefficients, slope) where a != 0 {
      let kink = slope / a
      if kink.isFinite, (kink > 0 ? limits.lower : limits.upper).isFinite { kinks.append(kink) }
    }
    kinks.sort()
    // A concave function rises up to its largest value.
    var low = 0
    var high = kinks.count - 1
    while low < high {
      let middle = (low + high) / 2
      if bound(kinks[middle + 1]) > bound(kinks[middle]) { low = middle + 1 } else { high = middle }
    }
    return kinks[low]
  }
}
