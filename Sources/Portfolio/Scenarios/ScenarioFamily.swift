internal import GenerativeModels
internal import Torch

/// The models of returns, by the names that commands use.
public enum ScenarioFamily: String, Codable, Sendable, CaseIterable {
  /// `StationaryBootstrap`.
  case bootstrap
  /// A normal distribution.
  case gaussian
  /// A multivariate Student-t distribution.
  case studentT = "student-t"
  /// GARCH with constant correlations and multivariate Student-t innovations.
  case constantCorrelationGARCH = "garch-t-constant"
  /// GARCH with dynamic correlations and multivariate Student-t innovations.
  case dynamicCorrelationGARCH = "garch-t"
  /// GARCH with dynamic correlations and innovations that were seen.
  case filteredHistoricalSimulation = "filtered-historical-simulation"
  /// GARCH with dynamic correlations and innovations of a conditional normalizing flow.
  case conditionalFlow = "conditional-flow"

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
    case .bootstrap: return try StationaryBootstrap(fitting: returns)
    case .gaussian: return try EllipticalScenarios(fitting: returns, heavyTails: false)
    case .studentT: return try EllipticalScenarios(fitting: returns, heavyTails: true)
    case .constantCorrelationGARCH, .dynamicCorrelationGARCH:
      let isDynamic = self == .dynamicCorrelationGARCH
      return try FilteredScenarios(fitting: returns, isDynamic: isDynamic) { filter, _ in
        StudentInnovations(
          assets: returns.assetCount, degreesOfFreedom: filter.degreesOfFreedom, name: rawValue)
      }
    case .filteredHistoricalSimulation:
      return try FilteredScenarios(fitting: returns) { _, seen in
        ResampledInnovations(seen: seen.innovations)
      }
    case .conditionalFlow:
      return try FilteredScenarios(fitting: returns) { _, seen in
        try FlowInnovations(
          fitting: seen.innovations, contexts: seen.contexts, settings: settings, seed: seed,
          progress: progress)
      }
    }
  }
}

/// How much work a training is given.
public struct ScenarioSettings: Codable, Sendable, Equatable {
  /// Optimiser steps.
  public var steps: Int
  /// Periods a step.
  public var batchSize: Int
  /// The share of the periods, the newest ones, that is only looked at to know when to stop.
  public var heldOutShare: Double

  /// Makes settings.
  public init(steps: Int = 2000, batchSize: Int = 256, heldOutShare: Double = 0.15) {
    self.steps = steps
    self.batchSize = batchSize
    self.heldOutShare = heldOutShare
  }

  /// Half a minute or less for 5,000 days of 20 assets.
  public static let fast = ScenarioSettings(steps: 400)
}

/// Where a training stands.
public struct ScenarioProgress: Sendable, Equatable {
  /// Steps taken.
  public let step: Int
  /// Steps planned; a training may end sooner.
  public let steps: Int
  /// The mean negative log-density of the last steps, in nats a period.
  public let loss: Double
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

extension FlowInnovations {
  /// Trains a flow; the newest periods say when to stop.
  init(
    fitting innovations: Matrix, contexts: Matrix, settings: ScenarioSettings, seed: UInt64,
    progress: (ScenarioProgress) -> Bool
  ) throws {
    let n = innovations.columnCount
    flow = NormalizingFlow(
      FlowConfiguration(
        features: n, sharedContext: ConditioningContext.sharedCount,
        featureContext: ConditioningContext.perAssetCount,
        transformers: [.affine, .rationalQuadraticSpline(bins: 8, bound: 6)], step: .coupling,
        mixing: .lowerUpper, base: .multivariateStudentT,
        conditioner: ConditionerShape(width: 64, blocks: 1, dropout: 0.1)),
      using: RandomSource(seed: seed))
    let count = innovations.rowCount
    let heldOut = Int(Double(count) * settings.heldOutShare)
    func rows(_ range: Range<Int>) -> Tensor {
      .concatenate([innovations.tensor(range), contexts.tensor(range)], axis: 1)
    }
    flow.standardize(on: rows(0..<count))
    var goesOn = true
    _ = try flow.fit(
      rows: rows(0..<count - heldOut), heldOut: rows(count - heldOut..<count),
      plan: TrainingPlan(
        steps: settings.steps, batchSize: settings.batchSize, learningRate: 1e-3,
        averageDecay: 0.99, validations: 40, patience: 8, seed: seed),
      checkpoints: nil, shouldStop: { !goesOn },
      report: { event in
        guard case .step(let now) = event else { return }
        goesOn = progress(ScenarioProgress(step: now.step, steps: now.steps, loss: now.loss))
      })
  }
}
