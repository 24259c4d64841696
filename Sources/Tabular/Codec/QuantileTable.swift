import Foundation

/// The quantile function of a column, in a bounded number of pieces, and back.
///
/// A piece is level where many rows share a value, and rises along a straight line elsewhere. The
/// ends of the lines are means over at least `minimumCount` neighbouring rows, so no single row's
/// value is in the table; where there are fewer between two level pieces, the line joins those.
struct QuantileTable: Codable, Sendable, Equatable {
  /// Ranks 0 … 1 at the ends of the pieces, one more than there are pieces.
  var ranks: [Double]
  /// The value at the lower end of each piece.
  var lower: [Double]
  /// The value at the upper end of each piece.
  var upper: [Double]

  /// Makes the table of `sorted` values.
  ///
  /// - Parameters:
  ///   - sorted: At least one value, ascending.
  ///   - minimumCount: From how many rows on a value is released as it is.
  ///   - points: The most pieces.
  init(sorted: [Double], minimumCount: Int, points: Int) {
    let total = Double(sorted.count)
    // A level piece needs a value of many rows; when there are too many such values, of more rows.
    var levelCount = max(2, minimumCount)
    while Self.valuesWithAtLeast(levelCount, in: sorted) > points { levelCount *= 2 }
    // A line covers at least so many rows that its ends are means of several of them.
    let lineRows = max(minimumCount, Int((total / Double(points)).rounded(.up)))
    ranks = [0]
    lower = []
    upper = []
    var lineStart = 0
    var position = 0
    while position < sorted.count {
      var end = position + 1
      while end < sorted.count, sorted[end] == sorted[position] { end += 1 }
      if end - position >= levelCount {
        addLines(
          sorted, lineStart..<position, rows: lineRows, minimumCount: minimumCount, total: total)
        add(to: Double(end) / total, from: sorted[position], through: sorted[position])
        lineStart = end
      }
      position = end
    }
    addLines(
      sorted, lineStart..<sorted.count, rows: lineRows, minimumCount: minimumCount, total: total)
  }

  private static func valuesWithAtLeast(_ count: Int, in sorted: [Double]) -> Int {
    var found = 0
    var start = 0
    for index in 1...sorted.count where index == sorted.count || sorted[index] != sorted[start] {
      if index - start >= count { found += 1 }
      start = index
    }
    return found
  }

  private mutating func add(to rank: Double, from first: Double, through last: Double) {
    ranks.append(rank)
    lower.append(first)
    upper.append(last)
  }

  /// Adds lines over a run of rows whose values few rows share.
  private mutating func addLines(
    _ sorted: [Double], _ run: Range<Int>, rows: Int, minimumCount: Int, total: Double
  ) {
    guard !run.isEmpty else { return }
    let above = run.upperBound < sorted.count ? sorted[run.upperBound] : nil
    if run.count < minimumCount, let below = upper.last ?? above {
      add(to: Double(run.upperBound) / total, from: below, through: above ?? below)
      return
    }
    let pieces = max(1, run.count / rows)
    // The knot at a boundary is the mean of about `rows` values around it, of half as many at the
    // ends, and never of fewer than `minimumCount`.
    func knot(_ boundary: Int) -> Double {
      let half = max(1, rows / 2)
      var from = max(run.lowerBound, boundary - half)
      let to = min(run.upperBound, max(boundary + half, from + minimumCount))
      from = max(run.lowerBound, min(from, to - minimumCount))
      return sorted[from..<to].reduce(0, +) / Double(to - from)
    }
    func boundary(_ piece: Int) -> Int { run.lowerBound + run.count * piece / pieces }
    for piece in 0..<pieces {
      add(
        to: Double(boundary(piece + 1)) / total, from: knot(boundary(piece)),
        through: knot(boundary(piece + 1)))
    }
  }

  /// The value at a rank in [0, 1].
  func value(at rank: Double) -> Double {
    let piece = piece(at: rank)
    let width = ranks[piece + 1] - ranks[piece]
    let fraction = width > 0 ? min(max((rank - ranks[piece]) / width, 0), 1) : 0
    return lower[piece] + fraction * (upper[piece] - lower[piece])
  }

  private func piece(at rank: Double) -> Int {
    var low = 0
    var high = lower.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if ranks[middle] <= rank { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// The ranks whose values are not above `value`: the rank up to which all are below it, and the
  /// rank from which all are above.
  func ranks(of value: Double) -> ClosedRange<Double> {
    // The first piece that reaches the value, and the last that starts at or below it.
    let first = firstPiece { upper[$0] >= value } ?? lower.count
    guard first < lower.count else { return 1...1 }
    if lower[first] > value { return ranks[first]...ranks[first] }
    if upper[first] > lower[first] {
      let fraction = (value - lower[first]) / (upper[first] - lower[first])
      let rank = ranks[first] + fraction * (ranks[first + 1] - ranks[first])
      guard fraction >= 1 else { return rank...rank }
      return rank...levelEnd(after: first, value: value)
    }
    return ranks[first]...levelEnd(after: first - 1, value: value)
  }

  private func levelEnd(after piece: Int, value: Double) -> Double {
    var end = piece + 1
    while end < lower.count, lower[end] == value, upper[end] == value { end += 1 }
    return ranks[end]
  }

  private func firstPiece(where holds: (Int) -> Bool) -> Int? {
    var low = 0
    var high = lower.count
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low < lower.count ? low : nil
  }
}
