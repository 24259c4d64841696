/// Means and volatilities of many random portfolios.
public struct RandomPortfolioCloud: Sendable, Equatable {
  /// The mean return of each portfolio.
  public let means: [Float]
  /// The volatility of each portfolio.
  public let volatilities: [Float]
  /// The best of them and a sample to draw.
  public let summary: RandomPortfolioSummary
}

extension RandomPortfolios {
  /// Draws the first `count` portfolios and keeps mean and volatility of each: 8 bytes a portfolio.
  ///
  /// - Parameters:
  ///   - count: How many, 1 at least.
  ///   - threadCount: On how many threads; the result does not depend on it.
  ///   - sampleLimit: At most how many points the summary's sample has, 6 at least.
  /// - Returns: Mean and volatility of each, and the best.
  /// - Throws: `PortfolioError` if `count` is not positive.
  public func cloud(
    count: Int, threadCount: Int = 1, sampleLimit: Int = 5_000
  ) throws -> RandomPortfolioCloud {
    try Self.check(count: count)
    var volatilities: [Float] = []
    let means = [Float](unsafeUninitializedCapacity: count) { means, meanCount in
      volatilities = [Float](unsafeUninitializedCapacity: count) { volatilities, volatilityCount in
        if let means = means.baseAddress, let volatilities = volatilities.baseAddress {
          drawConcurrently(0..<count, threadCount, means, volatilities, weights: nil)
        }
        volatilityCount = count
      }
      meanCount = count
    }
    var collector = SummaryCollector(count: count, sampleLimit: sampleLimit, riskFree: riskFree)
    means.withUnsafeBufferPointer { means in
      volatilities.withUnsafeBufferPointer {
        collector.add(first: 0, means: means, volatilities: $0)
      }
    }
    return RandomPortfolioCloud(
      means: means, volatilities: volatilities, summary: collector.summary(of: self))
  }

  /// Draws the first `count` portfolios and hands them on block by block in their order, so that
  /// memory does not grow with their number.
  ///
  /// - Parameters:
  ///   - count: How many, 1 at least.
  ///   - threadCount: On how many threads; the portfolios do not depend on it.
  ///   - sampleLimit: At most how many points the summary's sample has, 6 at least.
  ///   - body: Takes a block. What it throws ends the drawing.
  /// - Returns: The best, and a sample.
  /// - Throws: `PortfolioError` if `count` is not positive, and what `body` throws.
  public func forEachBlock(
    count: Int, threadCount: Int = 1, sampleLimit: Int = 5_000,
    _ body: (RandomPortfolioBlock) throws -> Void
  ) throws -> RandomPortfolioSummary {
    try Self.check(count: count)
    var collector = SummaryCollector(count: count, sampleLimit: sampleLimit, riskFree: riskFree)
    for first in stride(from: 0, to: count, by: blockSize) {
      let range = first..<min(first + blockSize, count)
      var weights = [Float](repeating: 0, count: range.count * assetCount)
      var means = [Float](repeating: 0, count: range.count)
      var volatilities = means
      weights.withUnsafeMutableBufferPointer { weights in
        means.withUnsafeMutableBufferPointer { means in
          volatilities.withUnsafeMutableBufferPointer { volatilities in
            if let means = means.baseAddress, let volatilities = volatilities.baseAddress {
              drawConcurrently(
                range, threadCount, means, volatilities, weights: weights.baseAddress)
            }
            collector.add(
              first: first, means: UnsafeBufferPointer(means),
              volatilities: UnsafeBufferPointer(volatilities))
          }
        }
      }
      try body(
        RandomPortfolioBlock(
          firstIndex: first, assetCount: assetCount, weights: weights, means: means,
          volatilities: volatilities))
    }
    return collector.summary(of: self)
  }

  private func drawConcurrently(
    _ range: Range<Int>, _ threadCount: Int, _ means: UnsafeMutablePointer<Float>,
    _ volatilities: UnsafeMutablePointer<Float>, weights: UnsafeMutablePointer<Float>?
  ) {
    // Each thread writes its own part.
    nonisolated(unsafe) let (means, volatilities, weights) = (means, volatilities, weights)
    PanelRanges(range, threadCount: threadCount).forEachConcurrently { _, part in
      let offset = part.lowerBound - range.lowerBound
      draw(
        part, means: means + offset, volatilities: volatilities + offset,
        weights: weights.map { $0 + offset * assetCount })
    }
  }

  static func check(count: Int) throws {
    guard count > 0, count < 1 << 32 else {
      throw PortfolioError(
        .request, "\(count) random portfolios are not possible; ask for 1 to 4294967295.")
    }
  }
}
