import Foundation
import Testing

@testable import Portfolio

@Suite("Lists of random portfolios")
struct RandomPortfolioListTests {
  private func portfolios(
    _ assets: Int, _ sampler: WeightSampler = .dirichlet(concentration: 1),
    bounds: WeightBounds? = nil, seed: UInt64 = 9
  ) throws -> RandomPortfolios {
    try RandomPortfolios(
      mean: RandomPortfolioFigureTests.mean(assets),
      covariance: RandomPortfolioFigureTests.covariance(assets, rank: 3).matrix, sampler: sampler,
      bounds: bounds, riskFree: 0.02, seed: seed)
  }

  @Test(
    "Neither threads nor blocks nor the length of the list change a portfolio",
    arguments: [
      WeightSampler.uniformNormalized, .dirichlet(concentration: 1),
      .dirichlet(concentration: 0.4), .sparse(count: 2), .hitAndRun(sweeps: 3),
    ])
  func sameBytes(sampler: WeightSampler) throws {
    let count = 1_000
    let portfolios = try portfolios(5, sampler)
    let cloud = try portfolios.cloud(count: count)
    for threads in [2, 3, 8] {
      #expect(try portfolios.cloud(count: count, threadCount: threads) == cloud)
    }
    let shorter = try portfolios.cloud(count: 333)
    #expect(shorter.means.elementsEqual(cloud.means.prefix(333)))
    #expect(shorter.volatilities.elementsEqual(cloud.volatilities.prefix(333)))
    let summary = try portfolios.forEachBlock(count: count, threadCount: 2) { block in
      #expect(block.firstIndex == 0)
      #expect(block.means == cloud.means)
    }
    #expect(summary == cloud.summary)
    let other = try self.portfolios(5, sampler, seed: 10).cloud(count: count)
    #expect(other.means != cloud.means)
  }

  @Test("Several blocks are one list")
  func severalBlocks() throws {
    // So many assets that a block is short.
    let assets = 4_096
    let portfolios = try RandomPortfolios(
      mean: RandomPortfolioFigureTests.mean(assets),
      covariance: RandomPortfolioFigureTests.covariance(assets, rank: 2), seed: 4)
    #expect(portfolios.blockSize == 256)
    let cloud = try portfolios.cloud(count: 600)
    var means: [Float] = []
    let summary = try portfolios.forEachBlock(count: 600, threadCount: 2) { block in
      #expect(block.firstIndex == means.count)
      means += block.means
    }
    #expect(means == cloud.means)
    #expect(summary == cloud.summary)
  }

  @Test("The best is the best of the list", arguments: [1, 15, 16, 17, 1_000])
  func best(count: Int) throws {
    let portfolios = try portfolios(6)
    let cloud = try portfolios.cloud(count: count)
    let ratios = zip(cloud.means, cloud.volatilities).map { ($0 - 0.02) / $1 }
    let summary = cloud.summary
    #expect(ratios[summary.maximumSharpe.index] == ratios.max())
    #expect(cloud.volatilities[summary.minimumVolatility.index] == cloud.volatilities.min())
    #expect(cloud.means[summary.maximumMean.index] == cloud.means.max())
    #expect(summary.maximumSharpe == portfolios.portfolio(at: summary.maximumSharpe.index))
    #expect(abs(summary.maximumSharpe.sharpe - Double(ratios.max() ?? 0)) < 1e-5)
    #expect(summary.count == count)
  }

  @Test("Of equal portfolios the first is best, and what is not a number never is")
  func ties() throws {
    let cloud = try RandomPortfolios(
      mean: [0.1, 0.1], covariance: Matrix(rows: 2, columns: 2), riskFree: 0.5, seed: 1
    ).cloud(count: 200)
    #expect(cloud.summary.minimumVolatility.index == 0)
    #expect(cloud.summary.maximumSharpe.index == 0)
  }

  @Test("The sample is bounded, in order and has the ends", arguments: [6, 100, 999, 5_000])
  func sample(limit: Int) throws {
    let cloud = try portfolios(6).cloud(count: 1_000, sampleLimit: limit)
    let sample = cloud.summary.sample
    #expect(sample.count <= limit)
    #expect(sample.count >= min(limit, 1_000) / 2)
    #expect(zip(sample, sample.dropFirst()).allSatisfy { $0.index < $1.index })
    #expect(sample.allSatisfy { cloud.means[$0.index] == $0.mean })
    #expect(sample.map(\.mean).max() == cloud.means.max())
    #expect(sample.map(\.mean).min() == cloud.means.min())
    #expect(sample.map(\.volatility).max() == cloud.volatilities.max())
    #expect(sample.map(\.volatility).min() == cloud.volatilities.min())
  }

  @Test("CSV says what the list says, on any number of threads")
  func csv() throws {
    let portfolios = try portfolios(4, .sparse(count: 2))
    func text(_ threads: Int) throws -> String {
      var bytes: [UInt8] = []
      let summary = try portfolios.writeCSV(
        count: 500, assets: ["A", "B, the \"second\"", "C", "D"], threadCount: threads
      ) { bytes += $0 }
      #expect(try summary == portfolios.cloud(count: 500).summary)
      return String(decoding: bytes, as: UTF8.self)
    }
    let plain = try text(1)
    #expect(try text(2) == plain)
    let lines = plain.split(separator: "\n")
    #expect(lines.count == 501)
    #expect(lines.first == "return,volatility,sharpe,A,\"B, the \"\"second\"\"\",C,D")
    let cloud = try portfolios.cloud(count: 500)
    for (index, line) in lines.dropFirst().enumerated() {
      let fields = line.split(separator: ",").compactMap { Double($0) }
      let sharpe = (cloud.means[index] - 0.02) / cloud.volatilities[index]
      let expected =
        [cloud.means[index], cloud.volatilities[index], sharpe].map(Double.init)
        + portfolios.weights(at: index)
      #expect(fields.count == 7)
      for (field, value) in zip(fields, expected) {
        #expect(abs(field - value) <= 6e-7 * abs(value))
      }
    }
  }

  @Test("Wrong requests are named")
  func wrongRequests() throws {
    let portfolios = try portfolios(3)
    #expect(throws: PortfolioError.self) { try portfolios.cloud(count: 0) }
    #expect(throws: PortfolioError.self) { try portfolios.forEachBlock(count: -1) { _ in } }
    #expect(throws: PortfolioError.self) {
      try portfolios.writeCSV(count: 1, assets: ["A"]) { _ in }
    }
    struct Full: Error {}
    #expect(throws: Full.self) {
      try portfolios.writeCSV(count: 1, assets: ["A", "B", "C"]) { _ in throw Full() }
    }
  }
}
