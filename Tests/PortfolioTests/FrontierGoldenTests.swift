import Foundation
import Testing

@testable import Portfolio

/// Optima by Clarabel, an interior-point solver; `scripts/goldens/portfolio_frontier.py` writes them.
@Suite("The frontier beside another solver")
struct FrontierGoldenTests {
  struct Golden: Decodable {
    struct Optimum: Decodable {
      var lambda: Double
      var value: Double
    }
    struct Case: Decodable {
      var quadratic: [[Double]]
      var mean: [Double]
      var lower: [Double]
      var upper: [Double]
      var rows: [[Double]]
      var rowLower: [Double]
      var rowUpper: [Double]
      var optima: [Optimum]
    }
    var cases: [Case]
  }

  @Test("The optima agree")
  func optima() throws {
    let url = try #require(
      Bundle.module.url(forResource: "frontier", withExtension: "json", subdirectory: "Goldens"))
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    var count = 0
    for item in golden.cases {
      let n = item.mean.count
      var constraints = PortfolioConstraints(lower: item.lower, upper: item.upper, budget: nil)
      for (index, row) in item.rows.enumerated() {
        constraints.linear.append(
          LinearConstraint(
            name: "row \(index)", coefficients: row, lower: item.rowLower[index],
            upper: item.rowUpper[index]))
      }
      let frontier = try EfficientFrontier(
        mean: item.mean, covariance: Matrix(item.quadratic), constraints: constraints)
      for optimum in item.optima {
        let portfolio =
          optimum.lambda == 0
          ? frontier.minimumVariance
          : try frontier.maximumUtility(riskAversion: 1 / optimum.lambda)
        let value = portfolio.variance / 2 - optimum.lambda * portfolio.mean
        #expect(
          abs(value - optimum.value) < 1e-8 * max(1e-3, abs(optimum.value)),
          "\(n) assets, λ \(optimum.lambda)")
        count += 1
      }
    }
    #expect(count > 80)
  }
}
