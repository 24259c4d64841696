import Testing

@testable import Portfolio

@Suite("Cross-validated histories")
struct CrossValidatedHistoryTests {
  static let validation = CombinatorialPurgedCrossValidation(
    foldCount: 5, testFoldCount: 2, purge: 1, embargo: 2)
  static let returns = randomReturns(periods: 63, assets: 4, seed: 2)

  @Test("A strategy that does not learn has one history, that of its weights in each fold")
  func noLearning() throws {
    let result = try Self.validation.run(EqualWeight(), on: Self.returns)
    #expect(result.returns.count == 4)
    #expect(Set(result.returns).count == 1)
    for (fold, start) in [0, 12, 24, 36, 48].enumerated() {
      var holdings = [0.25, 0.25, 0.25, 0.25]
      var before = 1.0
      for period in start..<(fold == 4 ? 63 : start + 12) {
        for asset in 0..<4 { holdings[asset] *= 1 + Self.returns.values[period, asset] }
        let wealth = holdings.reduce(0, +)
        #expect(abs(result.returns[0][period] - (wealth / before - 1)) < 1e-14)
        before = wealth
      }
    }
    let ratios = result.sharpeRatios()
    #expect(ratios.count == 4)
    #expect(ratios[0] != nil)
  }

  @Test("What is in no training set of a fold's splits changes nothing else")
  func isolation() throws {
    let before = try Self.validation.run(momentum, on: Self.returns)
    #expect(Set(before.returns).count == 4)
    var other = Self.returns
    for period in 24..<36 { other.values[period, 1] = 0.05 }
    let after = try Self.validation.run(momentum, on: other)
    let splits = try Self.validation.splits(periods: 63)
    for (history, path) in try Self.validation.paths().enumerated() {
      for (fold, split) in path.enumerated() where fold != 2 {
        let periods = fold * 12..<(fold == 4 ? 63 : fold * 12 + 12)
        let isSame = before.returns[history][periods] == after.returns[history][periods]
        #expect(isSame == splits[split].testFolds.contains(2))
      }
    }
  }

  @Test("A split that fails is reported and spent in cash")
  func failures() throws {
    let strategy = ClosureStrategy("never before") { training, _ in
      guard training.days[0] == 0 else { throw PortfolioError(.infeasible, "no weights") }
      return [1, 0, 0, 0]
    }
    let result = try Self.validation.run(strategy, on: Self.returns)
    #expect(result.failures.map(\.split) == [0, 1, 2, 3])
    #expect(result.failures[0].reason == "no weights")
    #expect(result.returns.allSatisfy { $0[0..<12].allSatisfy { $0 == 0 } })
  }
}
