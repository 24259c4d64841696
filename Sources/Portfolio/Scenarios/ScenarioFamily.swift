/// The models of returns, by the names that commands use.
public enum ScenarioFamily: String, Codable, Sendable, CaseIterable {
  /// `BootstrapScenarios`.
  case bootstrap
  /// A normal distribution.
  case gaussian
  /// A multivariate Student-t distribution.
  case studentT = "student-t"
  /// Student-t margins tied by a Student-t copula.
  case studentTCopula = "student-t-copula"
  /// GARCH with constant correlations and multivariate Student-t innovations.
  case constantCorrelationGARCH = "garch-t-constant"
  /// GARCH with dynamic correlations and multivariate Student-t innovations.
  case dynamicCorrelationGARCH = "garch-t"
  /// GARCH with dynamic correlations and innovations that were seen.
  case filteredHistoricalSimulation = "filtered-historical-simulation"
  /// GARCH with dynamic correlations and innovations of a conditional normalizing flow.
  case conditionalFlow = "conditional-flow"
  /// GARCH with dynamic correlations and innovations of the any-order autoregressive model.
  case anyOrderAutoregressive = "any-order-autoregressive"

  /// Fits a model.
  ///
  /// - Parameters:
  ///   - returns: The returns, oldest first.
  ///   - settings: How much work is spent, where a network is trained.
  ///   - seed: The same seed gives the same model.
  ///   - progress: Told how a training gets on; returns whether to go on.
  /// - Returns: The model.
  /// - Throws: `PortfolioError` when the returns are too few, no numbers, constant or duplicates;
  ///   `TorchError` when a loss is no number.
  public func fit(
    _ returns: Returns, settings: ScenarioSettings = ScenarioSettings(), seed: UInt64 = 0,
    progress: (ScenarioProgress) -> Bool = { _ in true }
  ) throws -> any ScenarioModel {
    try returns.checkForScenarios()
    switch self {
    case .bootstrap: return try BootstrapScenarios(fitting: returns)
    case .gaussian: return try EllipticalScenarios(fitting: returns, heavyTails: false)
    case .studentT: return try EllipticalScenarios(fitting: returns, heavyTails: true)
    case .studentTCopula: return try StudentCopulaScenarios(fitting: returns)
    case .constantCorrelationGARCH, .dynamicCorrelationGARCH:
      let isDynamic = self == .dynamicCorrelationGARCH
      return try FilteredScenarios(fitting: returns, isDynamic: isDynamic) { filter, _ in
        StudentInnovations(
          assets: returns.assetCount, degreesOfFreedom: filter.degreesOfFreedom, name: rawValue)
      }
    case .filteredHistoricalSimulation:
      return try FilteredScenarios(fitting: returns) { _, seen in
        ResampledInnovations(seen.innovations)
      }
    case .conditionalFlow:
      return try FilteredScenarios(fitting: returns) { _, seen in
        try FlowInnovations(
          fitting: seen.innovations, contexts: seen.contexts, settings: settings, seed: seed,
          progress: progress)
      }
    case .anyOrderAutoregressive:
      return try FilteredScenarios(fitting: returns) { _, seen in
        try AnyOrderInnovations(
          fitting: seen.innovations, contexts: seen.contexts, settings: settings, seed: seed,
          progress: progress)
      }
    }
  }
}

extension FilteredScenarios {
  /// Fits a filter and the law of what it leaves.
  init(
    fitting returns: Returns, isDynamic: Bool = true,
    law: (VolatilityFilter, (innovations: Matrix, contexts: Matrix)) throws -> any InnovationLaw
  ) throws {
    let filter = VolatilityFilter(fitting: returns, isDynamic: isDynamic)
    let seen = filter.innovations(of: returns, from: filter.start(), withContexts: true)
    self.init(
      assets: returns.assets, filter: filter,
      law: try law(filter, (seen.innovations, seen.contexts)),
      end: seen.end)
  }
}
