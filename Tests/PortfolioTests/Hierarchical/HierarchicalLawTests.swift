import Foundation
import Testing
import Torch

@testable import Portfolio

@Suite("Laws of hierarchical methods")
struct HierarchicalLawTests {
  /// Symmetric random distances without ties.
  static func distances(_ count: Int, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    var result = Matrix(rows: count, columns: count)
    for row in 0..<count {
      for column in 0..<row {
        result[row, column] = Double.random(in: 0.1..<1, using: &generator)
        result[column, row] = result[row, column]
      }
    }
    return result
  }

  /// The merges as an exhaustive search for the nearest pair makes them.
  static func naiveHeights(_ distances: Matrix, _ linkage: Linkage) -> [Double] {
    var clusters = (0..<distances.rowCount).map { [$0] }
    var heights: [Double] = []
    func distance(_ a: [Int], _ b: [Int]) -> Double {
      let pairs = a.flatMap { i in b.map { distances[i, $0] } }
      switch linkage {
      case .single: return pairs.min() ?? 0
      case .complete: return pairs.max() ?? 0
      case .average: return pairs.reduce(0, +) / Double(pairs.count)
      case .ward:
        // 2 |A| |B| / (|A| + |B|) times the squared distance of the means.
        func meanSquare(_ x: [Int], _ y: [Int]) -> Double {
          x.reduce(0) { sum, i in sum + y.reduce(0) { $0 + distances[i, $1] * distances[i, $1] } }
            / Double(x.count * y.count)
        }
        let (n, m) = (Double(a.count), Double(b.count))
        let square = meanSquare(a, b) - (meanSquare(a, a) + meanSquare(b, b)) / 2
        return (2 * n * m / (n + m) * square).squareRoot()
      }
    }
    while clusters.count > 1 {
      var best = (Double.infinity, 0, 0)
      for i in clusters.indices {
        for j in 0..<i {
          let value = distance(clusters[i], clusters[j])
          if value < best.0 { best = (value, i, j) }
        }
      }
      heights.append(best.0)
      clusters[best.2] += clusters[best.1]
      clusters.remove(at: best.1)
    }
    return heights
  }

  @Test(
    "The chain of nearest neighbours finds what a search of all pairs finds",
    arguments: Linkage.allCases, [1, 2, 3, 9, 24])
  func heights(linkage: Linkage, count: Int) throws {
    var matrix = Self.distances(count, seed: UInt64(count))
    if linkage == .ward {
      // Ward's variance needs distances of points in space.
      let points = StoredReference.normal(3 * count, seed: UInt64(count))
      for row in 0..<count {
        for column in 0..<count {
          matrix[row, column] = (0..<3).reduce(0) {
            $0 + pow(points[3 * row + $1] - points[3 * column + $1], 2)
          }.squareRoot()
        }
      }
    }
    let tree = try Dendrogram(distances: matrix, linkage: linkage)
    #expect(
      StoredReference.error(tree.merges.map(\.distance), Self.naiveHeights(matrix, linkage)) < 1e-9)
    #expect(tree.leafOrder.sorted() == Array(0..<count))
    for clusterCount in 1...count {
      let clusters = tree.clusters(count: clusterCount).map(tree.leaves)
      #expect(clusters.count == clusterCount)
      #expect(clusters.flatMap(\.self) == tree.leafOrder)
    }
  }

  @Test("No other way to turn the branches is shorter", arguments: 0..<12)
  func leafOrder(seed: Int) throws {
    let count = 3 + seed % 6
    let matrix = Self.distances(count, seed: UInt64(100 + seed))
    let tree = try Dendrogram(distances: matrix, linkage: .average)
    func length(_ tree: Dendrogram) -> Double {
      zip(tree.leafOrder, tree.leafOrder.dropFirst()).reduce(0) { $0 + matrix[$1.0, $1.1] }
    }
    let shortest = (0..<(1 << (count - 1))).reduce(Double.infinity) { shortest, turns in
      var turned = tree
      for index in tree.merges.indices where turns & (1 << index) != 0 {
        turned.merges[index].first = tree.merges[index].second
        turned.merges[index].second = tree.merges[index].first
      }
      return min(shortest, length(turned))
    }
    let best = tree.optimallyOrdered(distances: matrix)
    #expect(abs(length(best) - shortest) < 1e-12)
    #expect(best.merges.map(\.distance) == tree.merges.map(\.distance))
  }

  @Test("Uncorrelated assets are weighted by their inverse variances", arguments: [1, 2, 4, 8])
  func uncorrelated(count: Int) throws {
    let variances = (0..<count).map { Double(1 + $0) }
    let total = variances.reduce(0) { $0 + 1 / $1 }
    let parity = try HierarchicalRiskParity(covariance: Matrix(diagonal: variances))
    #expect(StoredReference.error(parity.weights, variances.map { 1 / ($0 * total) }) < 1e-13)
  }

  @Test("Weights are positive, sum to one and keep their bounds", arguments: 0..<8)
  func bounds(seed: Int) throws {
    let count = 2 + 3 * seed
    let covariance = StoredReference.covariance(
      StoredReference.returns(periods: 40, assets: count, seed: UInt64(seed)))
    let (low, high) = (0.5 / Double(count), 1.5 / Double(count))
    let bounds = try LongOnlyBounds(count: count, lower: low, upper: high)
    for bounds in [nil, bounds] {
      let parity = try HierarchicalRiskParity(
        covariance: covariance, optimalOrder: seed % 2 == 0, bounds: bounds)
      let equal = try HierarchicalEqualRiskContribution(covariance: covariance, bounds: bounds)
      for weights in [parity.weights, equal.weights] {
        #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
        #expect(weights.allSatisfy { $0 > 0 })
        guard bounds != nil else { continue }
        #expect(weights.allSatisfy { $0 > low - 1e-12 && $0 < high + 1e-12 })
      }
    }
  }

  @Test("The nearest weights within bounds fulfil the optimality conditions")
  func nearest() throws {
    let start = [0.5, 0.3, 0.15, 0.04, 0.01]
    let bounds = try LongOnlyBounds(
      lower: [0, 0, 0.2, 0, 0.05], upper: [0.35, 0.3, 1, 0.2, 1])
    let weights = bounds.nearest(to: start)
    #expect(abs(weights.reduce(0, +) - 1) < 1e-14)
    // Free weights share one multiplier; those at a bound are pushed against it.
    let multipliers = zip(weights, start).map { ($0 - $1) / ($1 * $1) }
    let free = try #require(
      weights.indices.first {
        weights[$0] > bounds.lower[$0] + 1e-12 && weights[$0] < bounds.upper[$0] - 1e-12
      })
    for index in weights.indices {
      if weights[index] >= bounds.upper[index] - 1e-12 {
        #expect(multipliers[index] <= multipliers[free] + 1e-9)
      } else if weights[index] <= bounds.lower[index] + 1e-12 {
        #expect(multipliers[index] >= multipliers[free] - 1e-9)
      } else {
        #expect(abs(multipliers[index] - multipliers[free]) < 1e-9)
      }
    }
  }

  @Test("Duplicate assets and fewer periods than assets have an answer")
  func singular() throws {
    var returns = StoredReference.returns(periods: 10, assets: 14, seed: 2)
    for period in 0..<10 { returns[period, 5] = returns[period, 9] }
    let covariance = StoredReference.covariance(returns)
    for linkage in Linkage.allCases {
      let parity = try HierarchicalRiskParity(covariance: covariance, linkage: linkage)
      let equal = try HierarchicalEqualRiskContribution(covariance: covariance, linkage: linkage)
      for weights in [parity.weights, equal.weights] {
        #expect(abs(weights.reduce(0, +) - 1) < 1e-12 && weights.allSatisfy { $0 >= 0 })
      }
    }
  }

  @Test("What makes no sense is said in a sentence")
  func errors() {
    let good = Matrix(diagonal: [1, 2, 3])
    let bad = [
      Matrix(diagonal: [1, 0, 2]), Matrix(diagonal: [1, .nan]), Matrix(rows: 2, columns: 3),
      Matrix([[1, 2], [0, 1]]), Matrix(diagonal: []),
    ]
    for covariance in bad {
      #expect(throws: PortfolioError.self) { try HierarchicalRiskParity(covariance: covariance) }
      #expect(throws: PortfolioError.self) {
        try HierarchicalEqualRiskContribution(covariance: covariance)
      }
    }
    #expect(throws: PortfolioError.self) {
      try HierarchicalEqualRiskContribution(covariance: good, clusterCount: 4)
    }
    #expect(throws: PortfolioError.self) {
      try NestedClusters(
        covariance: good, clusterCount: 1, inner: { _ in [1] }, outer: { _ in [1] })
    }
    #expect(throws: PortfolioError.self) { try LongOnlyBounds(count: 3, upper: 0.3) }
    #expect(throws: PortfolioError.self) { try LongOnlyBounds(count: 3, lower: 0.4) }
    #expect(throws: PortfolioError.self) { try LongOnlyBounds(lower: [0.5], upper: [0.2]) }
    #expect(throws: PortfolioError.self) {
      try HierarchicalRiskParity(covariance: good, bounds: LongOnlyBounds(count: 2))
    }
    #expect(throws: PortfolioError.self) {
      try HierarchicalRiskParity(covariance: good, risk: { _ in 0 })
    }
    #expect(throws: PortfolioError.self) {
      try Dendrogram(distances: Matrix([[0, -1], [-1, 0]]), linkage: .single)
    }
  }
}
