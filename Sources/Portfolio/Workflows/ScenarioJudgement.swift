import Foundation
import Tabular

/// How a model of returns did on periods that it had not seen.
public struct ScenarioJudgement: Codable, Sendable {
  /// Likelihood, marginals, tails and clustering.
  public var evaluation: ScenarioEvaluation
  /// Whether value at risk was exceeded as often as it should be, at each level.
  public var coverage: [ValueAtRiskCoverage]
  /// Seconds that the judging took, training included.
  public var seconds: Double

  /// Fits on the first four fifths of the periods and judges on the rest.
  ///
  /// The model is fitted once; what it is given moves on with time.
  init(
    _ family: ScenarioFamily, _ settings: ScenarioSettings, _ returns: Returns,
    _ weights: [Double], seed: UInt64, _ observer: WorkObserver
  ) throws {
    let clock = ContinuousClock()
    let began = clock.now
    let start = returns.periodCount * 4 / 5
    let model = try family.fit(returns.periods(0..<start), settings: settings, seed: seed) {
      observer(.fraction(Double($0.step) / Double(max(1, $0.steps)) / 2))
      return true
    }
    evaluation = try ScenarioEvaluation(
      of: model, on: returns.periods(start..<returns.periodCount), seed: seed)
    observer(.fraction(0.6))
    let backtests = try ValueAtRiskBacktest.run(
      on: returns, from: start, weights: weights,
      refitInterval: returns.periodCount, seed: seed
    ) { _ in model }
    coverage = try backtests.map {
      try ValueAtRiskCoverage(exceedances: $0.exceedances, confidence: $0.confidence)
    }
    seconds = (clock.now - began) / .seconds(1)
  }

  /// What `cells` are called.
  public static let header = [
    "model", "log-likelihood", "energy", "tail dependence", "kurtosis", "clustering",
    "VaR 95 % exceeded", "p", "VaR 99 % exceeded", "p", "seconds",
  ]

  /// The figures as cells below `header`.
  public var cells: [String] {
    func pair(_ comparison: ScenarioEvaluation.Comparison) -> String {
      String(format: "%.2f/%.2f", comparison.simulated, comparison.real)
    }
    let likelihood = evaluation.logLikelihood.map { String(format: "%.3f", $0) } ?? ""
    return [
      evaluation.model, likelihood, String(format: "%.4f", evaluation.energyDistance),
      pair(evaluation.tailDependence), pair(evaluation.kurtosis),
      pair(evaluation.volatilityClustering),
    ]
      + coverage.flatMap {
        [
          "\($0.exceedanceCount) of \(String(format: "%.0f", $0.expectedCount))",
          String(format: "%.3f", $0.conditional.probability),
        ]
      } + [String(format: "%.1f", seconds)]
  }

  /// What the tests of coverage refuse, in words.
  var warning: String? {
    let failed = coverage.filter { $0.conditional.probability < 0.05 }
    guard !failed.isEmpty else { return nil }
    let levels = failed.map { String(format: "%.0f %%", 100 * $0.confidence) }
    return "\(evaluation.model): value at risk at \(levels.joined(separator: " and ")) fails the "
      + "test of conditional coverage (Christoffersen) at 5 %: do not rely on it."
  }
}
