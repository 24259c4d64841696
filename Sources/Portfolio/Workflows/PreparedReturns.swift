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
  /// What was found and what was done, one sentence each.
  public var notes: [String]

  /// Reads and prepares prices.
  ///
  /// - Parameters:
  ///   - url: A CSV file of prices or returns.
  ///   - configuration: What is to be done with them.
  ///   - observer: Told what happens.
  /// - Throws: `PortfolioError` in words for the user.
  public init(
    _ url: URL, _ configuration: PortfolioConfiguration, _ observer: WorkObserver = { _ in }
  ) throws(PortfolioError) {
    observer(.phase("reading \(url.lastPathComponent)"))
    var reading = PriceReading()
    reading.adjustsSplits = try configuration.flag(.adjustSplits)
    var table = try PriceTable(csv: url, reading: reading)
    if let assets = configuration.texts[.assets] {
      let names = assets.flatMap { $0.split(separator: ",") }
        .map { $0.trimmingCharacters(in: .whitespaces) }
      table = try table.selecting(names)
    }
    let first = try configuration.day(.from) ?? table.days.first ?? 0
    let last = try configuration.day(.to) ?? table.days.last ?? 0
    guard first < last else {
      throw PortfolioError(.request, "from: the first day is not before the last one.")
    }
    table = try table.selecting(days: first...last)
    var rules: [MissingPricePolicy] = []
    for text in configuration.texts[.missing] ?? ["error"] {
      rules.append(try MissingPricePolicy(parsing: text))
    }
    table = try table.complete(rules)
    if let frequency: Frequency = try configuration.choice(.resample) {
      table = try table.resampled(to: frequency)
    }
    var other: PriceTable?
    if let path = try configuration.text(.benchmark) {
      let raw = try PriceTable(csv: URL(filePath: path))
      guard raw.assets.count == 1 else {
        throw PortfolioError(
          .data, "\(path) holds \(raw.assets.count) series; a benchmark is one.")
      }
      let both = try PriceTable.aligned([table, try raw.complete([.dropDays])])
      (table, other) = (both[0], both[1])
    }
    let kind: Returns.Kind = try configuration.choice(.returns) ?? .simple
    let frequency: Frequency? = try configuration.choice(.frequency)
    returns = try table.returns(kind, frequency: frequency)
    prices = table
    notes = table.notes
    if let other {
      let series = try other.returns(kind, frequency: frequency)
      benchmark = (other.assets[0], series.values.elements)
      notes += other.notes
    }
  }

  /// The prices of the last day, one an asset.
  public var latestPrices: [Double] { Array(prices.values.row(prices.days.count - 1)) }
}
