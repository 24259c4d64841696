import Tabular

/// The prices of several assets, day by day, with gaps where there are none.
///
/// Whatever is done to prices (days dropped, gaps filled, rows merged) is written down in `notes`,
/// so that a report can say what its figures rest on.
public struct PriceTable: Sendable {
  /// The names of the assets.
  public private(set) var assets: [String]
  /// The days, ascending, counted from 1970-01-01.
  public private(set) var days: [Int]
  /// The prices, `[days, assets]`, all positive; NaN where there is none.
  public private(set) var values: Matrix
  /// What was found and what was done, one sentence each.
  public var notes: [String]

  /// Makes prices.
  ///
  /// - Parameters:
  ///   - assets: The names of the assets, all different.
  ///   - days: Ascending days, counted from 1970-01-01.
  ///   - values: The prices, `[days, assets]`; NaN where there is none.
  ///   - notes: What was done to them before.
  /// - Throws: `PortfolioError` when a name or a date occurs twice, when dates are not ascending,
  ///   when a price is not positive, or when an asset has no price at all.
  public init(
    assets: [String], days: [Int], values: Matrix, notes: [String] = []
  ) throws(PortfolioError) {
    precondition(values.rowCount == days.count, "not one row for each day")
    precondition(values.columnCount == assets.count, "not one column for each asset")
    self.assets = assets
    self.days = days
    self.values = values
    self.notes = notes
    try check()
  }

  /// Prices that passed the checks before, or a part of such.
  init(checked assets: [String], days: [Int], values: Matrix, notes: [String]) {
    self.assets = assets
    self.days = days
    self.values = values
    self.notes = notes
  }

  private func check() throws(PortfolioError) {
    var seen: Set<String> = []
    if let twice = assets.first(where: { !seen.insert($0).inserted }) {
      throw PortfolioError(
        .data, "the asset \"\(twice)\" occurs twice; rename or drop one of them.")
    }
    for (earlier, later) in zip(days, days.dropFirst()) where later <= earlier {
      throw PortfolioError(
        .data,
        "\(CivilDate.text(days: later)) follows \(CivilDate.text(days: earlier)); sort the dates "
          + "and keep each of them once.")
    }
    for (column, asset) in assets.enumerated() {
      var present = 0
      var wrong: [Int] = []
      for row in days.indices where !values[row, column].isNaN {
        present += 1
        if values[row, column] <= 0 || values[row, column].isInfinite { wrong.append(row) }
      }
      if let first = wrong.first {
        throw PortfolioError(
          .data,
          "\(asset) has \(counted(wrong.count, "price")) that \(wrong.count == 1 ? "is" : "are") "
            + "not positive, the first of them \(values[first, column]) on "
            + "\(CivilDate.text(days: days[first])). Correct it, read such prices as missing, or "
            + "say that the table holds returns.")
      }
      if present == 0 {
        throw PortfolioError(.data, "\(asset) has no price at all; leave it out.")
      }
    }
  }

  /// How many prices are missing.
  public var missingCount: Int { values.elements.count { $0.isNaN } }

  /// The assets called `names` alone, in that order.
  ///
  /// - Throws: `PortfolioError` when there is no such asset.
  public func selecting(_ names: [String]) throws(PortfolioError) -> PriceTable {
    var columns: [Int] = []
    for name in names {
      guard let column = assets.firstIndex(of: name) else {
        throw PortfolioError(
          .request, "there is no asset \"\(name)\".\(suggestion(for: name, in: assets))")
      }
      columns.append(column)
    }
    return keeping(rows: Array(days.indices), columns: columns)
  }

  /// The days from `first` to `last` alone, both included and counted from 1970-01-01.
  ///
  /// - Throws: `PortfolioError` when fewer than two days are left.
  public func selecting(days range: ClosedRange<Int>) throws(PortfolioError) -> PriceTable {
    let rows = days.indices.filter { range.contains(days[$0]) }
    guard rows.count > 1 else {
      throw PortfolioError(
        .request,
        "from \(CivilDate.text(days: range.lowerBound)) to \(CivilDate.text(days: range.upperBound))"
          + " there \(rows.count == 1 ? "is one date" : "are no dates"); \(periodText).")
    }
    return keeping(rows: rows)
  }

  /// The rows and columns at these indices.
  func keeping(rows: [Int], columns: [Int]? = nil) -> PriceTable {
    let columns = columns ?? Array(assets.indices)
    var elements: [Double] = []
    elements.reserveCapacity(rows.count * columns.count)
    for row in rows {
      for column in columns { elements.append(values[row, column]) }
    }
    return PriceTable(
      checked: columns.map { assets[$0] }, days: rows.map { days[$0] },
      values: Matrix(rows: rows.count, columns: columns.count, elements: elements), notes: notes)
  }

  /// `the prices run from 1990-01-02 to 2022-12-28`.
  var periodText: String {
    guard let first = days.first, let last = days.last else { return "there are no prices" }
    return "the prices run from \(CivilDate.text(days: first)) to \(CivilDate.text(days: last))"
  }
}

/// `1 price`, `3 prices`.
func counted(_ count: Int, _ noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}

/// `AAPL, AMD and 3 others`.
func listed(_ names: [String]) -> String {
  if names.count > 4 {
    return names.prefix(3).joined(separator: ", ") + " and \(names.count - 3) others"
  }
  guard names.count > 1, let last = names.last else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " and \(last)"
}
