/// What is known about a file of prices beforehand; what is `nil` is found from the file.
public struct PriceReading: Sendable {
  /// What the cells hold.
  public enum Content: String, Codable, Sendable, CaseIterable {
    /// Prices.
    case prices
    /// Simple returns, as fractions: 1 % is 0.01.
    case simpleReturns
    /// Logarithmic returns.
    case logarithmicReturns
  }

  /// How the file is laid out.
  public enum Layout: String, Codable, Sendable, CaseIterable {
    /// A column of dates and a column for each asset.
    case wide
    /// A column of dates, one of names and one of prices; a row for each date and asset.
    case long
  }

  /// How the file is laid out.
  public var layout: Layout?
  /// What the cells hold.
  public var content: Content?
  /// The column of dates.
  public var dateColumn: String?
  /// The column that names the asset, in a long table.
  public var assetColumn: String?
  /// The column of prices, in a long table.
  public var valueColumn: String?
  /// Whether prices of zero and below are read as missing; else they are refused.
  public var readsNonPositiveAsMissing = false
  /// Whether suspected splits are corrected; else they are only noted.
  public var adjustsSplits = false

  /// Makes a reading that leaves everything to be found.
  public init() {}
}
