public import Foundation
public import Tabular

extension PriceTable {
  /// Reads prices, or returns, from a CSV file.
  ///
  /// Dates are sorted, rows of one date are joined when they do not contradict each other, and
  /// whatever was found or done stands in `notes`. Returns become prices that start at 1.
  ///
  /// - Parameters:
  ///   - url: A regular file, wide or long.
  ///   - reading: What is known about the columns.
  ///   - options: What is known about the file.
  /// - Throws: `PortfolioError` when the file is no table of prices.
  public init(
    csv url: URL, reading: PriceReading = PriceReading(), options: CSVOptions = CSVOptions()
  ) throws(PortfolioError) {
    let file: TableReading
    do { file = try CSVReader.read(url, options: options) } catch {
      throw PortfolioError(.data, error.message)
    }
    try self.init(file.table, reading: reading, notes: file.notes)
  }

  /// Takes prices, or returns, from a table.
  ///
  /// - Parameters:
  ///   - table: A table, wide or long.
  ///   - reading: What is known about the columns.
  ///   - notes: Remarks from reading the table.
  /// - Throws: `PortfolioError` when it is no table of prices.
  public init(
    _ table: Table, reading: PriceReading = PriceReading(), notes: [String] = []
  ) throws(PortfolioError) {
    let columns = try PriceColumns(table, reading)
    var grid = PriceGrid(days: columns.days)
    if let asset = columns.asset {
      try grid.fill(assets: Self.names(asset), values: PriceColumns.numbers(columns.values[0]))
    } else {
      for column in columns.values {
        try grid.fill(asset: column.name, values: PriceColumns.numbers(column))
      }
    }
    let content = reading.content ?? grid.content
    if reading.readsNonPositiveAsMissing, content == .prices { grid.dropNonPositive() }
    grid.dropEmptyDays()
    var remarks = notes + columns.notes + grid.notes
    if content != .prices, reading.content == nil {
      remarks.append("the values are read as simple returns, because many are negative and small.")
    }
    let values = grid.matrix
    if content == .prices {
      try self.init(assets: grid.assets, days: grid.days, values: values, notes: remarks)
    } else {
      try self.init(
        accumulating: values, kind: content == .simpleReturns ? .simple : .logarithmic,
        assets: grid.assets, days: grid.days, notes: remarks)
    }
    if reading.adjustsSplits { self = try adjusted(for: suspectedSplits()) }
    self.notes += missingRemarks() + self.remarks()
  }

  private static func names(_ column: Column) throws(PortfolioError) -> [String] {
    try (0..<column.count).map { row throws(PortfolioError) in
      switch column[row] {
      case .text(let name): return name
      case .number(let number): return Int(exactly: number).map { "\($0)" } ?? "\(number)"
      case .missing:
        throw PortfolioError(
          .data, "row \(row + 1) names no asset in column \"\(column.name)\"; delete or name it.")
      }
    }
  }

  /// Where prices begin late, end early or are missing in between.
  private func missingRemarks() -> [String] {
    var late: [String] = []
    var gone: [String] = []
    var gaps: [String] = []
    for (column, asset) in assets.enumerated() {
      let present = days.indices.filter { !values[$0, column].isNaN }
      guard let first = present.first, let last = present.last else { continue }
      if first > 0 { late.append("\(asset) begins on \(CivilDate.text(days: days[first]))") }
      if last < days.count - 1 {
        gone.append("\(asset) ends on \(CivilDate.text(days: days[last]))")
      }
      let missing = last - first + 1 - present.count
      if missing > 0 { gaps.append("\(asset) lacks \(counted(missing, "price")) in between") }
    }
    return [late, gone, gaps].filter { !$0.isEmpty }.map { listed($0) + "." }
  }
}
