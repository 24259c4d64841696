import Foundation
import Testing
import Torch

@testable import Portfolio

@Suite("Prices and returns")
struct PriceLawTests {
  /// Prices of weekdays from 2020-01-01 on, a share of them missing.
  static func randomPrices(
    days count: Int, missing: Double = 0, seed: UInt64 = 1
  ) throws -> PriceTable {
    var generator = SeededGenerator(seed: seed)
    let days = (18262...).lazy.filter { ($0 + 3) % 7 < 5 }.prefix(count)
    var last = [100.0, 20, 3]
    let elements = days.flatMap { _ in
      last = last.map { $0 * exp(Double.random(in: -0.03...0.03, using: &generator)) }
      return last.map { Double.random(in: 0..<1, using: &generator) < missing ? .nan : $0 }
    }
    return try PriceTable(
      assets: ["A", "B", "C"], days: Array(days),
      values: Matrix(rows: count, columns: 3, elements: elements))
  }

  @Test("Prices, returns, prices: the same up to the first price", arguments: Returns.Kind.allCases)
  func roundTrip(kind: Returns.Kind) throws {
    let prices = try Self.randomPrices(days: 300)
    let returns = try prices.returns(kind)
    #expect(returns.periodCount == 299)
    #expect(returns.days == Array(prices.days.dropFirst()))
    #expect(returns.periodsPerYear == 252)
    let back = try PriceTable(returns)
    #expect(back.days.dropFirst() == prices.days.dropFirst())
    for (row, day) in prices.days.enumerated() where day > 0 {
      for column in 0..<3 {
        let expected = prices.values[row, column] / prices.values[0, column]
        #expect(abs(back.values[row, column] / expected - 1) < 1e-12)
      }
    }
    let again = try back.returns(kind)
    for (a, b) in zip(again.values.elements, returns.values.elements) {
      #expect(abs(a - b) < 1e-14)
    }
  }

  @Test("Simple and logarithmic returns are one another's image")
  func kinds() throws {
    let prices = try Self.randomPrices(days: 50)
    let simple = try prices.returns(.simple)
    let logarithmic = try prices.returns(.logarithmic)
    for (a, b) in zip(
      simple.converted(to: .logarithmic).values.elements, logarithmic.values.elements)
    { #expect(abs(a - b) < 1e-15) }
    for (a, b) in zip(
      logarithmic.converted(to: .simple).values.elements, simple.values.elements)
    { #expect(abs(a - b) < 1e-15) }
    #expect(logarithmic.converted(to: .logarithmic) == logarithmic)
  }

  @Test(
    "Returns of a rarer frequency are the compounded ones of the days",
    arguments: [Frequency.weekly, .monthly, .quarterly, .yearly])
  func resampling(frequency: Frequency) throws {
    let prices = try Self.randomPrices(days: 900)
    let rare = try prices.resampled(to: frequency)
    #expect(try Frequency(of: rare.days) == frequency)
    let returns = try rare.returns()
    #expect(returns.periodsPerYear == frequency.periodsPerYear)
    let daily = try prices.returns()
    for (index, day) in returns.days.enumerated() {
      let before = rare.days[index]
      for column in 0..<3 {
        let compounded = daily.days.indices
          .filter { daily.days[$0] > before && daily.days[$0] <= day }
          .reduce(1) { $0 * (1 + daily.values[$1, column]) }
        #expect(abs(returns.values[index, column] - (compounded - 1)) < 1e-12)
      }
    }
    #expect(throws: PortfolioError.self) { try rare.resampled(to: .daily) }
  }

  @Test("Periods of the calendar end where the calendar says")
  func calendar() throws {
    let table = try prices(
      "Date,A\n2020-01-30,1\n2020-01-31,2\n2020-02-03,3\n2020-02-28,4\n2020-03-02,5\n2020-03-03,6\n"
    )
    #expect(try table.resampled(to: .monthly).values.column(0) == [2, 4, 6])
    #expect(try table.resampled(to: .weekly).values.column(0) == [2, 3, 4, 6])
    #expect(throws: PortfolioError.self) { try table.resampled(to: .quarterly) }
    // Before 1970 too: 1969-12-28 was a Sunday.
    #expect(Frequency.weekly.period(of: -4) + 1 == Frequency.weekly.period(of: -3))
  }

  @Test("The frequency is told by the dates, or the user is asked")
  func frequency() throws {
    #expect(try Frequency(of: [4, 5, 6, 7, 8, 11, 12, 13]) == .daily)
    #expect(try Frequency(of: Array(0..<30)) == .everyDay)
    #expect(try Frequency(of: [0, 7, 14, 28]) == .weekly)
    #expect(try Frequency(of: [0, 31, 59, 90]) == .monthly)
    #expect(try Frequency(of: [0, 90, 181]) == .quarterly)
    #expect(try Frequency(of: [0, 365, 731]) == .yearly)
    #expect(throws: PortfolioError.self) { try Frequency(of: [0, 15, 30]) }
    #expect(throws: PortfolioError.self) { try Frequency(of: [0]) }
    let odd = try prices("Date,A\n2020-01-01,1\n2020-01-16,2\n2020-01-31,3\n")
    #expect(throws: PortfolioError.self) { try odd.returns() }
    #expect(try odd.returns(frequency: .monthly).periodsPerYear == 12)
  }

  @Test("Tables are aligned on their common days")
  func alignment() throws {
    let assets = try prices("Date,A\n2020-01-02,1\n2020-01-03,1.1\n2020-01-06,1.2\n")
    let index = try prices("Date,I\n2020-01-01,7\n2020-01-02,8\n2020-01-06,9\n2020-01-07,10\n")
    let aligned = try PriceTable.aligned([assets, index])
    #expect(aligned.map(\.days) == [[18263, 18267], [18263, 18267]])
    #expect(aligned[0].values.column(0) == [1, 1.2])
    #expect(aligned[1].values.column(0) == [8, 9])
    #expect(aligned.allSatisfy { $0.notes.count == 1 })
    let later = try prices("Date,X\n2021-01-04,1\n2021-01-05,2\n")
    #expect(message { _ = try PriceTable.aligned([assets, later]) }.contains("no date in common"))
  }
}
