import Testing

@testable import Portfolio

@Suite("Random portfolios within bounds")
struct RandomPortfolioBoundsTests {
  private func portfolios(
    _ bounds: WeightBounds, _ sampler: WeightSampler = .dirichlet(concentration: 1)
  ) throws -> RandomPortfolios {
    let count = bounds.lower.count
    return try RandomPortfolios(
      mean: (0..<count).map { 0.01 * Double($0) },
      covariance: Matrix(diagonal: (0..<count).map { 0.01 + 0.01 * Double($0) }), sampler: sampler,
      bounds: bounds, seed: 5)
  }

  static let bounds = [
    WeightBounds(assetCount: 12, lower: 0.02, upper: 0.15),
    WeightBounds(assetCount: 12, lower: -0.3, upper: 0.4),
    WeightBounds(assetCount: 12, lower: 0, upper: 1.0 / 12),
    WeightBounds(assetCount: 12, lower: 1.0 / 12, upper: .infinity),
    WeightBounds(assetCount: 12, lower: 0, upper: 0.0834),
    WeightBounds(
      lower: (0..<12).map { 0.002 * Double($0) }, upper: (0..<12).map { 0.03 + 0.02 * Double($0) }),
    WeightBounds(
      lower: [Double](repeating: 0, count: 12),
      upper: [0, 0, 0.5, 0.5] + [Double](repeating: 0.01, count: 8)),
  ]

  @Test(
    "Every weight is within its bounds and the sum is one", arguments: bounds,
    [
      WeightSampler.uniformNormalized, .dirichlet(concentration: 1),
      .dirichlet(concentration: 0.05), .dirichlet(concentration: 20), .hitAndRun(sweeps: 10),
    ])
  func staysWithin(bounds: WeightBounds, sampler: WeightSampler) throws {
    let portfolios = try portfolios(bounds, sampler)
    _ = try portfolios.forEachBlock(count: 300) { block in
      for row in 0..<300 {
        let weights = block.weights[row * 12..<(row + 1) * 12].map(Double.init)
        #expect(abs(weights.reduce(0, +) - 1) < 1e-6)
        for (asset, weight) in weights.enumerated() {
          #expect(weight >= bounds.lower[asset] - 1e-7 && weight <= bounds.upper[asset] + 1e-7)
        }
      }
    }
    for index in [0, 63, 64, 299] {
      let weights = portfolios.weights(at: index)
      #expect(abs(weights.reduce(0, +) - 1) < 1e-14)
      for (asset, weight) in weights.enumerated() {
        #expect(weight >= bounds.lower[asset] && weight <= bounds.upper[asset])
      }
    }
  }

  @Test("What is moved goes to the nearest point within bounds")
  func projection() throws {
    let upper = (0..<8).map { 0.1 + 0.02 * Double($0) }
    let free = try portfolios(WeightBounds(assetCount: 8))
    let bound = try portfolios(
      WeightBounds(lower: [Double](repeating: 0, count: 8), upper: upper))
    var moved = 0
    for index in 0..<128 {
      let start = free.weights(at: index)
      let end = bound.weights(at: index)
      if zip(start, upper).allSatisfy(<=) {
        #expect(zip(start, end).allSatisfy { abs($0 - $1) < 1e-6 })
        continue
      }
      moved += 1
      // The condition of the optimum: one shift for all that are not on their bound.
      let shifts = (0..<8).filter { end[$0] < upper[$0] - 1e-6 }.map { end[$0] - start[$0] }
      let shift = shifts.first ?? 0
      #expect(shift >= -1e-7)
      #expect(shifts.allSatisfy { abs($0 - shift) < 1e-6 })
      for asset in 0..<8 where end[asset] >= upper[asset] - 1e-6 {
        #expect(start[asset] + shift >= upper[asset] - 2e-6)
      }
    }
    #expect(moved > 50)
  }

  @Test("Hit-and-run is uniform within the bounds")
  func hitAndRunIsUniform() throws {
    // Against rejection from the uniform law on the simplex, which is exact.
    let upper = [0.3, 0.5, 0.7, 0.35]
    let bounds = WeightBounds(lower: [0, 0.05, 0, 0.1], upper: upper)
    let count = 12_800
    func moments(_ rows: [[Double]]) -> [(mean: Double, error: Double)] {
      var functions: [([Double]) -> Double] = []
      for i in 0..<4 {
        functions.append { $0[i] }
        for j in 0...i { functions.append { $0[i] * $0[j] } }
        functions.append { $0[i] > upper[i] - 0.02 ? 1 : 0 }
      }
      return functions.map { function in
        let values = rows.map(function)
        let mean = values.reduce(0, +) / Double(rows.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows.count)
        return (mean, (variance / Double(rows.count)).squareRoot())
      }
    }
    func rows(_ portfolios: RandomPortfolios) throws -> [[Double]] {
      var rows: [[Double]] = []
      _ = try portfolios.forEachBlock(count: count) { block in
        for row in block.means.indices {
          rows.append(block.weights[row * 4..<(row + 1) * 4].map(Double.init))
        }
      }
      return rows
    }
    let moves = try rows(portfolios(bounds, .hitAndRun(sweeps: 20)))
    let lower = WeightBounds(lower: bounds.lower, upper: [1, 1, 1, 1])
    let exact = try rows(portfolios(lower)).filter { zip($0, upper).allSatisfy(<=) }
    #expect(exact.count > 2_000)
    for (a, b) in zip(moments(moves), moments(exact)) {
      #expect(abs(a.mean - b.mean) < 4.5 * (a.error * a.error + b.error * b.error).squareRoot())
    }
  }

  @Test("Sparse portfolios keep their zeros within bounds")
  func sparseWithin() throws {
    let bounds = WeightBounds(assetCount: 10, lower: 0, upper: 0.4)
    let portfolios = try portfolios(bounds, .sparse(count: 3))
    for index in 0..<200 {
      let weights = portfolios.weights(at: index)
      #expect(weights.count { $0 > 0 } == 3)
      #expect(weights.allSatisfy { $0 <= 0.4 })
      #expect(abs(weights.reduce(0, +) - 1) < 1e-14)
    }
  }

  @Test("Bounds that no portfolio fulfils are named")
  func impossibleBounds() throws {
    func message(_ bounds: WeightBounds, _ sampler: WeightSampler = .uniformNormalized) -> String {
      do {
        _ = try portfolios(bounds, sampler)
        return "no error"
      } catch { return "\(error)" }
    }
    #expect(message(WeightBounds(assetCount: 4, lower: 0.3)).contains("lower bounds sum to 1.2"))
    #expect(
      message(WeightBounds(assetCount: 4, upper: 0.125)).contains("upper bounds sum to 0.5"))
    #expect(message(WeightBounds(lower: [0.5, 0], upper: [0.4, 1])).contains("asset 1"))
    #expect(message(WeightBounds(lower: [0, -.infinity], upper: [1, 1])).contains("asset 2"))
    #expect(message(WeightBounds(lower: [0, .nan], upper: [1, 1])).contains("asset 2"))
    #expect(
      message(WeightBounds(assetCount: 4, lower: 0.1), .sparse(count: 2)).contains("set it to 0"))
    #expect(
      message(WeightBounds(assetCount: 4, upper: 0.4), .sparse(count: 2))
        .contains("upper bounds of some 2 assets sum to 0.8"))
    #expect(message(WeightBounds(assetCount: 4), .sparse(count: 5)).contains("from 1 to 4"))
    #expect(
      message(WeightBounds(assetCount: 4), .dirichlet(concentration: 0)).contains("such as 1"))
  }
}
