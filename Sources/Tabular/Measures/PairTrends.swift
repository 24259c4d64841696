internal import Torch

/// How alike the relation between two columns is in the real and in the synthetic table.
public struct PairTrend: Codable, Sendable, Equatable {
  /// How the likeness is measured.
  public enum Measure: String, Codable, Sendable {
    /// One minus half the difference of the Pearson correlations (two columns of numbers).
    case correlation
    /// One minus half the summed differences of the shares of all pairs of levels or bins.
    case contingency
  }

  /// One column.
  public var first: String
  /// The other one.
  public var second: String
  /// How the likeness is measured.
  public var measure: Measure
  /// 1 is equal; numbers in ten bins over each table's own range, as SDMetrics has it. `nil` where
  /// the correlation is not defined.
  public var score: Double?
  /// The same with the real table's bins for both tables.
  public var scoreWithRealEdges: Double?
  /// The correlation in the real table, for two columns of numbers.
  public var realCorrelation: Double?
  /// The correlation in the synthetic table, for two columns of numbers.
  public var syntheticCorrelation: Double?
}

/// The likeness of all pairs of columns, equal to the column pair trends of SDMetrics 0.32.0 with
/// both of its thresholds at 0.
///
/// SDMetrics bins the synthetic numbers over the synthetic table's own range, so that one row, the
/// one with the greatest value, can move the score by half a point. The score with the real table's
/// edges has no such luck in it. Above 50,000 rows SDMetrics draws an unseeded subsample of rows;
/// here all rows count.
public enum PairTrends {
  /// Measures pairs of columns of two tables whose names are coded by the same levels.
  ///
  /// - Parameters:
  ///   - real: The real table.
  ///   - synthetic: The synthetic table, with the same columns.
  ///   - maximumPairs: Above this number of pairs a seeded random part of them is measured.
  ///   - seed: The seed of that part.
  ///   - threads: The number of threads.
  /// - Returns: The pairs in the order of the columns.
  static func measure(
    real: Table, synthetic: Table, maximumPairs: Int = .max, seed: UInt64 = 0, threads: Int
  ) -> [PairTrend] {
    let count = real.columns.count
    var pairs = (0..<count).flatMap { first in
      (first + 1..<count).map { second in (first, second) }
    }
    if pairs.count > maximumPairs {
      var generator = SeededGenerator(seed: seed)
      let kept = Set(Array(pairs.indices).shuffled(using: &generator).prefix(maximumPairs))
      pairs = pairs.indices.filter(kept.contains).map { pairs[$0] }
    }
    let columns = Lanes.map(count, threads: threads) { index in
      PairedColumn(real: real.columns[index], synthetic: synthetic.columns[index])
    }
    let chosen = pairs
    return Lanes.map(chosen.count, threads: threads) { index in
      trend(columns[chosen[index].0], columns[chosen[index].1])
    }
  }

  private static func trend(_ first: PairedColumn, _ second: PairedColumn) -> PairTrend {
    var result = PairTrend(
      first: first.name, second: second.name, measure: .contingency, score: nil,
      scoreWithRealEdges: nil, realCorrelation: nil, syntheticCorrelation: nil)
    if let a = first.numbers, let b = second.numbers {
      result.measure = .correlation
      guard !a.isConstant, !b.isConstant else { return result }
      result.realCorrelation = Correlation.pearson(a.real, b.real)
      result.syntheticCorrelation = Correlation.pearson(a.synthetic, b.synthetic)
      if let real = result.realCorrelation, let synthetic = result.syntheticCorrelation {
        result.score = 1 - abs(real - synthetic) / 2
        result.scoreWithRealEdges = result.score
      }
      return result
    }
    result.score = 1 - ContingencyTable.distance(first.ownEdges, second.ownEdges)
    result.scoreWithRealEdges =
      first.numbers == nil && second.numbers == nil
      ? result.score : 1 - ContingencyTable.distance(first.realEdges, second.realEdges)
    return result
  }
}

/// A column of both tables, binned once for all pairs that it is part of.
private struct PairedColumn: Sendable {
  struct Numbers: Sendable {
    let real: [Double]
    let synthetic: [Double]
    /// Whether one of the tables holds a single value, so that no correlation is defined.
    let isConstant: Bool
  }

  let name: String
  let numbers: Numbers?
  let ownEdges: BinnedColumn
  let realEdges: BinnedColumn

  init(real: Column, synthetic: Column) {
    name = real.name
    switch (real.values, synthetic.values) {
    case (.numbers(let a), .numbers(let b)):
      numbers = Numbers(
        real: a, synthetic: b, isConstant: Self.hasOneValue(a) || Self.hasOneValue(b))
      let realBins = EqualWidthBins(of: a)
      ownEdges = BinnedColumn(
        real: realBins.digitized(a), synthetic: EqualWidthBins(of: b).digitized(b), count: 12)
      realEdges = BinnedColumn(
        real: realBins.clipped(a), synthetic: realBins.clipped(b), count: 12)
    case (.codes(let a, let levels), .codes(let b, _)):
      numbers = nil
      // Missing is a level of its own, in the first place.
      ownEdges = BinnedColumn(
        real: a.map { $0 + 1 }, synthetic: b.map { $0 + 1 }, count: levels.count + 1)
      realEdges = ownEdges
    default:
      preconditionFailure("column \"\(real.name)\" holds numbers here and names there")
    }
  }

  private static func hasOneValue(_ values: [Double]) -> Bool {
    guard let first = values.first(where: { !$0.isNaN }) else { return false }
    return values.allSatisfy { $0.isNaN || $0 == first }
  }
}
