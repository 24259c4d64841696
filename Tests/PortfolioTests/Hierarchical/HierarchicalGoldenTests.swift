import Foundation
import Testing

@testable import Portfolio

@Suite("Hierarchical methods against SciPy, PyPortfolioOpt and skfolio")
struct HierarchicalGoldenTests {
  struct Reference: Decodable, Sendable {
    struct Method: Decodable, Sendable {
      let linkage: [Double]
      let clusterCount: Int
      let pyPortfolioOpt: [Double]
      let riskParity: [Double]
      let boundedRiskParity: [Double]
      let equalRiskContribution: [Double]
      let boundedEqualRiskContribution: [Double]
      let nestedClusters: [Double]
    }
    struct Stocks: Decodable, Sendable {
      let covariance: [Double]
      let methods: [String: Method]
    }
    struct Tail: Decodable, Sendable {
      let returns: [Double]
      let riskParity: [Double]
      let equalRiskContribution: [Double]
    }
    let stocks: Stocks
    let tail: Tail
  }

  let reference: Reference
  let covariance: Matrix

  init() throws {
    reference = try StoredReference.load("hierarchical", as: Reference.self)
    covariance = Matrix(rows: 20, columns: 20, elements: reference.stocks.covariance)
  }

  @Test("Merges are SciPy's and clusters skfolio's", arguments: Linkage.allCases)
  func tree(linkage: Linkage) throws {
    let expected = try #require(reference.stocks.methods[linkage.rawValue])
    let distances = try CorrelationDistance.angular.distances(covariance: covariance)
    let tree = try Dendrogram(distances: distances, linkage: linkage)
    let found = tree.merges.flatMap {
      [Double($0.first), Double($0.second), $0.distance, Double($0.size)]
    }
    #expect(StoredReference.error(found, expected.linkage) < 1e-12)
    #expect(tree.clusterCount(distances: distances) == expected.clusterCount)
  }

  @Test("Hierarchical risk parity is PyPortfolioOpt's and skfolio's", arguments: Linkage.allCases)
  func riskParity(linkage: Linkage) throws {
    let expected = try #require(reference.stocks.methods[linkage.rawValue])
    let plain = try HierarchicalRiskParity(covariance: covariance, linkage: linkage)
    #expect(StoredReference.error(plain.weights, expected.pyPortfolioOpt) < 1e-12)
    #expect(StoredReference.error(plain.weights, expected.riskParity) < 1e-12)
    let bounded = try HierarchicalRiskParity(
      covariance: covariance, linkage: linkage,
      bounds: LongOnlyBounds(count: 20, lower: 0.02, upper: 0.09))
    #expect(StoredReference.error(bounded.weights, expected.boundedRiskParity) < 1e-12)
  }

  @Test("Hierarchical equal risk contribution is skfolio's", arguments: Linkage.allCases)
  func equalRiskContribution(linkage: Linkage) throws {
    let expected = try #require(reference.stocks.methods[linkage.rawValue])
    let plain = try HierarchicalEqualRiskContribution(covariance: covariance, linkage: linkage)
    #expect(StoredReference.error(plain.weights, expected.equalRiskContribution) < 1e-12)
    let bounded = try HierarchicalEqualRiskContribution(
      covariance: covariance, linkage: linkage,
      bounds: LongOnlyBounds(count: 20, lower: 0.02, upper: 0.09))
    // The reference is an interior-point solver's.
    #expect(StoredReference.error(bounded.weights, expected.boundedEqualRiskContribution) < 1e-6)
  }

  @Test("Nested clusters of inverse volatilities are skfolio's", arguments: Linkage.allCases)
  func nested(linkage: Linkage) throws {
    let expected = try #require(reference.stocks.methods[linkage.rawValue])
    func inverseVolatility(_ covariance: Matrix) -> [Double] {
      let inverses = covariance.diagonal.map { 1 / $0.squareRoot() }
      let total = inverses.reduce(0, +)
      return inverses.map { $0 / total }
    }
    let found = try NestedClusters(
      covariance: covariance, linkage: linkage, inner: inverseVolatility, outer: inverseVolatility)
    #expect(StoredReference.error(found.weights, expected.nestedClusters) < 1e-12)
    #expect(abs(found.clusterWeights.reduce(0, +) - 1) < 1e-12)
  }

  @Test("Another measure than the variance can be split")
  func tail() throws {
    let returns = Matrix(
      rows: reference.tail.returns.count / 7, columns: 7, elements: reference.tail.returns)
    let risk: PortfolioRisk = {
      try RiskMeasure.conditionalValueAtRisk(confidence: 0.95).value(of: returns.times($0))
    }
    let covariance = StoredReference.covariance(returns)
    let parity = try HierarchicalRiskParity(covariance: covariance, linkage: .ward, risk: risk)
    #expect(StoredReference.error(parity.weights, reference.tail.riskParity) < 1e-12)
    let equal = try HierarchicalEqualRiskContribution(covariance: covariance, risk: risk)
    #expect(StoredReference.error(equal.weights, reference.tail.equalRiskContribution) < 1e-12)
  }
}
