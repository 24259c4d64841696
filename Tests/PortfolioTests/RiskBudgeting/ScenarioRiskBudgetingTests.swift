import Foundation
import Testing

@testable import Portfolio

@Suite("Risk budgets by convex measures")
struct ScenarioRiskBudgetingTests {
  struct Reference: Decodable, Sendable {
    let level: Double
    let returns: [[Double]]
    let budgets: [Double]
    let weights: [String: [[Double]?]]
  }

  static let measures: [ConvexRiskMeasure] = [
    .conditionalValueAtRisk(level: 0.9), .entropicValueAtRisk(level: 0.9), .worstCase,
    .meanAbsoluteDeviation, .semideviation(), .firstLowerPartialMoment(), .maximumDrawdown,
    .averageDrawdown, .conditionalDrawdown(level: 0.9), .entropicDrawdown(level: 0.9), .ulcerIndex,
  ]

  /// What the solution makes smallest: log ρ(w) - Σ b log w, which does not change with the size of w.
  static func objective(
    _ measure: ConvexRiskMeasure, _ scenarios: Matrix, _ budgets: [Double], _ weights: [Double]
  ) -> Double {
    let count = scenarios.rowCount
    let risk = measure.value(
      of: scenarios.times(weights),
      probabilities: [Double](repeating: 1 / Double(count), count: count))
    return log(risk) - zip(budgets, weights).reduce(0) { $0 + $1.0 * log($1.1) }
  }

  @Test("No portfolio balances better than ours, skfolio's among them", arguments: measures)
  func golden(measure: ConvexRiskMeasure) throws {
    let reference = try StoredReference.load("risk-budgets", as: Reference.self)
    let scenarios = Matrix(reference.returns.map { $0.map { $0 / 1e6 } })
    let equal = [Double](repeating: 0.125, count: 8)
    let name = try #require("\(measure)".split(separator: "(").first.map(String.init))
    for (place, budgets) in [equal, reference.budgets].enumerated() {
      let found = try ScenarioRiskBudgeting(measure, scenarios: scenarios, budgets: budgets)
      #expect(abs(found.weights.reduce(0, +) - 1) < 1e-12)
      #expect(StoredReference.error(found.riskShares, budgets) < 1e-7)
      let best = Self.objective(measure, scenarios, budgets, found.weights)
      var random = TestGenerator(seed: 5)
      for step in [1e-1, 1e-2, 1e-3, 1e-4] {
        for _ in 0..<50 {
          let other = found.weights.map {
            $0 * exp(step * Double.random(in: -1...1, using: &random))
          }
          #expect(Self.objective(measure, scenarios, budgets, other) >= best - 1e-10)
        }
      }
      guard let theirs = reference.weights[name]?[place] else { continue }
      let value = Self.objective(measure, scenarios, budgets, theirs)
      #expect(best <= value + 1e-10 && best > value - 1e-4)
    }
  }

  @Test("Where the measure is smooth the contributions are the budgets")
  func smooth() throws {
    let reference = try StoredReference.load("risk-budgets", as: Reference.self)
    let scenarios = Matrix(reference.returns.map { $0.map { $0 / 1e6 } })
    let pairs: [(ConvexRiskMeasure, RiskMeasure)] = [
      (.semideviation(), .semideviation()),
      (.entropicValueAtRisk(level: 0.9), .entropicValueAtRisk(confidence: 0.9)),
      (.entropicDrawdown(level: 0.9), .entropicDrawdown(confidence: 0.9)),
      (.ulcerIndex, .ulcerIndex()),
    ]
    for (measure, report) in pairs {
      let found = try ScenarioRiskBudgeting(
        measure, scenarios: scenarios, budgets: reference.budgets)
      let shares = try RiskContributions(
        measure: report, weights: found.weights, returns: scenarios
      ).shares
      #expect(StoredReference.error(shares, reference.budgets) < 1e-6, "\(measure)")
    }
  }

  @Test("A measure without budgets, bad budgets and assets that cancel are refused")
  func refusals() throws {
    let scenarios = Matrix([[0.01, -0.01], [-0.02, 0.02], [0.01, -0.01]])
    #expect(throws: PortfolioError.self) {
      try ScenarioRiskBudgeting(.meanAbsoluteDeviation, scenarios: scenarios)
    }
    for measure in [ConvexRiskMeasure.giniMeanDifference, .semideviation(target: 0.1)] {
      #expect(throws: PortfolioError.self) {
        try ScenarioRiskBudgeting(measure, scenarios: Matrix([[0.01, 0.02], [-0.01, -0.03]]))
      }
    }
    #expect(throws: PortfolioError.self) {
      try ScenarioRiskBudgeting(
        .worstCase, scenarios: Matrix([[0.01, 0.02], [-0.01, -0.03]]), budgets: [1, 0])
    }
    // Every scenario is a gain: there is no risk to share.
    #expect(throws: PortfolioError.self) {
      try ScenarioRiskBudgeting(.worstCase, scenarios: Matrix([[0.01, 0.02], [0.01, 0.03]]))
    }
  }

  @Test("Budgets are read by asset and group, and what is left is shared")
  func texts() throws {
    let groups = ["tech": ["A", "B"]]
    func shares(_ texts: String...) throws -> [Double] {
      try RiskBudgetChoice(texts, assets: ["A", "B", "C", "D"], groups: groups).shares
    }
    #expect(try shares() == [0.25, 0.25, 0.25, 0.25])
    #expect(try StoredReference.error(shares("tech: 60%"), [0.3, 0.3, 0.2, 0.2]) < 1e-15)
    #expect(
      try StoredReference.error(shares("tech:50%", "C: 0.4"), [0.25, 0.25, 0.4, 0.1]) < 1e-15)
    for bad in [
      ["tech 60%"], ["E: 10%"], ["A: 0"], ["A: 10%", "tech: 20%"], ["A: 100%"], ["A: x"],
    ] {
      #expect(throws: PortfolioError.self) {
        try RiskBudgetChoice(bad, assets: ["A", "B", "C", "D"], groups: groups)
      }
    }
    let yaml = try PortfolioConfiguration(parsing: "risk-budgets:\n  tech: 60%\n  C: 0.1\n")
    #expect(yaml.texts[.riskBudgets] == ["tech: 60%", "C: 0.1"])
  }
}
