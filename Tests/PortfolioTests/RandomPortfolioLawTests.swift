import Foundation
import Testing

@testable import Portfolio

@Suite("Laws of random weights")
struct RandomPortfolioLawTests {
  private static let count = 6_400

  /// The weights of the first portfolios, in single precision, one portfolio after another.
  private func draw(
    _ sampler: WeightSampler, assets: Int, bounds: WeightBounds? = nil, count: Int = count
  ) throws -> [[Double]] {
    let portfolios = try RandomPortfolios(
      mean: [Double](repeating: 0.1, count: assets),
      covariance: Matrix(diagonal: [Double](repeating: 0.04, count: assets)), sampler: sampler,
      bounds: bounds, seed: 11)
    var rows: [[Double]] = []
    _ = try portfolios.forEachBlock(count: count) { block in
      for row in block.means.indices {
        rows.append(
          block.weights[row * assets..<(row + 1) * assets].map(Double.init))
      }
    }
    return rows
  }

  @Test(
    "Weights sum to one and are not negative",
    arguments: [
      WeightSampler.uniformNormalized, .dirichlet(concentration: 1),
      .dirichlet(concentration: 0.001), .dirichlet(concentration: 0.3),
      .dirichlet(concentration: 7), .sparse(count: 3), .hitAndRun(sweeps: 5),
    ], [1, 2, 7, 40])
  func sumsToOne(sampler: WeightSampler, assets: Int) throws {
    if case .sparse(let count) = sampler, count > assets { return }
    for row in try draw(sampler, assets: assets, count: 500) {
      #expect(abs(row.reduce(0, +) - 1) < 1e-6)
      #expect(row.allSatisfy { $0 >= 0 })
    }
  }

  @Test("Many assets sum to one as well", arguments: [1_000, 3_001])
  func sumsOfManyAssets(assets: Int) throws {
    let portfolios = try RandomPortfolios(
      mean: [Double](repeating: 0, count: assets),
      covariance: FactorCovariance(
        loadings: Matrix(rows: assets, columns: 1, repeating: 0.1),
        specificVariances: [Double](repeating: 0.01, count: assets)), seed: 2)
    _ = try portfolios.forEachBlock(count: 64) { block in
      for row in 0..<64 {
        let sum = block.weights[row * assets..<(row + 1) * assets].reduce(0.0) { $0 + Double($1) }
        #expect(abs(sum - 1) < 1e-6)
      }
    }
  }

  @Test("Dirichlet weights have their moments", arguments: [0.02, 0.3, 0.999, 1, 1.5, 8])
  func dirichletMoments(concentration: Double) throws {
    let n = 5.0
    let rows = try draw(.dirichlet(concentration: concentration), assets: 5)
    let variance = (n - 1) / (n * n * (n * concentration + 1))
    let samples = Double(rows.count)
    for asset in 0..<5 {
      let values = rows.map { $0[asset] }
      let mean = values.reduce(0, +) / samples
      #expect(abs(mean - 1 / n) < 4.5 * (variance / samples).squareRoot())
      let squares = values.map { ($0 - 1 / n) * ($0 - 1 / n) }
      let second = squares.reduce(0, +) / samples
      let fourth = squares.reduce(0) { $0 + $1 * $1 } / samples
      #expect(abs(second - variance) < 4.5 * ((fourth - second * second) / samples).squareRoot())
    }
  }

  /// With two assets of concentration a, log(w_1 / w_2) has the variance 2 ψ'(a): ψ'(1) = π²/6,
  /// ψ'(1/2) = π²/2, and near 1/a² for small a, where w_1 itself is 0 in single precision.
  @Test(
    "The tails of Dirichlet weights are right",
    arguments: [(0.5, 4.934802), (1, 1.644934), (3, 0.394934)])
  func dirichletTails(concentration: Double, trigamma: Double) throws {
    let rows = try draw(.dirichlet(concentration: concentration), assets: 2, count: 20_000)
    let ratios = rows.map { log($0[0] / $0[1]) }.filter(\.isFinite)
    #expect(ratios.count > rows.count - 3)
    let variance = ratios.reduce(0) { $0 + $1 * $1 } / Double(ratios.count)
    #expect(abs(variance / (2 * trigamma) - 1) < 0.07)
  }

  @Test("Uniform-normalised weights of two assets follow their law")
  func uniformNormalizedLaw() throws {
    // P(u / (u + v) ≤ x) = x / (2 (1 - x)) for x ≤ 1/2.
    let rows = try draw(.uniformNormalized, assets: 2, count: 20_000)
    for x in [0.05, 0.2, 0.35, 0.5] {
      let share = Double(rows.count { $0[0] <= x }) / Double(rows.count)
      let expected = x / (2 * (1 - x))
      #expect(abs(share - expected) < 4.5 * (expected * (1 - expected) / 20_000).squareRoot())
    }
  }

  @Test("Sparse portfolios hold so many assets, each equally often", arguments: [1, 2, 6, 9])
  func sparseChoice(held: Int) throws {
    let rows = try draw(.sparse(count: held), assets: 9)
    var holdings = [Double](repeating: 0, count: 9)
    var pairs = 0.0
    for row in rows {
      #expect(row.count { $0 > 0 } == held)
      for (asset, weight) in row.enumerated() where weight > 0 { holdings[asset] += 1 }
      if row[0] > 0 && row[8] > 0 { pairs += 1 }
    }
    let samples = Double(rows.count)
    let share = Double(held) / 9
    for count in holdings {
      #expect(abs(count / samples - share) <= 4.5 * (share * (1 - share) / samples).squareRoot())
    }
    let both = share * Double(held - 1) / 8
    #expect(abs(pairs / samples - both) <= 4.5 * (both * (1 - both) / samples).squareRoot())
  }

  @Test("Different portfolios and assets are uncorrelated")
  func independence() throws {
    let rows = try draw(.uniformNormalized, assets: 40)
    for lag in [1, 16, 64] {
      let pairs = zip(rows, rows.dropFirst(lag))
      let products = pairs.map { ($0[3] * 40 - 1) * ($1[3] * 40 - 1) }
      let scale = products.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(products.reduce(0, +)) < 4.5 * scale)
    }
  }
}
