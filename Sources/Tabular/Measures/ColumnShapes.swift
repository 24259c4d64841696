internal import Foundation
internal import Torch

/// How alike one column is in the real and in the synthetic table.
public struct ColumnShape: Codable, Sendable, Equatable {
  /// How the likeness is measured.
  public enum Measure: String, Codable, Sendable {
    /// One minus the greatest distance between the two cumulative distributions (numbers, dates).
    case kolmogorovSmirnov
    /// One minus half the summed differences of the shares of the levels (names).
    case totalVariation
  }

  /// The column.
  public var column: String
  /// How the likeness is measured.
  public var measure: Measure
  /// 1 is equal; `nil` where one of the tables has no value in this column.
  public var score: Double?
  /// The share of real rows in which the value is missing.
  public var realMissing: Double
  /// The share of synthetic rows in which the value is missing.
  public var syntheticMissing: Double
}

/// The likeness of single columns, equal to the column shapes of SDMetrics 0.32.0.
///
/// Missing values do not count in the score (as there), so their share is reported beside it.
public enum ColumnShapes {
  /// Measures every column of two tables whose names are coded by one list of levels.
  static func measure(real: Table, synthetic: Table, threads: Int) -> [ColumnShape] {
    Lanes.map(real.columns.count, threads: threads) { index in
      shape(real: real.columns[index], synthetic: synthetic.columns[index])
    }
  }

  private static func shape(real: Column, synthetic: Column) -> ColumnShape {
    let score: Double?
    switch (real.values, synthetic.values) {
    case (.numbers(let a), .numbers(let b)):
      score = kolmogorovSmirnov(a, b, rounded: real.kind != .dateTime).map { 1 - $0 }
    case (.codes(let a, let levels), .codes(let b, _)):
      score = totalVariation(a, b, levelCount: levels.count).map { 1 - $0 }
    default:
      preconditionFailure("column \"\(real.name)\" holds numbers here and names there")
    }
    return ColumnShape(
      column: real.name, measure: real.isNumeric ? .kolmogorovSmirnov : .totalVariation,
      score: score, realMissing: missingShare(real), syntheticMissing: missingShare(synthetic))
  }

  static func missingShare(_ column: Column) -> Double {
    let missing =
      switch column.values {
      case .numbers(let numbers): numbers.count { $0.isNaN }
      case .codes(let codes, _): codes.count { $0 < 0 }
      }
    return column.count == 0 ? 0 : Double(missing) / Double(column.count)
  }

  /// The two-sample Kolmogorov–Smirnov statistic, NaN left out; `nil` where a sample is empty.
  ///
  /// - Parameters:
  ///   - first: One sample.
  ///   - second: The other one.
  ///   - rounded: Whether values are first rounded to 14 decimals, as SDMetrics does with numbers.
  /// - Returns: The greatest distance between the two cumulative distributions, 0 … 1.
  static func kolmogorovSmirnov(_ first: [Double], _ second: [Double], rounded: Bool) -> Double? {
    let a = sortedValues(first, rounded: rounded)
    let b = sortedValues(second, rounded: rounded)
    guard !a.isEmpty, !b.isEmpty else { return nil }
    var i = 0
    var j = 0
    var greatest = 0.0
    while i < a.count, j < b.count {
      let value = min(a[i], b[j])
      while i < a.count, a[i] == value { i += 1 }
      while j < b.count, b[j] == value { j += 1 }
      let distance = abs(Double(i) / Double(a.count) - Double(j) / Double(b.count))
      greatest = max(greatest, distance)
    }
    return greatest
  }

  private static func sortedValues(_ values: [Double], rounded: Bool) -> [Double] {
    var kept = values.filter { !$0.isNaN }
    if rounded {
      for index in kept.indices {
        let scaled = kept[index] * 1e14
        // From 2^52 on a Double has no decimals left to round.
        guard abs(scaled) < 4_503_599_627_370_496 else { continue }
        kept[index] = scaled.rounded(.toNearestOrEven) / 1e14
      }
    }
    kept.sort()
    return kept
  }

  /// The total variation distance of two samples of levels, missing ones left out; `nil` where a
  /// sample is empty.
  static func totalVariation(_ first: [Int32], _ second: [Int32], levelCount: Int) -> Double? {
    var counts = [(real: Double, synthetic: Double)](repeating: (0, 0), count: levelCount)
    for code in first where code >= 0 { counts[Int(code)].real += 1 }
    for code in second where code >= 0 { counts[Int(code)].synthetic += 1 }
    let realTotal = counts.reduce(0) { $0 + $1.real }
    let syntheticTotal = counts.reduce(0) { $0 + $1.synthetic }
    guard realTotal > 0, syntheticTotal > 0 else { return nil }
    // SDMetrics counts a level that the real table lacks as a millionth of a row.
    let unseen = counts.count { $0.real == 0 && $0.synthetic > 0 }
    let total = realTotal + Double(unseen) * 1e-6
    return counts.reduce(0) { sum, count in
      let real = count.real == 0 && count.synthetic > 0 ? 1e-6 : count.real
      return sum + abs(real / total - count.synthetic / syntheticTotal) / 2
    }
  }
}
