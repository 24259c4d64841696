/// What the values of one column look like.
public struct ColumnSummary: Codable, Sendable, Equatable {
  /// A value and how often it occurs.
  public struct Frequency: Codable, Sendable, Equatable {
    /// The value as it is written.
    public var value: String
    /// How many rows have it.
    public var count: Int
    /// The part of the rows with a value that have it, from 0 to 1.
    public var share: Double
  }

  /// Five numbers that show where the values lie, each as it is written.
  public struct Quartiles: Codable, Sendable, Equatable {
    /// The least value.
    public var minimum: String
    /// A quarter of the values is not above it.
    public var lower: String
    /// Half of the values is not above it.
    public var median: String
    /// Three quarters of the values are not above it.
    public var upper: String
    /// The greatest value.
    public var maximum: String
  }

  /// The column's name.
  public var name: String
  /// What the column holds.
  public var kind: ColumnKind
  /// How many values are missing.
  public var missingCount: Int
  /// How many different values there are.
  public var distinctCount: Int
  /// Where the values lie; for numbers and dates.
  public var quartiles: Quartiles?
  /// The most frequent names, at most ten; for names.
  public var topLevels: [Frequency]
  /// Single numbers that stand out by being frequent, such as the 0 of a capital gain.
  public var pointMasses: [Frequency]

  /// Describes a column.
  public init(_ column: Column) {
    name = column.name
    kind = column.kind
    topLevels = []
    pointMasses = []
    switch column.values {
    case .numbers(let numbers):
      let sorted = numbers.filter { !$0.isNaN }.sorted()
      missingCount = numbers.count - sorted.count
      let runs = Self.runs(sorted)
      distinctCount = runs.count
      guard let first = sorted.first, let last = sorted.last else { return }
      func text(_ number: Double) -> String { column.text(number) }
      func quantile(_ part: Double) -> String {
        text(sorted[Int((part * Double(sorted.count - 1)).rounded())])
      }
      quartiles = Quartiles(
        minimum: text(first), lower: quantile(0.25), median: quantile(0.5), upper: quantile(0.75),
        maximum: text(last))
      pointMasses = Self.frequencies(
        runs.filter { Self.standsOut($0.count, of: sorted.count, distinct: runs.count) }
          .map { (text($0.value), $0.count) }, of: sorted.count)
    case .codes(let codes, let levels):
      var counts = [Int](repeating: 0, count: levels.count)
      missingCount = 0
      for code in codes {
        if code < 0 { missingCount += 1 } else { counts[Int(code)] += 1 }
      }
      distinctCount = counts.count { $0 > 0 }
      // Single values of identifiers and texts are nobody's business.
      guard kind != .identifier, kind != .text else { return }
      topLevels = Self.frequencies(
        zip(levels, counts).filter { $0.1 > 0 }, of: codes.count - missingCount)
    }
  }

  private static func runs(_ sorted: [Double]) -> [(value: Double, count: Int)] {
    var runs: [(value: Double, count: Int)] = []
    for number in sorted {
      if let last = runs.last, last.value == number {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((number, 1))
      }
    }
    return runs
  }

  /// A tenth of all values, or twenty times the average among many different ones.
  private static func standsOut(_ count: Int, of total: Int, distinct: Int) -> Bool {
    guard distinct > 10, count > 1 else { return false }
    let share = Double(count) / Double(total)
    return share >= 0.1 || (share >= 0.01 && share >= 20 / Double(distinct))
  }

  private static func frequencies(
    _ counts: some Sequence<(String, Int)>, of total: Int
  ) -> [Frequency] {
    counts.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(10).map {
      Frequency(value: $0.0, count: $0.1, share: Double($0.1) / Double(max(total, 1)))
    }
  }
}

extension Column {
  /// A number as the column writes it: with its digits, or as a date.
  public func text(_ number: Double) -> String {
    guard kind == .dateTime else { return NumberText.text(number, format) }
    let pattern =
      format.datePattern.flatMap { DatePattern(text: $0) }
      ?? DatePattern(order: .yearMonthDay, separator: UInt8(ascii: "-"))
    var bytes: [UInt8] = []
    pattern.append(number, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
