public import Foundation
public import Tabular

/// Prices as they were read, cleaned and turned into returns, with a note of all that was done.
public struct PreparedReturns: Sendable {
  /// The prices, none missing.
  public var prices: PriceTable
  /// The returns of the assets.
  public var returns: Returns
  /// The returns of the benchmark in the same periods, and its name; `nil` without one.
  public var benchmark: (name: String, returns: [Double])?
  /// The returns of the factors in the same periods; `nil` without any.
  public var factors: Returns?
  /// What was found and what was done, one sentence each.
  public var notes: [String]

  /// Reads and prepares prices.
  ///
  /// - Parameters:
  ///   - url: A CSV file of prices or returns.
  ///   - configuration: What is to be done with them.
  ///   - observer: Told what happens.
  /// - Throws: `PortfolioError` or `TableError` in words for the user.
  public init(
    _ url: URL, _ configuration: PortfolioConfiguration, _ observer: WorkObserver = { _ in }
  ) throws {
    let chosen: Frequency? = try configuration.choice(.frequency)
    let resampled: Frequency? = try configuration.choice(.resample)
    let kind: Returns.Kind = try configuration.choice(.returns) ?? .simple
    let table = try Self.prices(url, configuration, resampled, observer)
    var (prices, other) = (table, nil as PriceTable?)
    if let path = try configuration.text(.benchmark), try configuration.text(.mean) == "capm" {
      let series = try Self.series(URL(filePath: path), resampled)
      guard series.assets.count == 1 else {
        throw PortfolioError(
          .data, "\(path) holds \(series.assets.count) series; a benchmark is one.")
      }
      let both = try PriceTable.aligned([prices, series])
      (prices, other) = (both[0], both[1])
    }
    var factorPrices: PriceTable?
    if let path = try configuration.text(.factors),
      try configuration.text(.covariance) == Estimates.factorModel
    {
      let all = try PriceTable.aligned(
        [prices, try Self.series(URL(filePath: path), resampled)] + [other].compactMap(\.self))
      (prices, factorPrices, other) = (all[0], all[1], all.count > 2 ? all[2] : nil)
    }
    // Prices that were resampled are noted as often as they were resampled to.
    let frequency = resampled ?? chosen
    returns = try prices.returns(kind, frequency: frequency)
    try returns.check(minimumPeriods: 1)
    self.prices = prices
    notes = prices.notes
    if let other {
      let series = try other.returns(kind, frequency: frequency)
      benchmark = (other.assets[0], series.values.elements)
      notes += other.notes
    }
    if let factorPrices {
      factors = try factorPrices.returns(kind, frequency: frequency)
      notes += factorPrices.notes
    }
  }

  private static func prices(
    _ url: URL, _ configuration: PortfolioConfiguration, _ frequency: Frequency?,
    _ observer: WorkObserver
  ) throws -> PriceTable {
    var rules: [MissingPricePolicy] = []
    for text in configuration.texts[.missing] ?? ["error"] {
      rules.append(try MissingPricePolicy(parsing: text))
    }
    var reading = PriceReading()
    reading.adjustsSplits = try configuration.flag(.adjustSplits)
    reading.readsNonPositiveAsMissing = try configuration.flag(.dropNonPositive)
    reading.content = try configuration.choice(.content)
    reading.dateColumn = try configuration.text(.dateColumn)
    reading.assetColumn = try configuration.text(.assetColumn)
    reading.valueColumn = try configuration.text(.valueColumn)
    let days = (try configuration.day(.from), try configuration.day(.to))
    try InputPlace.check(url)
    observer(.phase("reading \(url.lastPathComponent)"))
    var table = try PriceTable(csv: url, reading: reading)
    if let assets = configuration.texts[.assets] {
      let names = assets.flatMap { $0.split(separator: ",") }
        .map { $0.trimmingCharacters(in: .whitespaces) }
      table = try table.selecting(names)
    }
    table = try selecting(from: days.0, to: days.1, of: table)
    do throws(PortfolioError) {
      table = try table.complete(rules)
    } catch {
      guard table.missingCount > 0 else { throw error }
      throw PortfolioError(
        error.kind,
        error.message + " The rules are --missing drop-days, \"drop-assets 10%\", "
          + "\"fill-forward 3\" and start-at-latest.")
    }
    return try frequency.map { try table.resampled(to: $0) } ?? table
  }

  private static func selecting(
    from: Int?, to: Int?, of table: PriceTable
  ) throws(PortfolioError) -> PriceTable {
    guard let first = table.days.first, let last = table.days.last, first < last else {
      throw PortfolioError(.data, "there are prices of one day alone; a return takes two.")
    }
    let (start, end) = (from ?? first, to ?? last)
    guard table.days.count(where: { start <= $0 && $0 <= end }) > 1 else {
      throw PortfolioError(
        .request,
        "there are no two days of prices from \(CivilDate.text(days: start)) to "
          + "\(CivilDate.text(days: end)); the prices go from \(CivilDate.text(days: first)) to "
          + "\(CivilDate.text(days: last)).")
    }
    return try table.selecting(days: start...end)
  }

  /// The prices of a benchmark or of factors, on the days that have all.
  private static func series(_ url: URL, _ frequency: Frequency?) throws -> PriceTable {
    try InputPlace.check(url)
    let series = try PriceTable(csv: url).complete([.dropDays])
    return try frequency.map { try series.resampled(to: $0) } ?? series
  }

  /// The prices of the last day, one an asset.
  public var latestPrices: [Double] { Array(prices.values.row(prices.days.count - 1)) }
}
