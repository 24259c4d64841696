/// Ten equal-width bins between the least and the greatest of some values (`numpy.histogram`).
struct EqualWidthBins: Sendable {
  /// Eleven ascending edges.
  let edges: [Double]

  /// Makes bins of values; NaN does not count. Without values the bins span 0 … 1, and half a unit
  /// to either side where all values are one.
  init(of values: [Double]) {
    var least = Double.infinity
    var greatest = -Double.infinity
    for value in values where !value.isNaN {
      least = min(least, value)
      greatest = max(greatest, value)
    }
    if least > greatest { (least, greatest) = (0, 1) }
    if least == greatest { (least, greatest) = (least - 0.5, greatest + 0.5) }
    let step = (greatest - least) / 10
    edges = (0...10).map { $0 == 10 ? greatest : Double($0) * step + least }
  }

  /// The bin of each value as `numpy.digitize` numbers them: 1 … 10, and 11 both for the greatest
  /// value and where the value is missing.
  func digitized(_ values: [Double]) -> [Int32] {
    values.map { $0.isNaN ? 11 : place($0) }
  }

  /// The bin of each value, 1 … 10, values outside in the outermost bins; 11 where it is missing.
  func clipped(_ values: [Double]) -> [Int32] {
    values.map { $0.isNaN ? 11 : min(max(place($0), 1), 10) }
  }

  /// The number of edges that are not above `value`.
  private func place(_ value: Double) -> Int32 {
    guard value >= edges[0] else { return 0 }
    guard value < edges[10] else { return 11 }
    let width = (edges[10] - edges[0]) / 10
    // The division can be wrong by a rounding; the edges decide.
    var bin = min(max(Int((value - edges[0]) / width), 0), 9)
    while bin > 0, value < edges[bin] { bin -= 1 }
    while bin < 9, value >= edges[bin + 1] { bin += 1 }
    return Int32(bin + 1)
  }
}
