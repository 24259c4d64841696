import Foundation
import Testing

@testable import Portfolio

@Suite("Backtests")
struct BacktestLawTests {
  static let walkForward = WalkForward(trainingSize: 40, testSize: 10)
  static let returns = randomReturns(periods: 123, assets: 5, seed: 1)

  @Test("Without costs and brought back every period, a return is weights times returns")
  func constantWeights() throws {
    let weights = [0.4, 0.3, 0.2, 0.1, -0.1]
    let result = try Backtest(walkForward: Self.walkForward, rebalancing: .every(periods: 1))
      .run(ClosureStrategy("fixed") { _, _ in weights }, on: Self.returns)
    #expect(result.periods == 40..<120)
    for (index, period) in result.periods.enumerated() {
      let expected = dot(weights, Array(Self.returns.values.row(period)))
      #expect(abs(result.netReturns[index] - expected) < 1e-15)
      #expect(result.grossReturns[index] == result.netReturns[index])
      #expect(Array(result.weights.row(index)) == weights)
    }
  }

  @Test(
    "Drifting is compounding what is held",
    arguments: [[0.5, 0.2, 0.2, 0.1, 0], [1.2, 0, -0.5, 0, 0.1]])
  func drift(weights: [Double]) throws {
    let result = try Backtest(walkForward: WalkForward(trainingSize: 23, testSize: 100))
      .run(ClosureStrategy("fixed") { _, _ in weights }, on: Self.returns)
    var holdings = weights
    let cash = 1 - weights.reduce(0, +)
    var before = 1.0
    for (index, period) in result.periods.enumerated() {
      for (held, weight) in zip(holdings, result.weights.row(index)) {
        #expect(abs(held / before - weight) < 1e-12)
      }
      for asset in holdings.indices { holdings[asset] *= 1 + Self.returns.values[period, asset] }
      let wealth = holdings.reduce(cash, +)
      #expect(abs(result.wealth[index] - wealth) < 1e-12)
      #expect(abs(result.netReturns[index] - (wealth / before - 1)) < 1e-12)
      before = wealth
    }
  }

  @Test("Costs lower wealth by turnover times rate, exactly", arguments: [0.001, 0.05])
  func proportionalCosts(rate: Double) throws {
    let free = try Backtest(walkForward: Self.walkForward).run(momentum, on: Self.returns)
    let paid = try Backtest(
      walkForward: Self.walkForward, costs: TransactionCosts(proportional: rate)
    ).run(momentum, on: Self.returns)
    #expect(free.weights == paid.weights)
    #expect(free.netReturns == paid.grossReturns)
    #expect(paid.trades.count == 8)
    #expect(abs(paid.trades[0].turnover - 1) < 1e-12)
    var factor = 1.0
    for (index, (net, gross)) in zip(paid.wealth, free.wealth).enumerated() {
      for trade in paid.trades where trade.period == index {
        #expect(abs(trade.cost - rate * trade.turnover) < 1e-15)
        factor *= 1 - rate * trade.turnover
      }
      #expect(abs(net - gross * factor) < 1e-12)
    }
  }

  @Test("A fee is paid for each order, out of wealth in money")
  func fees() throws {
    let backtest = Backtest(
      walkForward: Self.walkForward, costs: TransactionCosts(perOrder: 2), initialWealth: 1000)
    let result = try backtest.run(
      ClosureStrategy("three") { _, _ in [0.5, 0.25, 0.25, 0, 0] }, on: Self.returns)
    #expect(abs(result.trades[0].cost - 3 * 2 / 1000) < 1e-15)
    let second = result.trades[1]
    #expect(abs(second.cost - 3 * 2 / (1000 * result.wealth[second.period - 1])) < 1e-12)
  }

  @Test("What comes later changes nothing before it", arguments: [40, 57, 80, 119])
  func noLookAhead(change: Int) throws {
    let backtest = Backtest(
      walkForward: Self.walkForward, costs: TransactionCosts(proportional: 0.002),
      rebalancing: .every(periods: 3))
    let before = try backtest.run(momentum, on: Self.returns)
    var other = Self.returns
    for index in change * 5..<other.values.elements.count {
      other.values.elements[index] = -0.3 * other.values.elements[index] + 0.01
    }
    let after = try backtest.run(momentum, on: other)
    let same = change - before.periods.lowerBound
    #expect(before.netReturns.prefix(same) == after.netReturns.prefix(same))
    #expect(before.grossReturns.prefix(same) == after.grossReturns.prefix(same))
    // The weights at the start of the changed period are chosen before it.
    #expect(
      before.weights.elements.prefix((same + 1) * 5)
        == after.weights.elements.prefix((same + 1) * 5))
    #expect(before.netReturns[same] != after.netReturns[same])
  }

  @Test("A strategy sees its training window and what is held")
  func whatIsSeen() throws {
    let backtest = Backtest(walkForward: WalkForward(trainingSize: 30, testSize: 10, purge: 4))
    let watcher = ClosureStrategy("watcher") { training, previous in
      #expect(training.periodCount == 30)
      let last = training.days[29]
      #expect(training.days == Array(last - 29...last))
      #expect(previous.reduce(0, +) < 1 + 1e-9)
      return last == 29 ? [1, 0, 0, 0, 0] : previous
    }
    let result = try backtest.run(watcher, on: Self.returns)
    #expect(result.periods.lowerBound == 34)
    #expect(result.trades.dropFirst().allSatisfy { $0.turnover == 0 })
  }

  @Test("A window that fails is reported, and what is held is kept")
  func failures() throws {
    let strategy = ClosureStrategy("sometimes") { training, _ in
      switch training.days[0] {
      case 0: throw PortfolioError(.infeasible, "no such weights")
      case 20: return [1]
      case 30: return [.nan, 0, 0, 0, 0]
      default: return [0.2, 0.2, 0.2, 0.2, 0.2]
      }
    }
    let result = try Backtest(walkForward: Self.walkForward).run(strategy, on: Self.returns)
    #expect(result.failures.map(\.period) == [0, 20, 30])
    #expect(result.failures[0].reason == "no such weights")
    #expect(result.netReturns[0..<10].allSatisfy { $0 == 0 })
    #expect(result.trades.map(\.period) == [10, 40, 50, 60, 70])
    #expect(result.summary().failedWindows == 3)
  }

  @Test("All that is lost stays lost")
  func ruin() throws {
    var returns = Self.returns
    returns.values[50, 0] = 0.6
    let result = try Backtest(walkForward: Self.walkForward)
      .run(ClosureStrategy("short") { _, _ in [-2, 0, 0, 0, 0] }, on: returns)
    #expect(result.netReturns[10] == -1)
    #expect(result.wealth[10...].allSatisfy { $0 == 0 })
    #expect(result.summary().maximumDrawdown == 1)
    #expect(result.summary().annualGrowth == -1)
    let expensive = Backtest(
      walkForward: Self.walkForward, costs: TransactionCosts(perOrder: 1), initialWealth: 2)
    #expect(try expensive.run(EqualWeight(), on: Self.returns).wealth.last == 0)
  }

  @Test("Logarithmic returns give the same result as the simple ones that they are")
  func logarithmic() throws {
    let backtest = Backtest(walkForward: Self.walkForward)
    let simple = try backtest.run(EqualWeight(), on: Self.returns)
    let same = try backtest.run(EqualWeight(), on: Self.returns.converted(to: .logarithmic))
    for (a, b) in zip(simple.netReturns, same.netReturns) { #expect(abs(a - b) < 1e-14) }
  }

  @Test("The start of each month brings weights back")
  func calendar() throws {
    let result = try Backtest(
      walkForward: WalkForward(trainingSize: 20, testSize: 100), rebalancing: .atStart(of: .monthly)
    ).run(EqualWeight(), on: Self.returns)
    // Days are counted from 1970-01-01: months begin on days 31, 59 and 90.
    #expect(result.trades.map { $0.period + 20 } == [20, 31, 59, 90])
    #expect(result.trades.map(\.hasNewWeights) == [true, false, false, false])
  }

  @Test("A request that makes no sense is refused in one sentence")
  func refusals() {
    var wrong = Self.returns
    wrong.values[3, 2] = .nan
    var undated = Self.returns
    undated.days = []
    let walk = Self.walkForward
    let cases: [(Backtest, Returns)] = [
      (Backtest(walkForward: walk), wrong),
      (Backtest(walkForward: walk, rebalancing: .every(periods: 0)), Self.returns),
      (Backtest(walkForward: walk, rebalancing: .atStart(of: .weekly)), undated),
      (Backtest(walkForward: walk, initialWealth: 0), Self.returns),
      (Backtest(walkForward: walk, costs: .init(proportional: [0.1, 0.1])), Self.returns),
      (Backtest(walkForward: walk, costs: .init(proportional: -0.1)), Self.returns),
      (Backtest(walkForward: WalkForward(trainingSize: 120)), Self.returns),
    ]
    for (backtest, returns) in cases {
      #expect(throws: PortfolioError.self) { try backtest.run(EqualWeight(), on: returns) }
    }
  }
}
