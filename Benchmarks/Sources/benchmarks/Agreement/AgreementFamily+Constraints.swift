import Portfolio
import Torch

extension AgreementFamily {
  /// Gives a problem the constraints of its family.
  func constrain(_ problem: inout AgreementProblem, using random: inout SeededGenerator) {
    let count = problem.assetCount
    func uniform(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &random) }
    switch self {
    case .bounded, .ties: problem.constraints = .bounded(count, 0...max(0.3, 1.2 / Double(count)))
    case .longShort, .grossExposure, .singularLongShort:
      problem.constraints = .bounded(count, -0.5...1)
    case .marketNeutral:
      problem.constraints = .bounded(count, -0.5...0.5)
      problem.constraints.budget = 0...0
    case .tightBounds:
      let excesses = [0.0, 1e-9, 1e-6, 1e-3]
      let excess = excesses.randomElement(using: &random) ?? 0
      problem.constraints = .bounded(count, 0...(1 + excess) / Double(count))
    case .fixedAssets:
      problem.constraints.lower[0] = 0.25
      problem.constraints.upper[0] = count > 1 ? 0.25 : 1
    case .withoutBounds:
      let infinite = [Double](repeating: .infinity, count: count)
      problem.constraints = PortfolioConstraints(lower: infinite.map(-), upper: infinite)
    case .stocks:
      let kinds = [0...1, 0...max(0.2, 1.5 / Double(count)), -0.2...0.6]
      problem.constraints = .bounded(count, kinds.randomElement(using: &random) ?? 0...1)
    case .tracking: problem.benchmark = [Double](repeating: 1 / Double(count), count: count)
    default: break
    }
    if self == .groups || self == .redundantRows { addGroups(&problem.constraints) }
    if self == .redundantRows { repeatRows(&problem.constraints) }
    if self == .randomRows { addRows(&problem.constraints, using: &random) }
    guard [.turnover, .costs, .grossExposure].contains(self) else { return }
    problem.constraints.previousWeights = (0..<count).map { $0 < 2 ? (count > 1 ? 0.5 : 1) : 0 }
    switch self {
    case .turnover: problem.constraints.turnoverLimit = uniform(0.01...1)
    case .costs: problem.constraints.transactionCosts = (0..<count).map { _ in uniform(0...0.002) }
    default: problem.constraints.grossExposureLimit = 1.6
    }
  }

  private func addGroups(_ constraints: inout PortfolioConstraints) {
    let count = constraints.assetCount
    for group in 0..<min(3, count) {
      constraints.linear.append(
        LinearConstraint(
          name: "group \(group)", coefficients: (0..<count).map { $0 % 3 == group ? 1 : 0 },
          lower: group == 0 ? 0.1 : -.infinity, upper: group == 1 ? 0.45 : .infinity))
    }
  }

  private func repeatRows(_ constraints: inout PortfolioConstraints) {
    constraints.linear += constraints.linear
    constraints.linear.append(
      LinearConstraint(
        name: "twice", coefficients: [Double](repeating: 2, count: constraints.assetCount),
        lower: 2, upper: 2))
  }

  private func addRows(
    _ constraints: inout PortfolioConstraints, using random: inout SeededGenerator
  ) {
    for row in 0..<Int.random(in: 1...4, using: &random) {
      let limit = Double.random(in: -0.5...1, using: &random)
      constraints.linear.append(
        LinearConstraint(
          name: "row \(row)",
          coefficients: (0..<constraints.assetCount).map { _ in
            Double(Int.random(in: -1...2, using: &random))
          }, lower: limit, upper: Bool.random(using: &random) ? limit + 0.1 : .infinity))
    }
  }
}
