import Foundation
import Testing
import Torch

@testable import Portfolio

@Suite("Whole shares")
struct DiscreteAllocationTests {
  struct Reference: Decodable, Sendable {
    struct Shares: Decodable, Sendable {
      let shares: [Int]
      let rest: Double
    }
    struct Case: Decodable, Sendable {
      let weights: [Double]
      let prices: [Double]
      let sum: Double
      let greedy: Shares
      let exact: Shares
    }
    let discrete: [Case]
  }

  /// What positions miss plus what is not placed, from its definition.
  static func gap(_ shares: [Int], weights: [Double], prices: [Double], sum: Double) -> Double {
    var gap = 0.0
    var rest = 0.0
    for index in shares.indices {
      let (target, held) = (weights[index] * sum, Double(shares[index]) * prices[index])
      gap += abs(target - held)
      rest += weights[index] < 0 ? held - target : target - held
    }
    return gap + rest
  }

  @Test(
    "The greedy shares are PyPortfolioOpt's and the exact gap is that of its integer program",
    arguments: 0..<12)
  func golden(index: Int) throws {
    let example = try StoredReference.load("hierarchical", as: Reference.self).discrete[index]
    let greedy = try DiscreteAllocation.greedy(
      weights: example.weights, prices: example.prices, sum: example.sum)
    #expect(greedy.shares == example.greedy.shares)
    #expect(abs(greedy.unplaced - example.greedy.rest) < 1e-6)
    let exact = try DiscreteAllocation.exact(
      weights: example.weights, prices: example.prices, sum: example.sum)
    let expected = Self.gap(
      example.exact.shares, weights: example.weights, prices: example.prices, sum: example.sum)
    #expect(exact.isProvenOptimal == true)
    #expect(exact.gap <= expected + 1e-6)
    // The integer program stops within 1e-4 of its optimum.
    #expect(exact.gap >= expected * (1 - 2e-4) - 1e-6)
  }

  @Test("The exact gap is that of a search of everything", arguments: 0..<40)
  func exhaustive(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let raw = (0..<4).map { _ in Double.random(in: 0.05..<1, using: &generator) }
    let weights = raw.map { $0 / raw.reduce(0, +) }
    let prices = (0..<4).map { _ in Double.random(in: 3..<120, using: &generator).rounded() }
    let sum = Double.random(in: 130..<300, using: &generator)
    var best = Double.infinity
    func place(_ shares: [Int], _ rest: Double) {
      guard shares.count < 4 else {
        best = min(best, Self.gap(shares, weights: weights, prices: prices, sum: sum))
        return
      }
      let price = prices[shares.count]
      for count in 0...Int(rest / price) {
        place(shares + [count], rest - Double(count) * price)
      }
    }
    place([], sum)
    let found = try DiscreteAllocation.exact(weights: weights, prices: prices, sum: sum)
    #expect(found.isProvenOptimal == true)
    #expect(abs(found.gap - best) < 1e-9)
    let greedy = try DiscreteAllocation.greedy(weights: weights, prices: prices, sum: sum)
    #expect(greedy.gap >= found.gap - 1e-9)
    for allocation in [found, greedy] {
      let gap = Self.gap(allocation.shares, weights: weights, prices: prices, sum: sum)
      #expect(abs(allocation.gap - gap) < 1e-9)
      #expect(allocation.cash >= -1e-9)
    }
  }

  @Test("Short sales bring in money and keep their sign")
  func short() throws {
    let weights = [0.8, 0.5, -0.3]
    let found = try DiscreteAllocation.exact(weights: weights, prices: [10, 25, 5], sum: 1_000)
    #expect(found.shares == [80, 20, -60])
    #expect(abs(found.cash) < 1e-9 && abs(found.gap) < 1e-9)
    #expect(StoredReference.error(found.weights, weights) < 1e-12)
  }

  @Test("Cash in the weights stays cash, and exact amounts are not rounded down")
  func cash() throws {
    for allocate in [
      { try DiscreteAllocation.greedy(weights: $0, prices: $1, sum: $2) },
      { try DiscreteAllocation.exact(weights: $0, prices: $1, sum: $2) },
    ] as [([Double], [Double], Double) throws -> DiscreteAllocation] {
      let found = try allocate([0.29, 0.31, 0], [1, 1, 7], 100)
      #expect(found.shares == [29, 31, 0])
      #expect(abs(found.cash - 40) < 1e-9)
      for count in 1...100 {
        #expect(try allocate([Double(count) / 100], [1], 100).shares == [count])
      }
    }
  }

  @Test("A search that is cut short says so and still gives shares")
  func limit() throws {
    let weights = (0..<30).map { Double(1 + $0 % 7) }
    let total = weights.reduce(0, +)
    let prices = (0..<30).map { 17.13 + 31.7 * Double(($0 * 11) % 29) }
    let found = try DiscreteAllocation.exact(
      weights: weights.map { $0 / total }, prices: prices, sum: 9_000, nodeLimit: 40)
    #expect(found.isProvenOptimal == false)
    #expect(found.cash >= 0 && found.shares.allSatisfy { $0 >= 0 })
  }

  @Test("What makes no sense is said in a sentence")
  func errors() {
    let requests: [([Double], [Double], Double)] = [
      ([0.5, 0.5], [10, 0], 100), ([0.5, 0.5], [10, -1], 100), ([0.5, 0.5], [10, .nan], 100),
      ([0.5, 0.5], [10], 100), ([], [], 100), ([0.5, .nan], [10, 10], 100), ([1], [10], 0),
      ([1], [10], .infinity), ([0.8, 0.8], [10, 10], 100), ([0.5, 0.5], [150, 200], 100),
      ([0, 0], [10, 10], 100), ([1], [1e-300], 1e300),
    ]
    for (weights, prices, sum) in requests {
      #expect(throws: PortfolioError.self) {
        try DiscreteAllocation.greedy(weights: weights, prices: prices, sum: sum)
      }
      #expect(throws: PortfolioError.self) {
        try DiscreteAllocation.exact(weights: weights, prices: prices, sum: sum)
      }
    }
  }
}
