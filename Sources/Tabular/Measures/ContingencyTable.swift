/// The bins of one column in both tables.
struct BinnedColumn: Sendable {
  /// One bin a real row, 0 ..< `count`.
  let real: [Int32]
  /// One bin a synthetic row, 0 ..< `count`.
  let synthetic: [Int32]
  /// The number of bins.
  let count: Int
}

/// Counts of pairs of bins.
enum ContingencyTable {
  /// Half the summed differences between the shares that pairs of bins have in the two tables: 0 is
  /// equal, 1 has nothing in common.
  static func distance(_ first: BinnedColumn, _ second: BinnedColumn) -> Double {
    let (cells, overflow) = first.count.multipliedReportingOverflow(by: second.count)
    let rows = first.real.count + first.synthetic.count
    return !overflow && cells <= max(65_536, 4 * rows)
      ? denseDistance(first, second, cells: cells) : sparseDistance(first, second)
  }

  private static func denseDistance(
    _ first: BinnedColumn, _ second: BinnedColumn, cells: Int
  ) -> Double {
    let width = Int32(second.count)
    func counts(_ a: [Int32], _ b: [Int32]) -> [Int32] {
      [Int32](unsafeUninitializedCapacity: cells) { counts, used in
        counts.initialize(repeating: 0)
        used = cells
        a.withUnsafeBufferPointer { a in
          b.withUnsafeBufferPointer { b in
            for row in a.indices { counts[Int(a[row] * width + b[row])] += 1 }
          }
        }
      }
    }
    let real = counts(first.real, second.real)
    let synthetic = counts(first.synthetic, second.synthetic)
    let realTotal = Double(first.real.count)
    let syntheticTotal = Double(first.synthetic.count)
    var sum = 0.0
    for cell in 0..<cells where real[cell] != 0 || synthetic[cell] != 0 {
      sum += abs(Double(real[cell]) / realTotal - Double(synthetic[cell]) / syntheticTotal)
    }
    return sum / 2
  }

  /// The same for more cells than memory should hold: sorted keys, merged.
  private static func sparseDistance(_ first: BinnedColumn, _ second: BinnedColumn) -> Double {
    func keys(_ a: [Int32], _ b: [Int32]) -> [Int64] {
      zip(a, b).map { Int64($0) << 32 | Int64($1) }.sorted()
    }
    let real = keys(first.real, second.real)
    let synthetic = keys(first.synthetic, second.synthetic)
    var i = 0
    var j = 0
    var sum = 0.0
    while i < real.count || j < synthetic.count {
      let key = min(i < real.count ? real[i] : .max, j < synthetic.count ? synthetic[j] : .max)
      let (startI, startJ) = (i, j)
      while i < real.count, real[i] == key { i += 1 }
      while j < synthetic.count, synthetic[j] == key { j += 1 }
      let realShare = Double(i - startI) / Double(real.count)
      sum += abs(realShare - Double(j - startJ) / Double(synthetic.count))
    }
    return sum / 2
  }
}

/// Correlation of two columns of numbers.
enum Correlation {
  /// The Pearson correlation over the rows where neither is missing; `nil` with fewer than two such
  /// rows, or where one of the columns does not vary in them.
  static func pearson(_ first: [Double], _ second: [Double]) -> Double? {
    var rows = 0.0
    var meanA = 0.0
    var meanB = 0.0
    for (a, b) in zip(first, second) where !a.isNaN && !b.isNaN {
      rows += 1
      meanA += a
      meanB += b
    }
    guard rows >= 2 else { return nil }
    meanA /= rows
    meanB /= rows
    var squaresA = 0.0
    var squaresB = 0.0
    var products = 0.0
    var varies = (a: false, b: false)
    var start: (a: Double, b: Double)?
    for (a, b) in zip(first, second) where !a.isNaN && !b.isNaN {
      let began = start ?? (a, b)
      start = began
      varies.a = varies.a || a != began.a
      varies.b = varies.b || b != began.b
      squaresA += (a - meanA) * (a - meanA)
      squaresB += (b - meanB) * (b - meanB)
      products += (a - meanA) * (b - meanB)
    }
    // Not from the sums of squares: the mean of equal numbers can differ from them by a rounding.
    guard varies.a, varies.b else { return nil }
    let correlation = products / (squaresA.squareRoot() * squaresB.squareRoot())
    return correlation.isNaN ? nil : min(max(correlation, -1), 1)
  }
}
