/// What a command on portfolios is told: by its options, by a YAML file, or by both.
///
/// The keys of the file are the names of the options. What an option says counts; the file says the
/// rest.
public struct PortfolioConfiguration: Sendable, Equatable {
  /// The keys, which are the names of the options as well.
  public enum Key: String, Sendable, CaseIterable {
    /// Rules for missing prices.
    case missing
    /// What the file holds: prices, simple or logarithmic returns.
    case content
    /// The column of dates.
    case dateColumn = "date-column"
    /// The column that names the asset, in a long table.
    case assetColumn = "asset-column"
    /// The column of prices, in a long table.
    case valueColumn = "value-column"
    /// Whether prices of zero and below are read as missing.
    case dropNonPositive = "drop-non-positive"
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
    /// A file with the prices of factors.
    case factors
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
    /// The shares of the risk that assets and groups are to carry; `name: share`.
    case riskBudgets = "risk-budgets"

    /// What says how prices are read.
    static let reading: Set<Key> = [
      .missing, .content, .dateColumn, .assetColumn, .valueColumn, .dropNonPositive, .assets, .from,
      .to, .adjustSplits,
    ]
    /// What says how prices become returns.
    static let returning: Set<Key> = reading.union([.returns, .frequency, .resample, .riskFree])
    /// What says how returns and risks are estimated.
    static let estimating: Set<Key> = [
      .mean, .covariance, .views, .viewMethod, .benchmark, .factors,
    ]
    /// What says which portfolios are allowed.
    static let constraining: Set<Key> = [
      .groups, .constraints, .minimumWeight, .maximumWeight, .budget, .grossExposure,
      .previousWeights, .turnover, .cost,
    ]
    /// What limits the number and the size of positions.
    static let positioning: Set<Key> = [.maximumAssets, .minimumPosition]
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

  /// A sentence on the keys that are given and do nothing, so that nobody believes they did.
  ///
  /// - Parameters:
  ///   - used: The keys that a command uses.
  ///   - command: What the command is called.
  /// - Returns: One sentence, or nothing.
  func unusedNotes(used: Set<Key>, by command: String) -> [String] {
    var unused = texts.keys.filter { !used.contains($0) }.map(\.rawValue).sorted()
    if used.contains(.views), texts[.viewMethod] != nil, texts[.views] == nil {
      unused.append("\(Key.viewMethod.rawValue) (there are no views)")
    }
    if used.contains(.factors), texts[.factors] != nil, texts[.covariance] != ["factor-model"] {
      unused.append("\(Key.factors.rawValue) (the covariance is not factor-model)")
    }
    if used.contains(.benchmark), texts[.benchmark] != nil, texts[.mean] != ["capm"] {
      unused.append("\(Key.benchmark.rawValue) (the mean is not capm)")
    }
    return unused.isEmpty ? [] : ["Not used by \(command): \(unused.joined(separator: ", "))."]
  }

  /// Refuses limits on positions, for commands that cannot keep them.
  ///
  /// - Throws: `PortfolioError` when there is one.
  func refusePositions(in command: String) throws(PortfolioError) {
    for key in Key.allCases where Key.positioning.contains(key) && texts[key] != nil {
      throw PortfolioError(
        .request, "\(key.rawValue) is kept by optimize alone; \(command) would break it.")
    }
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
