import Tabular

/// Values that come in any order, put into their days and assets.
struct PriceGrid {
  /// The names of the assets, in the order in which they came.
  private(set) var assets: [String] = []
  /// The days, ascending.
  private(set) var days: [Int]
  /// Remarks on what was done.
  private(set) var notes: [String] = []
  /// Each asset's values, one a day.
  private var columns: [[Double]] = []
  /// The place among `days` of each row of the file.
  private let places: [Int]
  private let hasRepeatedDays: Bool

  /// Makes a grid for rows of these days.
  init(days rows: [Int]) {
    let unique = Set(rows).sorted()
    let place = Dictionary(uniqueKeysWithValues: unique.enumerated().map { ($1, $0) })
    days = unique
    places = rows.map { place[$0] ?? 0 }
    hasRepeatedDays = unique.count < rows.count
    if zip(rows, rows.dropFirst()).contains(where: { $0 > $1 }) {
      notes.append("the rows were not in the order of their dates; they are sorted.")
    }
  }

  /// Adds the column of one asset; one value for each row of the file.
  mutating func fill(asset: String, values: [Double]) throws(PortfolioError) {
    let column = index(of: asset)
    for (row, value) in values.enumerated() { try put(value, row: row, column: column) }
    // The first column tells for all of a wide table.
    if hasRepeatedDays, column == 0 {
      notes.append(
        "\(counted(values.count - days.count, "row")) of a date that was there before: joined.")
    }
  }

  /// Adds rows of many assets.
  mutating func fill(assets names: [String], values: [Double]) throws(PortfolioError) {
    var known: [String: Int] = [:]
    var repeated = 0
    // The order of the names must not depend on which row happens to come first.
    for name in Set(names).sorted() { known[name] = index(of: name) }
    for (row, value) in values.enumerated() {
      guard let column = known[names[row]] else { continue }
      if !columns[column][places[row]].isNaN { repeated += 1 }
      try put(value, row: row, column: column)
    }
    if repeated > 0 {
      notes.append(
        "\(counted(repeated, "row")) of a date and an asset that were there before: joined.")
    }
  }

  private mutating func index(of asset: String) -> Int {
    assets.append(asset)
    columns.append([Double](repeating: .nan, count: days.count))
    return assets.count - 1
  }

  private mutating func put(_ value: Double, row: Int, column: Int) throws(PortfolioError) {
    guard !value.isNaN else { return }
    let place = places[row]
    let present = columns[column][place]
    guard present.isNaN || present == value else {
      throw PortfolioError(
        .data,
        "\(assets[column]) has two values on \(CivilDate.text(days: days[place])): \(present) and "
          + "\(value). Keep one of them; of prices within a day, the last.")
    }
    columns[column][place] = value
  }

  /// What the values are: returns when many are negative and all are small, else prices.
  var content: PriceReading.Content {
    let present = columns.joined().filter { !$0.isNaN }
    let negative = present.count { $0 < 0 }
    let isSmall = present.allSatisfy { abs($0) < 1 }
    return isSmall && 20 * negative > present.count ? .simpleReturns : .prices
  }

  /// Reads values of zero and below as missing.
  mutating func dropNonPositive() {
    var dropped = 0
    for column in columns.indices {
      for row in days.indices where columns[column][row] <= 0 {
        columns[column][row] = .nan
        dropped += 1
      }
    }
    if dropped > 0 {
      notes.append("\(counted(dropped, "price")) of zero or below read as missing.")
    }
  }

  /// Leaves out days without any value.
  mutating func dropEmptyDays() {
    let kept = days.indices.filter { row in columns.contains { !$0[row].isNaN } }
    guard kept.count < days.count else { return }
    notes.append("\(counted(days.count - kept.count, "date")) without any value left out.")
    days = kept.map { days[$0] }
    columns = columns.map { column in kept.map { column[$0] } }
  }

  /// The values, `[days, assets]`.
  var matrix: Matrix {
    Matrix(
      rows: days.count, columns: assets.count,
      elements: days.indices.flatMap { row in columns.map { $0[row] } })
  }
}
