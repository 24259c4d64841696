/// The returns of several assets, period by period.
public struct Returns: Sendable, Equatable {
  /// How a return is computed from two prices p and q that follow each other.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// q / p - 1: weights times simple returns is the return of the portfolio, exactly.
    case simple
    /// log(q / p): sums over time, but not over assets.
    case logarithmic
  }

  /// The names of the assets.
  public var assets: [String]
  /// The last day of each period, counted from 1970-01-01; empty where there are no dates.
  public var days: [Int]
  /// The returns, `[periods, assets]`; none is missing.
  public var values: Matrix
  /// How a return is computed.
  public var kind: Kind
  /// How many periods make a year: 252 for trading days, 52 for weeks, 12 for months.
  public var periodsPerYear: Double

  /// Makes returns.
  ///
  /// - Precondition: one column for each asset, and one day for each row unless `days` is empty.
  public init(
    assets: [String], days: [Int] = [], values: Matrix, kind: Kind = .simple,
    periodsPerYear: Double = 252
  ) {
    precondition(values.columnCount == assets.count, "not one column for each asset")
    precondition(days.isEmpty || days.count == values.rowCount, "not one day for each row")
    self.assets = assets
    self.days = days
    self.values = values
    self.kind = kind
    self.periodsPerYear = periodsPerYear
  }

  /// How many periods.
  public var periodCount: Int { values.rowCount }
  /// How many assets.
  public var assetCount: Int { assets.count }

  /// The periods in `range`.
  public func periods(_ range: Range<Int>) -> Returns {
    Returns(
      assets: assets, days: days.isEmpty ? [] : Array(days[range]),
      values: Matrix(
        rows: range.count, columns: assetCount,
        elements: Array(
          values.elements[range.lowerBound * assetCount..<range.upperBound * assetCount])),
      kind: kind, periodsPerYear: periodsPerYear)
  }
}
