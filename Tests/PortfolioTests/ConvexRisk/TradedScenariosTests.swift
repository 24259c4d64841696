import Foundation
import Testing

@testable import Portfolio

@Suite("Other risks with turnover, costs and gross exposure")
struct TradedScenariosTests {
  struct Golden: Decodable {
    struct Case: Decodable {
      let name: String
      let measure: String
      let risk: Double
      let lower: Double
      let upper: Double
      let turnover: Double?
      let gross: Double?
      let cost: Double?
      let floor: Double?
    }

    let level: Double
    let previous: [Double]
    let cases: [Case]
  }

  static func scenarios() throws -> Matrix {
    Matrix(try ConvexRiskGoldenTests.golden().returns.map { $0.map { $0 / 1e6 } })
  }

  /// The largest amount by which weights break what is allowed.
  static func violation(_ weights: [Double], _ constraints: PortfolioConstraints) -> Double {
    let previous = constraints.previousWeights ?? weights.map { _ in 0 }
    let turnover = zip(weights, previous).reduce(0) { $0 + abs($1.0 - $1.1) }
    let gross = weights.reduce(0) { $0 + abs($1) }
    return zip(weights, zip(constraints.lower, constraints.upper)).reduce(
      max(
        abs(weights.reduce(-1, +)), turnover - (constraints.turnoverLimit ?? .infinity),
        gross - (constraints.grossExposureLimit ?? .infinity))
    ) { max($0, $1.1.0 - $1.0, $1.0 - $1.1.1) }
  }

  @Test("The least risk is that of the whole linear program", arguments: 0..<12)
  func golden(index: Int) throws {
    let golden = try StoredReference.load("trading", as: Golden.self)
    let entry = golden.cases[index]
    let scenarios = try Self.scenarios()
    var constraints = PortfolioConstraints.bounded(6, entry.lower...entry.upper)
    constraints.previousWeights = golden.previous
    constraints.turnoverLimit = entry.turnover
    constraints.grossExposureLimit = entry.gross
    constraints.transactionCosts = entry.cost.map { [Double](repeating: $0, count: 6) }
    let mean = scenarios.transposedTimes([Double](repeating: 1 / 120, count: 120))
    let traded = try TradedScenarios(
      scenarios, mean: mean, constraints: constraints, floor: entry.floor)
    let measure = try #require(
      convexRiskMeasures(level: golden.level).first { "\($0)".hasPrefix(entry.measure) })
    let solution = try traded.optimizer.minimize(measure)
    let weights = traded.weights(solution.weights)
    #expect(abs(solution.risk - entry.risk) <= 1e-9 * entry.risk, "\(solution.risk)")
    #expect(solution.lowerBound <= entry.risk * (1 + 1e-9))
    #expect(Self.violation(weights, constraints) < 1e-9)
    let risk = measure.value(
      of: scenarios.times(weights), probabilities: [Double](repeating: 1 / 120, count: 120))
    #expect(abs(risk - solution.risk) < 1e-12)
    if let floor = entry.floor, let cost = entry.cost {
      let paid = zip(weights, golden.previous).reduce(0) { $0 + cost * abs($1.0 - $1.1) }
      #expect(dot(mean, weights) - paid >= floor - 1e-10)
    }
  }

  @Test("No portfolio between the optimum and others that are allowed is better")
  func every() throws {
    let scenarios = try Self.scenarios()
    var constraints = PortfolioConstraints.bounded(6, -0.3...0.8)
    constraints.previousWeights = [0.4, 0.3, 0.2, 0.1, 0, 0]
    constraints.turnoverLimit = 0.6
    constraints.grossExposureLimit = 1.3
    constraints.transactionCosts = [Double](repeating: 1e-5, count: 6)
    let equal = [Double](repeating: 1 / 120, count: 120)
    let mean = scenarios.transposedTimes(equal).map { $0 + 0.001 }
    let traded = try TradedScenarios(scenarios, mean: mean, constraints: constraints)
    var random = TestGenerator(seed: 8)
    let others = (0..<300).map { _ -> [Double] in
      let raw = (0..<6).map { _ in Double.random(in: -1...1, using: &random) }
      let centre = raw.reduce(0, +) / 6
      let size = 0.1 * Double.random(in: 0...1, using: &random)
      return zip(constraints.previousWeights ?? [], raw).map { $0 + size * ($1 - centre) }
    }.filter { Self.violation($0, constraints) < 1e-12 }.prefix(60)
    #expect(others.count > 20)
    func net(_ weights: [Double]) -> Double {
      dot(mean, weights)
        - 1e-5 * zip(weights, constraints.previousWeights ?? []).reduce(0) { $0 + abs($1.0 - $1.1) }
    }
    for measure in convexRiskMeasures(level: 0.9) {
      func risk(_ weights: [Double]) -> Double {
        measure.value(of: scenarios.times(weights), probabilities: equal)
      }
      let least = traded.weights(try traded.optimizer.minimize(measure).weights)
      #expect(Self.violation(least, constraints) < 1e-8, "\(measure)")
      for other in others {
        for share in [1, 0.01] {
          let mixed = zip(least, other).map { $0 + share * ($1 - $0) }
          #expect(risk(mixed) >= risk(least) * (1 - 1e-6), "\(measure)")
        }
      }
      // One of each kind of solver; the pairs of Gini and the searches of roots take long.
      guard !measure.isRoot, measure != .giniMeanDifference else { continue }
      let best = traded.weights(try traded.optimizer.maximizeRatio(measure).weights)
      #expect(Self.violation(best, constraints) < 1e-8, "\(measure)")
      for other in others {
        for share in [1, 0.01] {
          let rival = zip(best, other).map { $0 + share * ($1 - $0) }
          #expect(
            net(rival) / risk(rival) <= net(best) / risk(best) * (1 + 1e-6), "\(measure)")
        }
      }
    }
    let modified = try traded.optimizer.minimizeCornishFisher(confidence: 0.99, starts: 1)
    let weights = traded.weights(modified.weights)
    #expect(Self.violation(weights, constraints) < 1e-9)
    let value = RiskMeasure.valueAtRisk(confidence: 0.99, method: .cornishFisher)
    for other in others {
      let mixed = zip(weights, other).map { $0 + 0.001 * ($1 - $0) }
      #expect(try value.value(of: scenarios.times(mixed)) >= modified.risk * (1 - 1e-9))
    }
  }
}
