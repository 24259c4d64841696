import Tabular

/// The columns of a table that hold dates, names of assets and prices.
struct PriceColumns {
  /// The day of each row, counted from 1970-01-01.
  let days: [Int]
  /// The column of names in a long table; `nil` in a wide one.
  let asset: Column?
  /// The columns of prices: one for each asset, or one alone in a long table.
  let values: [Column]
  /// Remarks on columns that were left out.
  private(set) var notes: [String] = []

  /// Finds the columns, as far as `reading` leaves them open.
  init(_ table: Table, _ reading: PriceReading) throws(PortfolioError) {
    let date = try Self.dateColumn(table, reading.dateColumn)
    days = try Self.days(date)
    var others = table.columns.filter { $0.name != date.name }
    let counters = others.filter(Self.countsRows)
    if !counters.isEmpty, reading.layout != .long {
      others.removeAll { column in counters.contains { $0.name == column.name } }
      notes.append("\(listed(counters.map(\.name))) left out: it numbers the rows.")
    }
    let names = others.filter(Self.holdsNames)
    let isLong: Bool =
      switch reading.layout {
      case .long: true
      case .wide: false
      case nil: reading.assetColumn != nil || reading.valueColumn != nil || !names.isEmpty
      }
    guard isLong else {
      guard !others.isEmpty else {
        throw PortfolioError(.data, "beside the dates there is no column; give prices of an asset.")
      }
      asset = nil
      values = others
      return
    }
    let asset = try Self.column(
      "assets", told: reading.assetColumn, among: names, in: table,
      preferring: ["asset", "ticker", "symbol", "name", "permno", "isin", "id"])
    let numbers = others.filter { $0.name != asset.name && !Self.holdsNames($0) }
    let value = try Self.column(
      "prices", told: reading.valueColumn, among: numbers, in: table,
      preferring: [
        "adj close", "adj_close", "adjclose", "adjusted close", "adjusted", "price", "close",
        "value", "return", "ret",
      ])
    self.asset = asset
    values = [value]
  }

  private static func dateColumn(_ table: Table, _ told: String?) throws(PortfolioError) -> Column {
    if let told { return try column(told, in: table) }
    let dates = table.columns.filter { $0.kind == .dateTime }
    if let named = dates.first(where: { $0.name.lowercased() == "date" }) ?? dates.first {
      return named
    }
    guard let compact = table.columns.first(where: { compactDays($0) != nil }) else {
      throw PortfolioError(
        .data,
        "no column holds dates such as 2020-12-31, 31.12.2020, 12/31/2020 or 20201231; the columns "
          + "are \(listed(table.columns.map(\.name))).")
    }
    return compact
  }

  private static func column(_ name: String, in table: Table) throws(PortfolioError) -> Column {
    guard let column = table[name] else {
      throw PortfolioError(
        .request,
        "there is no column \"\(name)\".\(suggestion(for: name, in: table.columns.map(\.name)))")
    }
    return column
  }

  private static func column(
    _ what: String, told: String?, among candidates: [Column], in table: Table,
    preferring names: [String]
  ) throws(PortfolioError) -> Column {
    if let told { return try column(told, in: table) }
    if candidates.count == 1 { return candidates[0] }
    for name in names {
      if let column = candidates.first(where: { $0.name.lowercased() == name }) { return column }
    }
    throw PortfolioError(
      .data,
      "it is not clear which column holds the \(what) of a long table; the columns are "
        + "\(listed(table.columns.map(\.name))). Name the column.")
  }

  private static func days(_ column: Column) throws(PortfolioError) -> [Int] {
    if column.kind == .dateTime, case .numbers(let seconds) = column.values {
      if let row = seconds.firstIndex(where: \.isNaN) {
        throw PortfolioError(
          .data,
          "row \(row + 1) has no date in column \"\(column.name)\"; give it one or delete it.")
      }
      return seconds.map { Int(($0 / 86_400).rounded(.down)) }
    }
    guard let days = compactDays(column) else {
      throw PortfolioError(
        .data, "column \"\(column.name)\" does not hold dates such as 2020-12-31 or 20201231.")
    }
    return days
  }

  /// Days written as numbers, such as 20201231; `nil` when one of them is no such day.
  private static func compactDays(_ column: Column) -> [Int]? {
    guard let numbers = try? numbers(column) else { return nil }
    var days: [Int] = []
    days.reserveCapacity(numbers.count)
    for number in numbers {
      guard number >= 1_000_101, number < 1e8, let whole = Int(exactly: number) else { return nil }
      let (year, month, day) = (whole / 10_000, whole / 100 % 100, whole % 100)
      guard CivilDate.exists(year: year, month: month, day: day) else { return nil }
      days.append(CivilDate.days(year: year, month: month, day: day))
    }
    return days
  }

  /// The numbers of a column; NaN where missing.
  static func numbers(_ column: Column) throws(PortfolioError) -> [Double] {
    switch column.values {
    case .numbers(let numbers): return numbers
    case .codes(let codes, let levels):
      // A price that never changes, or that is 0 or 1, is read as one of a few names.
      let numbers = levels.map { Double($0) }
      if let wrong = numbers.firstIndex(of: nil) {
        throw PortfolioError(
          .data,
          "column \"\(column.name)\": \"\(levels[wrong])\" is not a number. Pass --missing "
            + "\"\(levels[wrong])\" to read it as missing, or leave the column out.")
      }
      return codes.map { $0 < 0 ? .nan : numbers[Int($0)] ?? .nan }
    }
  }

  /// Whether a column holds names; one with a few odd texts among numbers is a faulty price.
  private static func holdsNames(_ column: Column) -> Bool {
    guard case .codes(_, let levels) = column.values, !levels.isEmpty else { return false }
    return 2 * levels.count { Double($0) != nil } < levels.count
  }

  /// Whether a column without a name of its own holds 0, 1, 2 ... or 1, 2, 3 ..., as programs write
  /// before each row.
  private static func countsRows(_ column: Column) -> Bool {
    let name = column.name.lowercased()
    guard name.hasPrefix("column_") || ["index", "unnamed: 0", "row"].contains(name) else {
      return false
    }
    guard let numbers = try? numbers(column), numbers.count > 1, let first = numbers.first,
      first == 0 || first == 1
    else { return false }
    return numbers.indices.allSatisfy { numbers[$0] == first + Double($0) }
  }
}
