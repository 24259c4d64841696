/// How often a column of numbers takes its most frequent value.
public struct PointMass: Codable, Sendable, Equatable {
  /// The column.
  public var column: String
  /// The most frequent value in the real table, the smallest of several.
  public var value: Double
  /// The share of real rows with this value.
  public var realShare: Double
  /// The share of synthetic rows with this value.
  public var syntheticShare: Double

  /// The heaviest value of every column of numbers of which at least a part `least` of the real
  /// rows are.
  static func measure(real: Table, synthetic: Table, least: Double = 0.02) -> [PointMass] {
    real.columns.indices.compactMap { index in
      guard case .numbers(let numbers) = real.columns[index].values,
        case .numbers(let drawn) = synthetic.columns[index].values,
        let (value, count) = heaviest(numbers)
      else { return nil }
      let share = Double(count) / Double(numbers.count)
      guard share >= least else { return nil }
      return PointMass(
        column: real.columns[index].name, value: value, realShare: share,
        syntheticShare: Double(drawn.count { $0 == value }) / Double(drawn.count))
    }
  }

  private static func heaviest(_ numbers: [Double]) -> (value: Double, count: Int)? {
    let sorted = numbers.filter { !$0.isNaN }.sorted()
    var best: (value: Double, count: Int)?
    var start = 0
    while start < sorted.count {
      var end = start
      while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
      if end - start > best?.count ?? 0 { best = (sorted[start], end - start) }
      start = end
    }
    return best
  }
}
