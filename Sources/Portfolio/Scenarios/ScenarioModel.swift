/// A model of the joint distribution of the returns of several assets, perhaps given the recent past.
///
/// Scenarios are returns of the kind that the model was fitted on, one row a scenario.
public protocol ScenarioModel {
  /// What the model is called in tables and texts.
  var name: String { get }
  /// The assets, in the order of the columns.
  var assets: [String] { get }

  /// Draws paths of returns.
  ///
  /// - Parameters:
  ///   - count: How many paths.
  ///   - horizon: How many periods.
  ///   - history: The periods before the first one drawn; those that the model was fitted on where
  ///     `nil`. A model that does not look back ignores it.
  ///   - seed: The same seed gives the same paths.
  /// - Returns: One matrix `[count, assets]` a period; row i of each belongs to path i.
  /// - Throws: `PortfolioError` when the history does not fit.
  func paths(_ count: Int, horizon: Int, given history: Returns?, seed: UInt64) throws -> [Matrix]

  /// The log-density, in nats, of each period given all before it.
  ///
  /// - Parameters:
  ///   - returns: The periods.
  ///   - history: The periods before the first one; those that the model was fitted on where `nil`.
  /// - Returns: One figure a period, or `nil` where the model has no density.
  /// - Throws: `PortfolioError` when the returns do not fit.
  func logLikelihood(of returns: Returns, given history: Returns?) throws -> [Double]?
}

extension ScenarioModel {
  /// Draws scenarios of the next period, `[count, assets]`.
  ///
  /// - Throws: `PortfolioError` when the history does not fit.
  public func sample(_ count: Int, given history: Returns? = nil, seed: UInt64) throws -> Matrix {
    try paths(count, horizon: 1, given: history, seed: seed)[0]
  }

  /// Refuses returns of other assets, or with numbers that are none.
  func check(_ returns: Returns) throws {
    guard returns.assets == assets else {
      throw PortfolioError(
        .request,
        "the returns are not of the assets of the scenario model, in its order; give it "
          + assets.prefix(5).joined(separator: ", ") + (assets.count > 5 ? ", …" : ""))
    }
    guard returns.values.elements.allSatisfy(\.isFinite) else {
      throw PortfolioError(.data, "a return is not a finite number; leave its period out")
    }
  }
}

extension Returns {
  /// Refuses returns that no scenario model can be fitted on.
  func checkForScenarios() throws {
    let least = max(30, 2 * assetCount)
    guard assetCount > 0, periodCount >= least else {
      throw PortfolioError(
        .data,
        "\(periodCount) periods of \(assetCount) assets; a scenario model needs \(least) at least")
    }
    for (index, asset) in assets.enumerated() {
      let column = values.column(index)
      guard column.allSatisfy(\.isFinite) else {
        throw PortfolioError(
          .data, "\(asset): a return is not a finite number; leave its period out")
      }
      guard let first = column.first, column.contains(where: { $0 != first }) else {
        throw PortfolioError(.data, "\(asset): all returns are the same; leave the asset out")
      }
    }
    var known: [[Double]: String] = [:]
    for (index, asset) in assets.enumerated() {
      if let twin = known.updateValue(asset, forKey: values.column(index)) {
        throw PortfolioError(.data, "\(twin) and \(asset) have the same returns; leave one out")
      }
    }
  }
}
