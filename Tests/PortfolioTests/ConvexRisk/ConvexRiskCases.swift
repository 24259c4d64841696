import Portfolio
import Torch

/// All measures, at one level.
func convexRiskMeasures(level: Double) -> [ConvexRiskMeasure] {
  [
    .conditionalValueAtRisk(level: level), .entropicValueAtRisk(level: level), .worstCase,
    .meanAbsoluteDeviation, .semivariance(), .semideviation(), .firstLowerPartialMoment(),
    .giniMeanDifference, .maximumDrawdown, .averageDrawdown, .conditionalDrawdown(level: level),
    .entropicDrawdown(level: level), .ulcerIndex,
  ]
}

/// Kinds of problem that differ in what can go wrong.
enum ConvexRiskProblem: CaseIterable, Sendable {
  case longOnly
  case groups
  case longShort
  case withoutBounds
  case fewScenarios
  case ties
  case weighted
  case offset
  case oneAsset
  case oneScenario

  /// Scenarios of independent assets with heavy tails, and constraints.
  func optimizer(seed: UInt64) throws -> ScenarioOptimizer {
    var generator = SeededGenerator(seed: seed)
    let assets = self == .oneAsset ? 1 : 6
    let count =
      switch self {
      case .fewScenarios: 4
      case .oneScenario: 1
      default: 16
      }
    var rows = (0..<count).map { _ in
      (0..<assets).map { asset in
        let u = Double.random(in: -1...1, using: &generator)
        return 0.001 + 0.02 * u * u * u * (1 + 0.2 * Double(asset)) + 0.004 * u
      }
    }
    var feasible = Polyhedron.simplex(assets)
    switch self {
    case .groups:
      feasible.rows = Matrix([
        [1, 1, 1, 1, 1, 1], [1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0], [1, 0, 0, 0, -1, 0],
      ])
      feasible.rowLower = [1, 0.2, -.infinity, 0]
      feasible.rowUpper = [1, 0.3, 0.4, .infinity]
      feasible.rowNames = ["budget", "first group", "second group", "at least"]
    case .longShort:
      feasible.lower = [Double](repeating: -0.3, count: assets)
      feasible.upper = [Double](repeating: 0.6, count: assets)
      // One equality twice: rows may depend on each other.
      feasible.rows = Matrix([[1, 1, 1, 1, 1, 1], [2, 2, 2, 2, 2, 2]])
      feasible.rowLower = [1, 2]
      feasible.rowUpper = [1, 2]
      feasible.rowNames = ["budget", "budget again"]
    case .withoutBounds:
      feasible.lower = [Double](repeating: -.infinity, count: assets)
      feasible.upper = [Double](repeating: .infinity, count: assets)
      feasible.lower[0] = 0.1
    case .ties:
      rows += rows[0..<8]
      rows = rows.map { [$0[0], $0[0], $0[2], $0[3], 0.001, $0[2]] }
    default: break
    }
    return try ScenarioOptimizer(
      scenarios: Matrix(rows),
      probabilities: self == .weighted
        ? rows.indices.map { 0.5 + Double($0 % 7) } : nil,
      offset: self == .offset ? rows.indices.map { -0.003 * Double($0 % 3) } : nil,
      feasible: feasible)
  }
}

/// A portfolio of the polyhedron between known ones.
func mixture(_ portfolios: [[Double]], using generator: inout SeededGenerator) -> [Double] {
  var result = [Double](repeating: 0, count: portfolios[0].count)
  let shares = portfolios.map { _ in Double.random(in: 0...1, using: &generator) }
  let total = shares.reduce(0, +)
  for (share, portfolio) in zip(shares, portfolios) {
    for (index, weight) in portfolio.enumerated() { result[index] += share / total * weight }
  }
  return result
}
