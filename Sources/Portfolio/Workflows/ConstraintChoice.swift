import Foundation

/// The constraints that a configuration states.
public struct ConstraintChoice: Sendable {
  /// The constraints, with the names of the assets.
  public var constraints: PortfolioConstraints
  /// The groups by name.
  public var groups: [String: [String]]
  /// The limits on number and size of positions; `nil` if there are none.
  public var cardinality: CardinalitySearch?

  /// Reads the constraints.
  ///
  /// - Parameters:
  ///   - assets: The names of the assets.
  ///   - configuration: What is allowed.
  /// - Throws: `PortfolioError` that shows what cannot be read.
  public init(assets: [String], _ configuration: PortfolioConfiguration) throws(PortfolioError) {
    groups = [:]
    for text in configuration.texts[.groups] ?? [] {
      guard let colon = text.firstIndex(of: ":") else {
        throw PortfolioError(
          .request, "groups: \"\(text)\" is no group. Write it as in \"tech: AAPL, MSFT\".")
      }
      groups[text[..<colon].trimmingCharacters(in: .whitespaces)] =
        text[text.index(after: colon)...].split(separator: ",")
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let lower = try configuration.share(.minimumWeight) ?? 0
    let upper = try configuration.share(.maximumWeight) ?? 1
    constraints = .bounded(assets.count, min(lower, upper)...max(lower, upper))
    guard lower <= upper else {
      throw PortfolioError(.request, "minimum-weight is larger than maximum-weight.")
    }
    constraints.assets = assets
    if let budget = try configuration.text(.budget) {
      if budget == "none" {
        constraints.budget = nil
      } else {
        let value = try QuantityText.share(budget, of: "budget")
        constraints.budget = value...value
      }
    }
    let parser = try ConstraintParser(assets: assets, groups: groups)
    for text in configuration.texts[.constraints] ?? [] { try parser.add(text, to: &constraints) }
    constraints.grossExposureLimit = try configuration.share(.grossExposure)
    constraints.turnoverLimit = try configuration.share(.turnover)
    if let cost = try configuration.share(.cost) {
      constraints.transactionCosts = [Double](repeating: cost, count: assets.count)
    }
    if let path = try configuration.text(.previousWeights) {
      constraints.previousWeights = try WeightTable(csv: URL(filePath: path)).ordered(by: assets)
    }
    let maximum = try configuration.text(.maximumAssets)
    let minimum = try configuration.share(.minimumPosition)
    if maximum != nil || minimum != nil {
      cardinality = CardinalitySearch(
        maximumCount: try maximum.map { text throws(PortfolioError) in
          try QuantityText.count(text, of: "maximum-assets", atLeast: 1)
        }, minimumPosition: minimum ?? 0)
    }
    try constraints.validate()
  }
}
