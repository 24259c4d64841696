internal import CPortfolio

extension RandomPortfolios {
  /// Draws the first `count` portfolios and writes them as CSV, a row each:
  /// `return,volatility,sharpe` and the weight of each asset, with seven significant digits.
  ///
  /// Memory does not grow with the number of portfolios.
  ///
  /// - Parameters:
  ///   - count: How many, 1 at least.
  ///   - assets: The names of the assets, for the header.
  ///   - threadCount: On how many threads; the bytes do not depend on it.
  ///   - sampleLimit: At most how many points the summary's sample has, 6 at least.
  ///   - append: Takes the next bytes, which are valid during the call only.
  /// - Returns: The best, and a sample.
  /// - Throws: `PortfolioError` if `count` is not positive or there is not one name for each asset,
  ///   and what `append` throws.
  public func writeCSV(
    count: Int, assets: [String], threadCount: Int = 1, sampleLimit: Int = 5_000,
    to append: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> RandomPortfolioSummary {
    try Self.check(count: count)
    guard assets.count == assetCount else {
      throw PortfolioError(
        .request, "There are names for \(assets.count) assets, but \(assetCount) assets.")
    }
    let names = (["return", "volatility", "sharpe"] + assets).map(CSVCell.quoted)
    try Array((names.joined(separator: ",") + "\n").utf8).withUnsafeBytes(append)

    var collector = SummaryCollector(count: count, sampleLimit: sampleLimit, riskFree: riskFree)
    let threads = max(1, min(threadCount, 64))
    let pages = (0..<threads).map { _ in CSVPage(rowCount: blockSize, assetCount: assetCount) }
    for first in stride(from: 0, to: count, by: threads * blockSize) {
      let range = first..<min(first + threads * blockSize, count)
      let ranges = PanelRanges(range, threadCount: threads)
      ranges.forEachConcurrently { part, range in pages[part].fill(with: range, of: self) }
      for (page, part) in zip(pages, ranges.parts) {
        collector.add(
          first: part.lowerBound,
          means: UnsafeBufferPointer(start: page.means, count: part.count),
          volatilities: UnsafeBufferPointer(start: page.volatilities, count: part.count))
        try append(UnsafeRawBufferPointer(start: page.text, count: page.byteCount))
      }
    }
    return collector.summary(of: self)
  }
}

/// Rows of portfolios and their text, which one thread fills at a time.
private final class CSVPage: @unchecked Sendable {
  let means: UnsafeMutablePointer<Float>
  let volatilities: UnsafeMutablePointer<Float>
  let text: UnsafeMutablePointer<CChar>
  private(set) var byteCount = 0
  private let weights: UnsafeMutablePointer<Float>

  init(rowCount: Int, assetCount: Int) {
    means = .allocate(capacity: rowCount)
    volatilities = .allocate(capacity: rowCount)
    weights = .allocate(capacity: rowCount * assetCount)
    text = .allocate(capacity: rowCount * (assetCount + 3) * Int(CPORTFOLIO_CSV_FIELD))
  }

  deinit {
    means.deallocate()
    volatilities.deallocate()
    weights.deallocate()
    text.deallocate()
  }

  func fill(with range: Range<Int>, of portfolios: RandomPortfolios) {
    portfolios.draw(range, means: means, volatilities: volatilities, weights: weights)
    byteCount = cportfolio_random_csv(
      range.count, portfolios.assetCount, means, volatilities, Float(portfolios.riskFree), weights,
      text)
  }
}
