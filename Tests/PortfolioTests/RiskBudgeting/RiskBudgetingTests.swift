import Foundation
import Testing
import Torch

@testable import Portfolio

@Suite("Risk budgeting")
struct RiskBudgetingTests {
  struct Reference: Decodable, Sendable {
    struct Stocks: Decodable, Sendable { let covariance: [Double] }
    struct Budgeting: Decodable, Sendable {
      let budget: [Double]
      let equal: [Double]
      let given: [Double]
    }
    let stocks: Stocks
    let budgeting: Budgeting
  }

  @Test("Weights are skfolio's")
  func golden() throws {
    let reference = try StoredReference.load("hierarchical", as: Reference.self)
    let covariance = Matrix(rows: 20, columns: 20, elements: reference.stocks.covariance)
    let equal = try RiskBudgeting(covariance: covariance)
    let given = try RiskBudgeting(covariance: covariance, budgets: reference.budgeting.budget)
    #expect(StoredReference.error(equal.weights, reference.budgeting.equal) < 1e-8)
    #expect(StoredReference.error(given.weights, reference.budgeting.given) < 1e-8)
  }

  @Test("Contributions to risk are proportional to the budgets", arguments: 0..<60)
  func optimality(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let count = 1 + seed % 30
    // A third of the covariances are singular: all risk comes from fewer factors than assets.
    let rank = seed % 3 == 0 ? (count + 1) / 2 : count
    var covariance = Matrix(rows: count, columns: count)
    let loadings = Matrix(
      rows: count, columns: rank,
      elements: (0..<count * rank).map { _ in
        Double.random(in: seed % 3 == 0 ? 0..<1 : -1..<1, using: &generator)
      })
    // Volatilities of very different sizes.
    let scales = (0..<count).map { _ in exp(Double.random(in: -6..<6, using: &generator)) }
    for row in 0..<count {
      for column in 0..<count {
        covariance[row, column] =
          scales[row] * scales[column] * dot(Array(loadings.row(row)), Array(loadings.row(column)))
      }
    }
    let budgets = (0..<count).map { _ in exp(Double.random(in: -7..<0, using: &generator)) }
    let total = budgets.reduce(0, +)
    let found = try RiskBudgeting(covariance: covariance, budgets: budgets)
    for (share, budget) in zip(found.riskShares, budgets) {
      #expect(abs(share * total / budget - 1) < 1e-10)
    }
    #expect(abs(found.weights.reduce(0, +) - 1) < 1e-12)
    #expect(found.weights.allSatisfy { $0 > 0 })
  }

  @Test("Uncorrelated assets have weights by the root of budget by variance")
  func uncorrelated() throws {
    let variances = [0.04, 0.01, 0.09]
    let budgets = [1.0, 2, 3]
    let raw = zip(variances, budgets).map { ($1 / $0).squareRoot() }
    let total = raw.reduce(0, +)
    let found = try RiskBudgeting(covariance: Matrix(diagonal: variances), budgets: budgets)
    #expect(StoredReference.error(found.weights, raw.map { $0 / total }) < 1e-14)
  }

  @Test("Duplicate assets share the risk of one")
  func duplicates() throws {
    let found = try RiskBudgeting(covariance: Matrix([[1, 1, 0], [1, 1, 0], [0, 0, 4]]))
    #expect(abs(found.weights[0] - found.weights[1]) < 1e-14)
    #expect(StoredReference.error(found.riskShares, [1 / 3.0, 1 / 3, 1 / 3]) < 1e-12)
  }

  @Test("Assets that nearly cancel each other have an answer", arguments: [1e-2, 1e-4, 1e-6])
  func cancelling(rest: Double) throws {
    let covariance = Matrix([[1, rest - 1, 0], [rest - 1, 1, 0], [0, 0, 1]])
    let budgets = [0.2, 0.6, 0.2]
    let found = try RiskBudgeting(covariance: covariance, budgets: budgets)
    #expect(StoredReference.error(found.riskShares, budgets) < 1e-15 / rest * 10)
  }

  @Test("What has no answer is said in a sentence")
  func errors() {
    let good = Matrix(diagonal: [1, 2])
    for budgets in [[1.0, 0], [1, -1], [1, .nan], [1], [1, .infinity]] {
      #expect(throws: PortfolioError.self) {
        try RiskBudgeting(covariance: good, budgets: budgets)
      }
    }
    let covariances = [
      Matrix(diagonal: [1, 0]), Matrix([[1, -1], [-1, 1]]), Matrix([[1, -2], [-2, 1]]),
      Matrix(rows: 1, columns: 2), Matrix(diagonal: [1, .nan]),
    ]
    for covariance in covariances {
      #expect(throws: PortfolioError.self) { try RiskBudgeting(covariance: covariance) }
    }
  }
}
