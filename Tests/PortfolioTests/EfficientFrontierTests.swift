import Testing

@testable import Portfolio

@Suite("Efficient frontiers")
struct EfficientFrontierTests {
  static let random = (0..<12).map { CardinalitySearchTests.problem(UInt64($0) + 40, 6) }

  static func constraints(_ kind: Int) -> PortfolioConstraints {
    var constraints = PortfolioConstraints.bounded(6, kind % 2 == 0 ? 0...1 : -0.4...0.7)
    if kind % 3 == 0 {
      constraints.linear = [
        LinearConstraint(name: "half", coefficients: [1, 1, 1, 0, 0, 0], lower: 0.2, upper: 0.5)
      ]
    }
    if kind % 4 == 3 {
      constraints.previousWeights = [0.5, 0.5, 0, 0, 0, 0]
      constraints.transactionCosts = [Double](repeating: 0.01, count: 6)
    }
    return constraints
  }

  static func frontier(_ kind: Int) throws -> EfficientFrontier {
    try EfficientFrontier(
      mean: random[kind].mean, covariance: random[kind].covariance, constraints: constraints(kind))
  }

  @Test("What a portfolio says of itself is what its weights say", arguments: random.indices)
  func figures(kind: Int) throws {
    let frontier = try Self.frontier(kind)
    let costs = Self.constraints(kind).transactionCosts ?? [Double](repeating: 0, count: 6)
    let previous = Self.constraints(kind).previousWeights ?? [Double](repeating: 0, count: 6)
    for portfolio in frontier.points(37) + [try frontier.maximumSharpe()] {
      let trade = (0..<6).reduce(0) { $0 + costs[$1] * abs(portfolio.weights[$1] - previous[$1]) }
      let mean = dot(Self.random[kind].mean, portfolio.weights) - trade
      #expect(abs(portfolio.mean - mean) < 1e-10)
      let variance = Self.random[kind].covariance.quadraticForm(portfolio.weights)
      #expect(abs(portfolio.variance - variance) < 1e-10)
    }
  }

  @Test("The answers are the best of a fine grid, and not on it", arguments: random.indices)
  func answers(kind: Int) throws {
    let frontier = try Self.frontier(kind)
    let grid = frontier.points(4001)
    let sharpe = try frontier.maximumSharpe(riskFree: 0.01)
    let best = grid.max { $0.sharpeRatio(riskFree: 0.01) < $1.sharpeRatio(riskFree: 0.01) }
    let ratio = try #require(best).sharpeRatio(riskFree: 0.01)
    #expect(sharpe.sharpeRatio(riskFree: 0.01) >= ratio - 1e-12)
    #expect(sharpe.sharpeRatio(riskFree: 0.01) < ratio + 1e-4)
    for share in [0.1, 0.5, 0.93] {
      let low = frontier.minimumVariance
      let high = frontier.maximumReturn
      let goal = low.mean + share * (high.mean - low.mean)
      let floor = try frontier.portfolio(returning: goal)
      #expect(abs(floor.mean - goal) < 1e-10)
      let again = try frontier.portfolio(volatility: floor.volatility)
      #expect(abs(again.mean - goal) < 1e-7)
      let aversion = 0.5 + 20 * share
      let utility = try frontier.maximumUtility(riskAversion: aversion)
      func value(_ p: EfficientFrontier.Portfolio) -> Double { p.mean - aversion / 2 * p.variance }
      #expect(value(utility) >= (grid.map(value).max() ?? 0) - 1e-12)
    }
  }

  @Test("Without bounds the frontier is a ray, with the closed form of Merton", arguments: 0..<6)
  func unbounded(kind: Int) throws {
    let (mean, covariance) = Self.random[kind]
    let infinite = [Double](repeating: .infinity, count: 6)
    let frontier = try EfficientFrontier(
      mean: mean, covariance: covariance,
      constraints: PortfolioConstraints(lower: infinite.map(-), upper: infinite))
    #expect(frontier.ray != nil)
    let inverse = try #require(covariance.inverse)
    let ones = inverse.times([Double](repeating: 1, count: 6))
    let pull = inverse.times(mean)
    let total = ones.reduce(0, +)
    for (weight, one) in zip(frontier.minimumVariance.weights, ones) {
      #expect(abs(weight - one / total) < 1e-9)
    }
    // The tangency portfolio is Σ⁻¹(μ - r) over its sum, if that lies on the efficient side.
    let riskFree = pull.reduce(0, +) / total - 0.02
    let tangent = zip(pull, ones).map { $0 - riskFree * $1 }
    let sum = tangent.reduce(0, +)
    let sharpe = try frontier.maximumSharpe(riskFree: riskFree)
    for (weight, value) in zip(sharpe.weights, tangent) {
      #expect(abs(weight - value / sum) < 1e-8)
    }
    #expect(throws: PortfolioError.self) {
      try frontier.maximumSharpe(riskFree: pull.reduce(0, +) / total + 0.01)
    }
    let far = try frontier.portfolio(returning: 3)
    #expect(abs(far.mean - 3) < 1e-8)
    let risky = try frontier.portfolio(volatility: far.volatility)
    #expect(abs(risky.mean - 3) < 1e-6)
  }

  @Test("With fewer periods than assets figures are still those of the weights", arguments: 0..<20)
  func singular(seed: UInt64) throws {
    var random = TestGenerator(seed: seed)
    let returns = (0..<4).map { _ in
      (0..<9).map { _ in Double.random(in: -0.02...0.02, using: &random) }
    }
    var covariance = Matrix(rows: 9, columns: 9)
    for row in returns {
      for i in 0..<9 { for j in 0..<9 { covariance[i, j] += row[i] * row[j] / 4 } }
    }
    let mean = (0..<9).map { _ in Double.random(in: 0...0.01, using: &random) }
    let frontier = try EfficientFrontier(
      mean: mean, covariance: covariance, constraints: .bounded(9, -0.5...1))
    let (least, most) = (frontier.minimumVariance, frontier.maximumReturn)
    #expect(frontier.ridge > 0)
    for portfolio in frontier.points(50) {
      let variance = covariance.quadraticForm(portfolio.weights)
      #expect(abs(portfolio.variance - variance) < 1e-16 * 4)
    }
    for share in [-0.5, 0.1, 0.5, 0.9] {
      let riskFree = least.mean + share * (most.mean - least.mean)
      let best = try frontier.maximumSharpe(riskFree: riskFree)
      #expect(best.mean > riskFree)
      let ratio = best.sharpeRatio(riskFree: riskFree)
      #expect(ratio >= most.sharpeRatio(riskFree: riskFree))
    }
  }

  @Test("One asset, equal means and no risk have right answers")
  func smallest() throws {
    let one = try EfficientFrontier(mean: [0.1], covariance: Matrix([[0.04]]))
    #expect(one.minimumVariance.weights == [1] && one.maximumReturn.weights == [1])
    #expect(try one.maximumSharpe().sharpeRatio(riskFree: 0) == 0.5)
    let cash = try EfficientFrontier(
      mean: [0.01, 0.1], covariance: Matrix([[0, 0], [0, 0.04]]))
    #expect(abs(cash.minimumVariance.weights[0] - 1) < 1e-6)
    let same = try EfficientFrontier(
      mean: [0.1, 0.1], covariance: Matrix([[0.04, 0], [0, 0.04]]))
    #expect(abs(same.maximumReturn.weights[0] - 0.5) < 1e-9)
    let nothing = try EfficientFrontier(
      mean: [0.1, 0.2], covariance: Matrix([[0, 0], [0, 0]]))
    #expect(abs(nothing.maximumReturn.mean - 0.2) < 1e-9)
  }

  @Test("What cannot be is refused in a sentence that says what can")
  func refusals() throws {
    let frontier = try Self.frontier(0)
    func message(_ body: () throws -> Void) -> String {
      #expect(throws: PortfolioError.self, performing: body)?.message ?? ""
    }
    #expect(message { _ = try frontier.portfolio(returning: 9) }.contains("the reachable range is"))
    #expect(message { _ = try frontier.portfolio(volatility: 0) }.contains("the least"))
    #expect(message { _ = try frontier.maximumSharpe(riskFree: 1) }.contains("the largest return"))
    #expect(message { _ = try frontier.maximumUtility(riskAversion: 0) }.contains("above 0"))
    let covariance = Self.random[0].covariance
    var mean = Self.random[0].mean
    mean[3] = .nan
    #expect(
      message { _ = try EfficientFrontier(mean: mean, covariance: covariance) }.contains("asset 4"))
    var broken = covariance
    broken[1, 2] = 9
    #expect(
      message { _ = try EfficientFrontier(mean: Self.random[0].mean, covariance: broken) }
        .contains("asset 2 and asset 3"))
  }
}
