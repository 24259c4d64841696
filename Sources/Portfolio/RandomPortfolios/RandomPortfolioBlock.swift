internal import CPortfolio

/// Some consecutive portfolios of the list, with their weights.
public struct RandomPortfolioBlock: Sendable {
  /// The number of the first of them.
  public let firstIndex: Int
  /// How many assets.
  public let assetCount: Int
  /// The weights, `[portfolios, assets]`, one portfolio after another; each sums to 1 up to the
  /// rounding of single precision: 1e-6, and more where bounds allow large short positions.
  public let weights: [Float]
  /// The mean return of each portfolio.
  public let means: [Float]
  /// The volatility of each portfolio.
  public let volatilities: [Float]
}

extension RandomPortfolios {
  /// Draws the portfolios of `range`, which starts at a panel, into memory that is there.
  func draw(
    _ range: Range<Int>, means: UnsafeMutablePointer<Float>,
    volatilities: UnsafeMutablePointer<Float>, weights: UnsafeMutablePointer<Float>? = nil
  ) {
    let panel = PanelScratch(assetCount: assetCount)
    withTask {
      cportfolio_random_draw(
        $0, UInt64(range.lowerBound), range.count, panel.start, means, volatilities, weights)
    }
  }

  /// How many portfolios are in memory at once with their weights, for each thread: about a million
  /// weights.
  var blockSize: Int {
    let width = Int(CPORTFOLIO_PANEL)
    return max(1, (1 << 20) / (assetCount * width)) * width
  }
}
