import Foundation
import Testing

@testable import Portfolio

@Suite("From a file of prices to estimates of a year")
struct PreparedReturnsTests {
  private func prepared(
    _ file: PriceFile, _ texts: [PortfolioConfiguration.Key: [String]] = [:]
  ) throws -> PreparedReturns {
    try PreparedReturns(file.url, PortfolioConfiguration(texts))
  }

  private static let gaps = """
    Date,A,B
    2020-01-01,1,
    2020-01-02,2,5
    2020-01-03,,6
    2020-01-06,4,7
    2020-01-07,5,8

    """

  @Test(
    "Each rule for missing prices leaves what it says",
    arguments: [
      (["drop-days"], ["A", "B"], 3), (["start-at-latest", "fill-forward 1"], ["A", "B"], 4),
      (["start-at-latest", "drop-days"], ["A", "B"], 3),
    ])
  func rules(texts: [String], assets: [String], days: Int) throws {
    let file = try PriceFile(Self.gaps)
    let found = try prepared(file, [.missing: texts])
    #expect(found.prices.assets == assets)
    #expect(found.prices.days.count == days)
    #expect(found.returns.periodCount == days - 1)
    #expect(!found.notes.isEmpty)
  }

  @Test("Without a rule missing prices are refused, and the rules are named")
  func refusal() throws {
    let file = try PriceFile(Self.gaps)
    #expect {
      try prepared(file)
    } throws: { error in
      "\(error)".contains("A has no price on 2020-01-03")
        && "\(error)".contains("--missing drop-days")
    }
    #expect { try prepared(file, [.from: ["2020-01-07"]]) } throws: { "\($0)".contains("go from") }
  }

  @Test("A year of any frequency is the same year: means and covariances grow with the periods")
  func annualisation() throws {
    let file = try PriceFile.waves()
    for (frequency, periods) in [("daily", 252.0), ("weekly", 52), ("monthly", 12)] {
      let texts: [PortfolioConfiguration.Key: [String]] = [
        .frequency: [frequency], .mean: ["arithmetic"], .covariance: ["sample"],
      ]
      let found = try prepared(file, texts)
      let estimates = try Estimates(found, PortfolioConfiguration(texts))
      #expect(found.returns.periodsPerYear == periods)
      let count = Double(found.returns.periodCount)
      for asset in 0..<found.returns.assetCount {
        let series = (0..<found.returns.periodCount).map { found.returns.values[$0, asset] }
        let mean = series.reduce(0, +) / count
        let variance = series.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        #expect(abs(estimates.mean[asset] - mean * periods) < 1e-12)
        #expect(abs(estimates.covariance[asset, asset] - variance * periods) < 1e-12)
      }
    }
  }

  @Test("Prices that are resampled are as frequent as they were resampled to")
  func resampling() throws {
    let file = try PriceFile.waves()
    let found = try prepared(file, [.resample: ["monthly"], .frequency: ["daily"]])
    #expect(found.returns.periodsPerYear == 12)
    let ratio = found.prices.values[found.prices.days.count - 1, 0] / found.prices.values[0, 0]
    let growth = (0..<found.returns.periodCount).reduce(1) {
      $0 * (1 + found.returns.values[$1, 0])
    }
    #expect(abs(growth / ratio - 1) < 1e-12)
  }

  @Test("The benchmark of the CAPM is read for the same days, and only then")
  func benchmark() throws {
    let file = try PriceFile.waves()
    let market = try PriceFile.waves(rows: 300, assets: ["M"])
    let used = try prepared(file, [.mean: ["capm"], .benchmark: [market.url.path]])
    #expect(used.benchmark?.returns.count == 299 && used.returns.periodCount == 299)
    let unused = try prepared(file, [.benchmark: [market.url.path]])
    #expect(unused.benchmark == nil && unused.returns.periodCount == 399)
  }

  @Test("Few returns, and views that contradict the past, are remarked on")
  func remarks() throws {
    let short = try PriceFile.waves(rows: 4)
    let few = try Estimates(try prepared(short), PortfolioConfiguration())
    #expect(few.notes.contains { $0.contains("no more returns (3) than assets (3)") })
    let long = try PriceFile.waves()
    let views = PortfolioConfiguration([.views: ["A = 180%"], .viewMethod: ["entropy-pooling"]])
    let pooled = try Estimates(try prepared(long), views)
    #expect(abs(pooled.mean[0] - 1.8) < 1e-6)
    #expect(
      pooled.notes.contains { $0.contains("Entropy pooling") && $0.contains("of 399 periods") })
  }
}
