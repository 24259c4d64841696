import Testing

@testable import Portfolio

@Suite("Gaussian values at risk on the frontier")
struct GaussianValueAtRiskTests {
  typealias Portfolio = EfficientFrontier.Portfolio

  static let kinds = EfficientFrontierTests.random.indices
  static let risks = try? [
    GaussianValueAtRisk(confidence: 0.6), GaussianValueAtRisk(confidence: 0.95),
    GaussianValueAtRisk(confidence: 0.99, periods: 12),
  ]

  /// Portfolios that are allowed: mixtures of vertices, and of these with `centre` ever closer to it.
  static func allowed(
    _ kind: Int, around centre: [Double], count: Int = 120
  ) throws -> [Portfolio] {
    let (mean, covariance) = EfficientFrontierTests.random[kind]
    let constraints = EfficientFrontierTests.constraints(kind)
    var random = TestGenerator(seed: UInt64(kind) + 7)
    var plain = constraints
    plain.transactionCosts = nil
    let feasible = try TradeSegments(plain).weightsOnly()
    let vertices = try (0..<24).map { _ in
      var program = LinearProgram(feasible)
      let goal = mean.map { _ in Double.random(in: -1...1, using: &random) }
      guard case .optimal(let vertex) = try program.maximize(goal) else { return centre }
      return vertex.point
    }
    return (0..<count).map { index in
      let (a, b) = (vertices[index % 24], vertices[index / 24 % 24])
      let other = index % 2 == 0 ? centre : b
      let share =
        index % 2 == 0
        ? [1e-1, 1e-2, 1e-3, 1e-4, 1e-5][index % 5] : Double.random(in: 0...1, using: &random)
      let weights = zip(a, other).map { share * $0 + (1 - share) * $1 }
      let trade = weights.indices.reduce(0) {
        $0 + (constraints.transactionCosts?[$1] ?? 0)
          * abs(weights[$1] - (constraints.previousWeights?[$1] ?? 0))
      }
      return Portfolio(
        weights: weights, mean: dot(mean, weights) - trade,
        variance: covariance.quadraticForm(weights))
    }
  }

  @Test("No portfolio has less value at risk, whatever return is asked for", arguments: kinds)
  func least(kind: Int) throws {
    let frontier = try EfficientFrontierTests.frontier(kind)
    for risk in try #require(Self.risks) {
      let low = try frontier.minimum(risk)
      let goals = [nil, low.mean + 0.5 * (frontier.maximumReturn.mean - low.mean)]
      for goal in goals {
        let found = try frontier.minimum(risk, returning: goal)
        #expect(found.mean >= (goal ?? -.infinity) - 1e-12)
        for other in try Self.allowed(kind, around: found.weights)
        where other.mean >= goal ?? -.infinity {
          #expect(risk.value(of: found) <= risk.value(of: other) + 1e-13)
        }
      }
    }
  }

  @Test("The conditions of Karush, Kuhn and Tucker hold: their gap is 0", arguments: kinds)
  func stationarity(kind: Int) throws {
    let constraints = EfficientFrontierTests.constraints(kind)
    guard constraints.transactionCosts == nil else { return }
    let (mean, covariance) = EfficientFrontierTests.random[kind]
    let frontier = try EfficientFrontierTests.frontier(kind)
    for risk in try #require(Self.risks) {
      let goal = try frontier.minimum(risk).mean + 0.01
      for floor in [nil, goal] where goal < frontier.maximumReturn.mean {
        let found = try frontier.minimum(risk, returning: floor)
        let row = floor.map {
          [LinearConstraint(name: "return", coefficients: mean, lower: $0)]
        }
        var program = LinearProgram(
          try TradeSegments(constraints, extra: row ?? []).weightsOnly())
        let slope = zip(covariance.times(found.weights), mean).map {
          $1 - risk.multiple / found.volatility * $0
        }
        guard case .optimal(let vertex) = try program.maximize(slope) else {
          Issue.record("no vertex")
          continue
        }
        #expect(vertex.value - dot(slope, found.weights) < 1e-8)
      }
    }
  }

  @Test("No portfolio within the limit returns more", arguments: kinds)
  func limited(kind: Int) throws {
    let frontier = try EfficientFrontierTests.frontier(kind)
    for risk in try #require(Self.risks) {
      let low = risk.value(of: try frontier.minimum(risk))
      let high = risk.value(of: frontier.maximumReturn)
      for share in [0, 0.3, 0.9, 1.5] {
        let limit = low + share * (high - low)
        let found = try frontier.maximumReturn(risk, atMost: limit)
        #expect(risk.value(of: found) <= limit + 1e-12)
        let isInside = found.mean < frontier.maximumReturn.mean
        #expect(!isInside || abs(risk.value(of: found) - limit) < 1e-9)
        for other in try Self.allowed(kind, around: found.weights)
        where risk.value(of: other) <= limit {
          #expect(found.mean >= other.mean - 1e-8)
        }
      }
      #expect(throws: PortfolioError.self) {
        try frontier.maximumReturn(risk, atMost: low - 1e-6 * max(1, abs(low)))
      }
    }
  }

  @Test("No portfolio has a larger ratio of return to value at risk", arguments: kinds)
  func ratio(kind: Int) throws {
    let frontier = try EfficientFrontierTests.frontier(kind)
    var found = 0
    for risk in try #require(Self.risks) {
      for riskFree in [-0.01, 0, 0.01, 0.03] {
        func ratio(_ portfolio: Portfolio) -> Double {
          (portfolio.mean - riskFree) / risk.value(of: portfolio)
        }
        guard let best = try? frontier.maximumRatio(risk, riskFree: riskFree) else {
          // Some portfolio returns more and has no value at risk, or none returns more.
          let free = try? frontier.minimum(risk, returning: riskFree + 1e-9)
          #expect(free.map { risk.value(of: $0) <= 1e-9 } ?? true)
          continue
        }
        found += 1
        for other in try Self.allowed(kind, around: best.weights)
        where risk.value(of: other) > 0 && other.mean > riskFree {
          #expect(ratio(best) >= ratio(other) * (1 - 1e-12))
        }
      }
    }
    #expect(found > 3)
  }

  @Test("Without bounds the value at risk has its least on the ray, or falls for ever")
  func ray() throws {
    let (mean, covariance) = EfficientFrontierTests.random[0]
    let infinite = [Double](repeating: .infinity, count: 6)
    let frontier = try EfficientFrontier(
      mean: mean, covariance: covariance,
      constraints: PortfolioConstraints(lower: infinite.map(-), upper: infinite))
    let rate = dot(mean, try #require(frontier.ray))
    var bounded = 0
    for confidence in [0.52, 0.6, 0.7, 0.9, 0.99, 0.9999, 0.999_999] {
      let risk = try GaussianValueAtRisk(confidence: confidence)
      guard risk.multiple > rate.squareRoot() else {
        #expect(throws: PortfolioError.self) { try frontier.minimum(risk) }
        continue
      }
      bounded += 1
      let least = try frontier.minimum(risk)
      // Merton's hyperbola: variance = least variance + (mean - its mean)² / rate.
      let low = frontier.minimumVariance
      let value =
        (low.variance * (risk.multiple * risk.multiple - rate)).squareRoot() - low.mean
      #expect(abs(risk.value(of: least) - value) < 1e-7)
    }
    #expect(bounded > 0)
  }

  @Test("A confidence that makes no sense is refused")
  func refusals() {
    for confidence in [0.5, 0.2, 1, .nan, -3] {
      #expect(throws: PortfolioError.self) { try GaussianValueAtRisk(confidence: confidence) }
    }
    #expect(throws: PortfolioError.self) {
      try GaussianValueAtRisk(confidence: 0.9, periods: 0)
    }
  }
}
