import Testing

@testable import Portfolio

/// Random problems of the kinds that portfolios have, the nasty ones among them.
enum ProgramFamily: String, CaseIterable, CustomTestStringConvertible {
  case longOnly, bounded, longShort, groups, returnFloor, singular, duplicates, equalMeans, ties
  case fixedAssets, turnover, costs, grossExposure, tracking, riskless, redundantRows

  var testDescription: String { rawValue }

  func make(_ seed: UInt64) -> (segments: TradeSegments, program: ParametricQuadraticProgram) {
    var random = TestGenerator(seed: seed &* 31 &+ UInt64(rawValue.count))
    let n = Int.random(in: 2...12, using: &random)
    func uniform(_ range: ClosedRange<Double>) -> Double {
      Double.random(in: range, using: &random)
    }
    let periods = self == .singular ? max(2, n / 2) : 3 * n + 5
    var returns = (0..<periods).map { _ in (0..<n).map { _ in uniform(-1...1) } }
    var mean = (0..<n).map { _ in uniform(-0.1...0.2) }
    if self == .duplicates {
      for row in returns.indices { returns[row][n - 1] = returns[row][0] }
      mean[n - 1] = mean[0]
    }
    if self == .riskless { for row in returns.indices { returns[row][0] = 0 } }
    if self == .equalMeans { mean = [Double](repeating: 0.07, count: n) }
    if self == .ties { mean = mean.map { ($0 * 10).rounded() / 10 } }
    var covariance = Matrix(rows: n, columns: n)
    for row in returns {
      for i in 0..<n { for j in 0..<n { covariance[i, j] += row[i] * row[j] / Double(periods) } }
    }
    if self == .ties {
      covariance = Matrix(diagonal: [Double](repeating: 0.04, count: n))
    }
    var constraints = PortfolioConstraints.longOnly(n)
    if self == .bounded || self == .ties {
      constraints = .bounded(n, 0...max(0.3, 1.2 / Double(n)))
    }
    if self == .longShort || self == .grossExposure { constraints = .bounded(n, -0.5...1) }
    if self == .fixedAssets {
      constraints.lower[0] = 0.25
      constraints.upper[0] = 0.25
    }
    var extra: [LinearConstraint] = []
    if self == .groups || self == .redundantRows {
      for group in 0..<3 {
        let members = (0..<n).map { $0 % 3 == group ? 1.0 : 0 }
        extra.append(
          LinearConstraint(
            name: "group \(group)", coefficients: members, lower: group == 0 ? 0.1 : -.infinity,
            upper: group == 1 ? 0.45 : .infinity))
      }
    }
    if self == .redundantRows {
      extra += extra
      extra.append(
        LinearConstraint(
          name: "again", coefficients: [Double](repeating: 2, count: n), lower: 2, upper: 2))
    }
    if self == .returnFloor {
      let best = mean.max() ?? 0
      extra.append(LinearConstraint(name: "return", coefficients: mean, lower: best - 0.05))
    }
    if self == .turnover || self == .costs || self == .grossExposure {
      constraints.previousWeights = (0..<n).map { $0 < 2 ? 0.5 : 0 }
    }
    if self == .turnover { constraints.turnoverLimit = uniform(0...1) }
    if self == .costs { constraints.transactionCosts = (0..<n).map { _ in uniform(0...0.02) } }
    if self == .grossExposure { constraints.grossExposureLimit = 1.6 }
    constraints.linear = extra
    let benchmark =
      self == .tracking ? [Double](repeating: 1 / Double(n), count: n) : nil
    let segments = TradeSegments(constraints)
    return (
      segments,
      segments.program(mean: mean, covariance: covariance, benchmark: benchmark)
    )
  }
}

/// A small generator whose numbers follow from a seed (SplitMix64).
struct TestGenerator: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension ParametricQuadraticProgram {
  /// By how much the objective at `point` may lie above the optimum at most: the gap of Frank and
  /// Wolfe, gᵀx - min gᵀz over all z that are allowed.
  func gap(_ point: [Double], lambda: Double) throws -> Double {
    let product = quadratic.times(point)
    let gradient = (0..<linear.count).map { product[$0] + linear[$0] - lambda * direction[$0] }
    var program = LinearProgram(feasible)
    guard case .optimal(let vertex) = try program.maximize(gradient.map { -$0 }) else {
      return .infinity
    }
    return dot(gradient, point) + vertex.value
  }
}

@Suite("Parametric quadratic programs")
struct ParametricProgramTests {
  @Test("Every point of the path is optimal", arguments: ProgramFamily.allCases)
  func optimal(family: ProgramFamily) throws {
    for seed in 0..<60 as Range<UInt64> {
      let (_, program) = family.make(seed)
      let path = try program.path()
      let scale = program.quadratic.diagonal.reduce(0, +) / Double(program.linear.count)
      #expect(path.corners.last?.lambda == 0)
      func check(_ lambda: Double, _ point: [Double]) throws {
        let size = scale + lambda * program.direction.reduce(0) { max($0, abs($1)) }
        let gap = try program.gap(point, lambda: lambda)
        #expect(gap < 1e-8 * size, "seed \(seed), λ \(lambda)")
        #expect(program.feasible.violation(of: point) < 1e-9, "seed \(seed), λ \(lambda)")
      }
      for (index, corner) in path.corners.enumerated() {
        try check(corner.lambda, corner.point)
        guard index > 0 else {
          try check(corner.lambda * 3, corner.point)
          continue
        }
        let before = path.corners[index - 1]
        #expect(before.lambda >= corner.lambda)
        let middle = zip(before.point, corner.point).map { ($0 + $1) / 2 }
        try check((before.lambda + corner.lambda) / 2, middle)
      }
    }
  }
}
