import Foundation
import Testing

@testable import Portfolio

@Suite("Small Cornish–Fisher values at risk")
struct CornishFisherTests {
  static let seeds = 0..<4 as Range<UInt64>

  /// Returns with fat and lopsided tails.
  static func scenarios(_ seed: UInt64, count: Int = 80, assets: Int = 5) -> Matrix {
    var random = TestGenerator(seed: seed + 11)
    func normal() -> Double {
      (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0...1, using: &random) }
    }
    let elements = (0..<count * assets).map { index -> Double in
      let x = normal()
      return 0.01 * (x + 0.15 * Double(index % assets) * x * x * x / 3 + 0.2)
    }
    return Matrix(rows: count, columns: assets, elements: elements)
  }

  /// Bounded weights, and half of them in the first two.
  static func feasible(_ seed: UInt64, assets: Int = 5) throws -> Polyhedron {
    var constraints = PortfolioConstraints.bounded(assets, seed % 2 == 0 ? 0...0.6 : -0.3...0.9)
    constraints.linear = [
      LinearConstraint(
        name: "half", coefficients: (0..<assets).map { $0 < 2 ? 1 : 0 }, lower: 0.2, upper: 0.5)
    ]
    return try TradeSegments(constraints).weightsOnly()
  }

  static func risk(_ weights: [Double], _ scenarios: Matrix, _ confidence: Double) throws -> Double
  {
    try RiskMeasure.valueAtRisk(confidence: confidence, method: .cornishFisher)
      .value(of: scenarios.times(weights))
  }

  @Test("Value and derivatives are those of the measure and of differences", arguments: seeds)
  func derivatives(seed: UInt64) throws {
    let scenarios = Self.scenarios(seed)
    let optimizer = try ScenarioOptimizer(scenarios: scenarios, feasible: .simplex(5))
    var random = TestGenerator(seed: seed)
    let point = (0..<5).map { _ in Double.random(in: -0.2...0.6, using: &random) }
    for confidence in [0.6, 0.95, 0.995] {
      let function = CornishFisherRisk(optimizer, confidence: confidence)
      let (value, gradient) = function.slope(at: point)
      let reference = try RiskContributions(
        measure: .valueAtRisk(confidence: confidence, method: .cornishFisher), weights: point,
        returns: scenarios)
      #expect(abs(value - reference.total) < 1e-14)
      for (mine, other) in zip(gradient, reference.marginal) { #expect(abs(mine - other) < 1e-13) }
      let curvature = function.curvature(at: point)
      for index in 0..<5 {
        var (up, down) = (point, point)
        up[index] += 1e-5
        down[index] -= 1e-5
        let change = zip(function.slope(at: up).gradient, function.slope(at: down).gradient)
          .map { ($0 - $1) / 2e-5 }
        for row in 0..<5 { #expect(abs(curvature[row, index] - change[row]) < 1e-7) }
      }
    }
  }

  @Test("No portfolio near the one that is found is better, nor any random one", arguments: seeds)
  func least(seed: UInt64) throws {
    let scenarios = Self.scenarios(seed)
    let feasible = try Self.feasible(seed)
    let optimizer = try ScenarioOptimizer(scenarios: scenarios, feasible: feasible)
    for confidence in [seed % 2 == 0 ? 0.95 : 0.99] {
      let found = try optimizer.minimizeCornishFisher(confidence: confidence, starts: 4)
      let value = try Self.risk(found.weights, scenarios, confidence)
      #expect(abs(found.risk - value) < 1e-14)
      #expect(feasible.violation(of: found.weights) < 1e-12)
      let gap = try #require(found.stationarityGap)
      #expect(gap < 1e-9 * found.risk, "\(gap)")
      let floor = found.mean + 0.3 * (try optimizer.largestMean() - found.mean)
      let returning = try optimizer.minimizeCornishFisher(
        confidence: confidence, meanAtLeast: floor, starts: 4)
      #expect(returning.mean >= floor - 1e-12 && returning.risk >= found.risk - 1e-12)
      let slack = try #require(returning.stationarityGap)
      #expect(slack < 1e-9 * found.risk, "\(slack)")
      for other in try Self.allowed(feasible, around: found.weights, seed) {
        #expect(try Self.risk(other, scenarios, confidence) >= found.risk * (1 - 1e-11))
      }
      for other in try Self.allowed(feasible, around: returning.weights, seed)
      where optimizer.mean(of: other) >= floor {
        #expect(try Self.risk(other, scenarios, confidence) >= returning.risk * (1 - 1e-11))
      }
    }
  }

  @Test("Neither is any better by ratio, or by mean within a limit", arguments: seeds)
  func ratioAndLimit(seed: UInt64) throws {
    let scenarios = Self.scenarios(seed)
    let feasible = try Self.feasible(seed)
    let optimizer = try ScenarioOptimizer(scenarios: scenarios, feasible: feasible)
    let found = try optimizer.maximizeCornishFisherRatio(
      confidence: 0.99, riskFree: 0.0005, starts: 4)
    func ratio(_ weights: [Double]) throws -> Double {
      (optimizer.mean(of: weights) - 0.0005) / (try Self.risk(weights, scenarios, 0.99))
    }
    let least = try optimizer.minimizeCornishFisher(confidence: 0.99, starts: 4)
    let limit = 1.2 * least.risk
    let most = try optimizer.maximizeMean(cornishFisherAtMost: limit, confidence: 0.99, starts: 2)
    let top = try optimizer.largestMean()
    #expect(most.risk <= limit)
    #expect(most.risk > 0.999 * limit || most.mean > 0.9999 * top)
    for centre in [found.weights, most.weights] {
      for other in try Self.allowed(feasible, around: centre, seed) {
        #expect(try ratio(other) <= ratio(found.weights) * (1 + 1e-11))
        let isWithin = try Self.risk(other, scenarios, 0.99) <= limit
        #expect(!isWithin || optimizer.mean(of: other) <= most.mean * (1 + 1e-6))
      }
    }
    #expect(throws: PortfolioError.self) {
      try optimizer.maximizeMean(cornishFisherAtMost: 0.9 * least.risk, confidence: 0.99, starts: 2)
    }
  }

  @Test("The expansion is valid where its slope is nowhere negative")
  func shape() {
    var random = TestGenerator(seed: 3)
    var valid = 0
    for _ in 0..<400 {
      let skewness = Double.random(in: -2...2, using: &random)
      let kurtosis = Double.random(in: -1...9, using: &random)
      let slopes = stride(from: -60.0, through: 60, by: 0.03).map { z in
        1 + z * skewness / 3 + (3 * z * z - 3) * kurtosis / 24
          - (6 * z * z - 5) * skewness * skewness / 36
      }
      let shape = CornishFisherShape(skewness: skewness, excessKurtosis: kurtosis)
      let least = slopes.min() ?? 0
      guard abs(least) > 1e-3 else { continue }
      #expect(shape.isMonotone == (least > 0))
      valid += shape.isMonotone ? 1 : 0
    }
    #expect(valid > 20)
  }

  @Test("What makes no sense is refused, and what falls for ever")
  func refusals() throws {
    let scenarios = Self.scenarios(1)
    let optimizer = try ScenarioOptimizer(scenarios: scenarios, feasible: .simplex(5))
    for confidence in [0.5, 1, .nan] {
      #expect(throws: PortfolioError.self) {
        try optimizer.minimizeCornishFisher(confidence: confidence)
      }
    }
    #expect(throws: PortfolioError.self) {
      try optimizer.minimizeCornishFisher(confidence: 0.99, meanAtLeast: 1)
    }
    #expect(throws: PortfolioError.self) {
      try optimizer.maximizeCornishFisherRatio(confidence: 0.99, riskFree: 1)
    }
  }

  /// Mixtures of vertices with each other and with `centre`, ever closer to it.
  static func allowed(
    _ feasible: Polyhedron, around centre: [Double], _ seed: UInt64
  ) throws -> [[Double]] {
    var random = TestGenerator(seed: seed + 100)
    let vertices = try (0..<20).map { _ in
      var program = LinearProgram(feasible)
      let goal = centre.map { _ in Double.random(in: -1...1, using: &random) }
      guard case .optimal(let vertex) = try program.maximize(goal) else { return centre }
      return vertex.point
    }
    return (0..<200).map { index in
      let (a, b) = (vertices[index % 20], vertices[index * 7 % 19])
      let share =
        index % 2 == 0
        ? [1e-1, 1e-2, 1e-3, 1e-4, 1e-5][index / 2 % 5] : Double.random(in: 0...1, using: &random)
      return zip(a, index % 2 == 0 ? centre : b).map { share * $0 + (1 - share) * $1 }
    }
  }
}
