import Testing

@testable import Portfolio

@Suite("Few assets")
struct CardinalitySearchTests {
  static func problem(_ seed: UInt64, _ n: Int) -> (mean: [Double], covariance: Matrix) {
    var random = TestGenerator(seed: seed)
    let factors = (0..<n).map { _ in (0..<3).map { _ in Double.random(in: -1...1, using: &random) }
    }
    var covariance = Matrix(rows: n, columns: n)
    for i in 0..<n {
      for j in 0..<n {
        covariance[i, j] = dot(factors[i], factors[j]) * 0.04 + (i == j ? 0.02 : 0)
      }
    }
    return ((0..<n).map { _ in Double.random(in: 0...0.2, using: &random) }, covariance)
  }

  @Test("The search finds what trying all choices finds", arguments: 0..<6 as Range<UInt64>)
  func exhaustive(seed: UInt64) throws {
    let n = 7
    let (mean, covariance) = Self.problem(seed, n)
    let constraints = PortfolioConstraints.bounded(n, 0...0.6)
    let objectives: [PortfolioObjective] = [
      .minimumVariance, .maximumSharpe(riskFree: 0.01), .maximumUtility(riskAversion: 3),
    ]
    for objective in objectives {
      for minimum in [0, 0.25] {
        let search = CardinalitySearch(maximumCount: 3, minimumPosition: minimum)
        let found = try search.best(
          objective, mean: mean, covariance: covariance, constraints: constraints)
        #expect(found.isProven)
        var expected = Double.infinity
        for subset in 1..<(1 << n) where subset.nonzeroBitCount <= 3 {
          var fixed = constraints
          for asset in 0..<n {
            if subset >> asset & 1 == 1 {
              fixed.lower[asset] = minimum
            } else {
              fixed.upper[asset] = 0
            }
          }
          guard
            let best = try? EfficientFrontier(
              mean: mean, covariance: covariance, constraints: fixed
            ).best(objective)
          else { continue }
          expected = min(expected, objective.score(best))
        }
        #expect(abs(found.score - expected) < 1e-8 * max(1, abs(expected)))
        #expect(found.bound <= found.score && found.bound >= found.score - 1e-6)
      }
    }
  }

  @Test("A search that is cut off says so, and its bound holds")
  func cutOff() throws {
    let (mean, covariance) = Self.problem(9, 14)
    let constraints = PortfolioConstraints.longOnly(14)
    func found(_ limit: Int) throws -> CardinalitySearch.Result {
      try CardinalitySearch(maximumCount: 4, nodeLimit: limit).best(
        .minimumVariance, mean: mean, covariance: covariance, constraints: constraints)
    }
    let short = try found(5)
    let whole = try found(20_000)
    #expect(!short.isProven && whole.isProven)
    #expect(short.bound <= whole.score + 1e-12 && short.score >= whole.score - 1e-12)
  }

  @Test("Limits that nothing fulfils are refused in a sentence")
  func impossible() {
    let (mean, covariance) = Self.problem(1, 5)
    let error = #expect(throws: PortfolioError.self) {
      try CardinalitySearch(maximumCount: 2).best(
        .minimumVariance, mean: mean, covariance: covariance, constraints: .bounded(5, 0...0.3))
    }
    #expect(error?.message.contains("at most 2 assets") == true)
  }
}
