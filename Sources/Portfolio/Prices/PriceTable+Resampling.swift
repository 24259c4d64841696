import Tabular

extension PriceTable {
  /// The last price of each week, month, quarter or year.
  ///
  /// A period is dated by its last day with a price. The first and the last period may be
  /// incomplete, as the calendar's edges seldom are those of the data.
  ///
  /// - Throws: `PortfolioError` when the prices are rarer than that, or span one period only.
  public func resampled(to frequency: Frequency) throws(PortfolioError) -> PriceTable {
    // Days without a rhythm have no frequency, and resampling is what helps.
    let own = try? Frequency(of: days)
    if let own, frequency.periodsPerYear > own.periodsPerYear {
      throw PortfolioError(
        .request,
        "\(own.rawValue) prices do not tell \(frequency.rawValue) ones; choose a rarer one.")
    }
    guard frequency != own else { return self }
    var rows: [Int] = []
    var elements: [Double] = []
    var last = [Double](repeating: .nan, count: assets.count)
    for row in days.indices {
      for (column, price) in values.row(row).enumerated() where !price.isNaN {
        last[column] = price
      }
      let isLast =
        row + 1 == days.count
        || frequency.period(of: days[row]) != frequency.period(of: days[row + 1])
      guard isLast else { continue }
      rows.append(row)
      elements += last
      last = [Double](repeating: .nan, count: assets.count)
    }
    guard rows.count > 1 else {
      throw PortfolioError(
        .request,
        "\(periodText), which is a single \(frequency.rawValue) period; choose a shorter one.")
    }
    return PriceTable(
      checked: assets, days: rows.map { days[$0] },
      values: Matrix(rows: rows.count, columns: assets.count, elements: elements),
      notes: notes + [
        "resampled to \(frequency.rawValue) prices: \(rows.count) of \(days.count) dates."
      ])
  }
}
