import Testing

@testable import Portfolio

@Suite("Conflicts of constraints")
struct ConstraintConflictTests {
  static func message(_ constraints: PortfolioConstraints) -> String {
    let n = constraints.assetCount
    do {
      _ = try EfficientFrontier(
        mean: (0..<n).map { Double($0) / 100 },
        covariance: Matrix(diagonal: [Double](repeating: 1, count: n)), constraints: constraints)
      return "feasible"
    } catch {
      return error.message
    }
  }

  @Test("Bounds that cannot sum to one are named, with the bound that would do")
  func bounds() {
    let text = Self.message(.bounded(20, 0...0.04))
    #expect(text.contains("the weights sum to 1"))
    #expect(text.contains("20 assets"))
    #expect(text.contains("at most 0.04 each"))
    #expect(text.contains("up to 0.05 each"))
  }

  @Test("Groups that contradict each other are named, and nothing else")
  func groups() {
    var constraints = PortfolioConstraints.longOnly(4)
    constraints.assets = ["A", "B", "C", "D"]
    constraints.linear = [
      LinearConstraint(name: "tech >= 0.7", coefficients: [1, 1, 0, 0], lower: 0.7),
      LinearConstraint(name: "banks >= 0.5", coefficients: [0, 0, 1, 1], lower: 0.5),
      LinearConstraint(name: "A <= 0.9", coefficients: [1, 0, 0, 0], upper: 0.9),
    ]
    let text = Self.message(constraints)
    #expect(text.contains("tech >= 0.7") && text.contains("banks >= 0.5"))
    #expect(text.contains("\"tech >= 0.7\" go down to 0.5"))
    #expect(!text.contains("A <= 0.9"))
  }

  @Test("A conflict is irreducible: without any one member the rest can hold", arguments: 0..<40)
  func irreducible(seed: UInt64) throws {
    var random = TestGenerator(seed: seed)
    let n = Int.random(in: 2...8, using: &random)
    var constraints = PortfolioConstraints.longOnly(n)
    for index in 0..<6 {
      let coefficients = (0..<n).map { _ in Double(Int.random(in: -1...2, using: &random)) }
      let limit = Double.random(in: -0.5...1.5, using: &random)
      constraints.linear.append(
        LinearConstraint(
          name: "row \(index)", coefficients: coefficients, lower: limit,
          upper: Bool.random(using: &random) ? limit + 0.1 : .infinity))
    }
    let feasible = TradeSegments(constraints).feasible
    var system = RelaxableSystem(feasible)
    guard let proof = system.proof else {
      #expect(Self.message(constraints) == "feasible")
      return
    }
    system.reduce(to: proof)
    #expect(!system.limits.isEmpty)
    let nothing = [Double](repeating: 0, count: n)
    for limit in system.limits {
      var program = LinearProgram(system.polyhedron(system.limits.filter { $0 != limit }))
      guard case .infeasible = try program.maximize(nothing) else { continue }
      Issue.record("\(limit) is not needed")
    }
    var whole = LinearProgram(system.polyhedron(system.limits))
    guard case .infeasible = try whole.maximize(nothing) else {
      Issue.record("the conflict is none")
      return
    }
  }
}
