/// What a command on portfolios is told: by its options, by a YAML file, or by both.
///
/// The keys of the file are the names of the options. What an option says counts; the file says the
/// rest.
public struct PortfolioConfiguration: Sendable, Equatable {
  /// The keys, which are the names of the options as well.
  public enum Key: String, Sendable, CaseIterable {
    /// Rules for missing prices.
    case missing
    /// The assets to look at.
    case assets
    /// The first day.
    case from
    /// The last day.
    case to
    /// Simple or logarithmic returns.
    case returns
    /// How often prices are noted.
    case frequency
    /// How often they are to be looked at.
    case resample
    /// A file with the prices of a benchmark.
    case benchmark
    /// Whether suspected splits are corrected.
    case adjustSplits = "adjust-splits"
    /// How expected returns are estimated.
    case mean
    /// How covariances are estimated.
    case covariance
    /// The return without risk, per year.
    case riskFree = "risk-free"
    /// Views on expected returns, per year.
    case views
    /// How views are blended with the estimates.
    case viewMethod = "view-method"
    /// Names for sets of assets.
    case groups
    /// Constraints as text.
    case constraints
    /// The smallest weight of every asset.
    case minimumWeight = "minimum-weight"
    /// The largest weight of every asset.
    case maximumWeight = "maximum-weight"
    /// What the weights sum to.
    case budget
    /// The largest sum of absolute weights.
    case grossExposure = "gross-exposure"
    /// A file with the weights that are held now.
    case previousWeights = "previous-weights"
    /// The largest sum of absolute trades.
    case turnover
    /// The cost of a trade, as a share of it.
    case cost
    /// The largest number of assets held.
    case maximumAssets = "maximum-assets"
    /// The smallest weight of an asset that is held.
    case minimumPosition = "minimum-position"
  }

  /// The texts of each key that was given; groups are `name: member, member`.
  public private(set) var texts: [Key: [String]] = [:]

  /// Makes a configuration that says nothing.
  public init() {}

  /// Sets a key, if there is anything to set.
  public mutating func set(_ key: Key, _ values: [String]) {
    if !values.isEmpty { texts[key] = values }
  }

  /// Sets a key, if there is anything to set.
  public mutating func set(_ key: Key, _ value: String?) {
    if let value { texts[key] = [value] }
  }

  /// What this says, and where it says nothing what `other` says.
  public func filled(from other: PortfolioConfiguration) -> PortfolioConfiguration {
    var result = self
    result.texts.merge(other.texts) { mine, _ in mine }
    return result
  }

  /// The only text of a key.
  ///
  /// - Throws: `PortfolioError` when there are several.
  func text(_ key: Key) throws(PortfolioError) -> String? {
    guard let values = texts[key] else { return nil }
    guard values.count == 1 else {
      throw PortfolioError(
        .request, "\(key.rawValue) is given \(values.count) times; once will do.")
    }
    return values[0]
  }

  /// A choice among names.
  ///
  /// - Throws: `PortfolioError` that lists the names.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: Key
  ) throws(PortfolioError) -> Choice? where Choice.RawValue == String {
    guard let text = try text(key) else { return nil }
    let choice: Choice = try QuantityText.choice(text, of: key.rawValue)
    return choice
  }

  /// A share.
  ///
  /// - Throws: `PortfolioError` that shows what is not a number.
  func share(_ key: Key) throws(PortfolioError) -> Double? {
    guard let text = try text(key) else { return nil }
    return try QuantityText.share(text, of: key.rawValue)
  }

  /// A day.
  ///
  /// - Throws: `PortfolioError` that shows what is no date.
  func day(_ key: Key) throws(PortfolioError) -> Int? {
    guard let text = try text(key) else { return nil }
    return try QuantityText.day(text, of: key.rawValue)
  }

  /// A yes or a no.
  ///
  /// - Throws: `PortfolioError` that shows what is neither.
  func flag(_ key: Key) throws(PortfolioError) -> Bool {
    switch try text(key) {
    case nil, "false", "no": return false
    case "true", "yes": return true
    case let other:
      throw PortfolioError(
        .request, "\(key.rawValue): \"\(other ?? "")\" is neither true nor false.")
    }
  }
}
