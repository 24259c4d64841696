import Testing

@testable import Portfolio

@Suite("Moments of a moving window")
struct RollingMomentsTests {
  @Test("Equal to moments formed anew, wherever the window goes", arguments: [3, 20])
  func equal(assets: Int) throws {
    let returns = inventedReturns(periods: 600, assets: assets)
    var rolling = try RollingMoments(returns, window: 0..<100)
    let windows =
      (0..<60).map { $0 * 7..<$0 * 7 + 100 } + [300..<320, 290..<310, 0..<600, 0..<2, 597..<600]
    for window in windows {
      rolling.move(to: window)
      let part = returns.periods(window)
      let mean = try MeanEstimator.arithmetic.mean(of: part)
      let covariance = try CovarianceEstimator.sample().covariance(of: part)
      #expect(rolling.window == window)
      #expect(relativeError(rolling.mean, mean) < 1e-11)
      #expect(relativeError(rolling.covariance().elements, covariance.elements) < 1e-11)
      #expect(rolling.covariance() == rolling.covariance().transposed)
    }
  }

  @Test("A huge return that has left leaves nothing behind")
  func outlier() throws {
    var returns = inventedReturns(periods: 200, assets: 4)
    returns.values[20, 1] = 1e7
    var rolling = try RollingMoments(returns, window: 0..<50)
    for start in 1...100 { rolling.move(to: start..<start + 50) }
    let expected = try CovarianceEstimator.sample().covariance(of: returns.periods(100..<150))
    #expect(relativeError(rolling.covariance().elements, expected.elements) < 1e-10)
  }

  @Test("What is not a number is refused")
  func refused() {
    var returns = inventedReturns(periods: 20, assets: 2)
    returns.values[19, 0] = .nan
    #expect(throws: PortfolioError.self) { try RollingMoments(returns, window: 0..<10) }
  }
}
