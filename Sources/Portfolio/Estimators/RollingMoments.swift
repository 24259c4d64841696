/// Mean and covariance of a window that moves over the periods.
///
/// The sums are carried along: rows that leave are taken off and rows that come are added, so that
/// a step costs what it moves and not the window. All sums are about a fixed centre near the data,
/// which keeps what cancels small; and they are formed anew from time to time, and whenever the
/// rows that left were so large that rounding could show.
public struct RollingMoments: Sendable {
  /// The periods of the window.
  public private(set) var window: Range<Int>
  private let values: Matrix
  private var centre: [Double]
  private var sums: [Double]
  private var products: Matrix
  /// How many rows were added or taken off since the sums were formed anew.
  private var moved = 0
  /// The largest sum of squares of each asset since then.
  private var largest: [Double] = []

  /// Makes the moments of the returns in `window`.
  ///
  /// - Throws: `PortfolioError` of kind `data` where any return, inside or outside the window, is
  ///   not finite.
  /// - Precondition: the window lies within the periods and has at least two.
  public init(_ returns: Returns, window: Range<Int>) throws {
    try returns.check()
    precondition(
      window.lowerBound >= 0 && window.upperBound <= returns.periodCount && window.count >= 2,
      "a window of fewer than two periods, or not within the periods")
    values = returns.values
    self.window = window
    centre = []
    sums = []
    products = Matrix(rows: 0, columns: 0)
    renew()
  }

  /// Moves the window to other periods.
  ///
  /// - Precondition: the window lies within the periods and has at least two.
  public mutating func move(to next: Range<Int>) {
    precondition(
      next.lowerBound >= 0 && next.upperBound <= values.rowCount && next.count >= 2,
      "a window of fewer than two periods, or not within the periods")
    let kept = window.clamped(to: next)
    let cost = window.count + next.count - 2 * kept.count
    let old = window
    window = next
    moved += cost
    guard cost < next.count, moved < 64 * next.count else { return renew() }
    change(old.lowerBound..<kept.lowerBound, by: -1)
    change(kept.upperBound..<old.upperBound, by: -1)
    change(next.lowerBound..<kept.lowerBound, by: 1)
    change(kept.upperBound..<next.upperBound, by: 1)
    var isLost = false
    for (asset, square) in products.diagonal.enumerated() {
      largest[asset] = max(largest[asset], square)
      let spread = square - sums[asset] * sums[asset] / Double(next.count)
      if spread < 1e-4 * largest[asset] { isLost = true }
    }
    if isLost { renew() }
  }

  /// The mean of each asset, per period.
  public var mean: [Double] {
    zip(centre, sums).map { $0 + $1 / Double(window.count) }
  }

  /// The covariance, per period, `[assets, assets]`.
  public func covariance(_ divisor: SampleDivisor = .unbiased) -> Matrix {
    let scale = 1 / divisor.value(window.count)
    let count = Double(window.count)
    let columns = sums.count
    var result = products
    result.elements.withUnsafeMutableBufferPointer { s in
      for row in 0..<columns {
        for column in 0..<columns {
          let shift = sums[row] * sums[column] / count
          s[row * columns + column] = scale * (s[row * columns + column] - shift)
        }
      }
    }
    return result
  }

  private mutating func renew() {
    let columns = values.columnCount
    let rows = Matrix(
      rows: window.count, columns: columns, elements: Array(slice(window)))
    centre = WeightedMoments.mean(rows)
    sums = [Double](repeating: 0, count: columns)
    products = Matrix(rows: columns, columns: columns)
    change(window, by: 1)
    moved = 0
    largest = products.diagonal
  }

  private func slice(_ periods: Range<Int>) -> ArraySlice<Double> {
    values.elements[
      periods.lowerBound * values.columnCount..<periods.upperBound * values.columnCount]
  }

  private mutating func change(_ periods: Range<Int>, by sign: Double) {
    guard !periods.isEmpty else { return }
    let rows = slice(periods)
    WeightedMoments.add(rows, to: &products, centre: centre, factor: sign)
    let columns = values.columnCount
    sums.withUnsafeMutableBufferPointer { sums in
      rows.withUnsafeBufferPointer { x in
        for row in 0..<periods.count {
          for column in 0..<columns {
            sums[column] += sign * (x[row * columns + column] - centre[column])
          }
        }
      }
    }
  }
}
