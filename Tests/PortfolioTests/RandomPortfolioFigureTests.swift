import Foundation
import Testing

@testable import Portfolio

@Suite("Figures of random portfolios")
struct RandomPortfolioFigureTests {
  /// A covariance with a market, from numbers that look random.
  static func covariance(_ assets: Int, rank: Int) -> FactorCovariance {
    var loadings = Matrix(rows: assets, columns: rank)
    for i in 0..<assets {
      for j in 0..<rank {
        loadings[i, j] = 0.1 * sin(1.7 * Double(i * (j + 1)) + Double(j)) + (j == 0 ? 0.15 : 0)
      }
    }
    return FactorCovariance(
      loadings: loadings, specificVariances: (0..<assets).map { 0.01 + 0.001 * Double($0 % 7) })
  }

  static func mean(_ assets: Int) -> [Double] { (0..<assets).map { 0.05 + 0.1 * cos(Double($0)) } }

  static func singular(_ assets: Int, rank: Int) -> Matrix {
    var factors = covariance(assets, rank: rank)
    factors.specificVariances = [Double](repeating: 0, count: assets)
    return factors.matrix
  }

  private func checkFigures(_ portfolios: RandomPortfolios, _ covariance: Matrix) throws {
    let assets = portfolios.assetCount
    let volatilities = covariance.diagonal.map { $0.squareRoot() }
    _ = try portfolios.forEachBlock(count: 200) { block in
      for row in 0..<200 {
        let weights = block.weights[row * assets..<(row + 1) * assets].map(Double.init)
        let mean = dot(weights, portfolios.mean)
        let scale = zip(weights, portfolios.mean).reduce(0) { $0 + abs($1.0 * $1.1) }
        #expect(abs(Double(block.means[row]) - mean) <= 1e-6 * scale)
        let volatility = max(0, covariance.quadraticForm(weights)).squareRoot()
        let gross = zip(weights, volatilities).reduce(0) { $0 + abs($1.0) * $1.1 }
        #expect(abs(Double(block.volatilities[row]) - volatility) <= 1e-6 * gross)
        if row % 50 == 0 {
          #expect(zip(weights, portfolios.weights(at: row)).allSatisfy { abs($0 - $1) < 1e-7 })
        }
      }
    }
  }

  @Test(
    "Means and volatilities are those of double precision", arguments: [1, 5, 6, 7, 20, 65],
    [WeightSampler.uniformNormalized, .dirichlet(concentration: 0.3), .sparse(count: 1)])
  func figures(assets: Int, sampler: WeightSampler) throws {
    let factors = Self.covariance(assets, rank: 4)
    let mean = Self.mean(assets)
    let dense = factors.matrix
    try checkFigures(
      RandomPortfolios(mean: mean, covariance: dense, sampler: sampler, seed: 3), dense)
    try checkFigures(
      RandomPortfolios(mean: mean, covariance: factors, sampler: sampler, seed: 3), dense)
    if assets > 2 {
      let bounds = WeightBounds(assetCount: assets, lower: -0.5, upper: 0.7)
      if case .sparse = sampler { return }
      try checkFigures(
        RandomPortfolios(
          mean: mean, covariance: dense, sampler: sampler, bounds: bounds, seed: 3), dense)
    }
  }

  @Test("Singular covariances are as good as others", arguments: [(3, 1), (20, 4), (40, 13)])
  func singularCovariance(assets: Int, rank: Int) throws {
    let covariance = Self.singular(assets, rank: rank)
    let cholesky = try PivotedCholesky(covariance)
    #expect(cholesky.factor.columnCount == rank)
    try checkFigures(
      RandomPortfolios(mean: Self.mean(assets), covariance: covariance, seed: 3), covariance)
  }

  @Test("Duplicate, constant and all constant assets have a volatility")
  func degenerateAssets() throws {
    let duplicate = Matrix([[0.04, 0.04, 0], [0.04, 0.04, 0], [0, 0, 0]])
    try checkFigures(
      RandomPortfolios(mean: [0.1, 0.1, 0.02], covariance: duplicate, seed: 1), duplicate)
    let none = Matrix(rows: 2, columns: 2)
    let cloud = try RandomPortfolios(mean: [0.1, 0.2], covariance: none, seed: 1).cloud(count: 100)
    #expect(cloud.volatilities.allSatisfy { $0 == 0 })
  }

  @Test("Cash beside stocks keeps its small risk")
  func differentScales() throws {
    let covariance = Matrix([[0.04, 1e-11, 0], [1e-11, 1e-20, 0], [0, 0, 1e-22]])
    try checkFigures(
      RandomPortfolios(
        mean: [0.1, 0.01, 0.01], covariance: covariance, sampler: .sparse(count: 1), seed: 1),
      covariance)
  }

  @Test("The factor of a covariance multiplies back", arguments: [1, 6, 33])
  func choleskyMultipliesBack(assets: Int) throws {
    let covariance = Self.covariance(assets, rank: 3).matrix
    let cholesky = try PivotedCholesky(covariance)
    for i in 0..<assets {
      for j in 0..<assets {
        let product = dot(Array(cholesky.factor.row(i)), Array(cholesky.factor.row(j)))
        let expected = covariance[cholesky.order[i], cholesky.order[j]]
        #expect(abs(product - expected) < 1e-14)
      }
    }
  }

  @Test("Data that make no sense are named")
  func badData() {
    func message(_ mean: [Double], _ covariance: Matrix) -> String {
      do {
        _ = try RandomPortfolios(mean: mean, covariance: covariance, seed: 1)
        return "no error"
      } catch { return "\(error)" }
    }
    #expect(message([0.1], Matrix(diagonal: [1, 1])).contains("1 means"))
    #expect(message([.nan, 0], Matrix(diagonal: [1, 1])).contains("mean of asset 1 is nan"))
    #expect(message([0, 0], Matrix([[1, 0.5], [0.4, 1]])).contains("not symmetric"))
    #expect(message([0, 0], Matrix([[1, 2], [2, 1]])).contains("not positive semidefinite"))
    #expect(message([0, 0], Matrix([[0, 1], [1, 0]])).contains("not positive semidefinite"))
    #expect(message([0, 0], Matrix([[1, 0], [0, -1e-3]])).contains("not positive semidefinite"))
    #expect(message([0, 0], Matrix([[-1]])).contains("2 means"))
    #expect(message([0], Matrix([[-1]])).contains("not positive semidefinite"))
    #expect(message([0, 0], Matrix(diagonal: [-1, 1])).contains("not positive semidefinite"))
    #expect(message([0, 0], Matrix(diagonal: [.infinity, 1])).contains("not finite"))
    #expect(message([], Matrix(rows: 0, columns: 0)).contains("no assets"))
  }
}
