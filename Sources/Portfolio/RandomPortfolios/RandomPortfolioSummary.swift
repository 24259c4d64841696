internal import CPortfolio

/// One of the random portfolios.
public struct RandomPortfolio: Sendable, Equatable, Codable {
  /// Its number in the list.
  public let index: Int
  /// Its weights.
  public let weights: [Double]
  /// Its mean return.
  public let mean: Double
  /// Its volatility.
  public let volatility: Double
  /// (mean - return without risk) / volatility; not a number where both are 0.
  public let sharpe: Double
}

/// The best of a list of random portfolios, and a sample of it that can be drawn.
public struct RandomPortfolioSummary: Sendable, Equatable, Codable {
  /// A point of the cloud.
  public struct Point: Sendable, Equatable, Codable {
    /// The number of the portfolio.
    public let index: Int
    /// Its mean return.
    public let mean: Float
    /// Its volatility.
    public let volatility: Float
  }

  /// How many portfolios were drawn.
  public let count: Int
  /// The portfolio with the largest Sharpe ratio.
  public let maximumSharpe: RandomPortfolio
  /// The portfolio with the smallest volatility.
  public let minimumVolatility: RandomPortfolio
  /// The portfolio with the largest mean return.
  public let maximumMean: RandomPortfolio
  /// Every so many-th portfolio, which is as random a choice as any because the draws are
  /// independent, and the extreme ones: best Sharpe ratio, both ends of mean and volatility.
  public let sample: [Point]
}

/// Collects a summary while blocks go by in their order.
struct SummaryCollector {
  private struct Extreme {
    var value: Float
    var point: RandomPortfolioSummary.Point
  }

  private let count: Int
  private let stride: Int
  private let riskFree: Float
  private var points: [RandomPortfolioSummary.Point] = []
  private var extremes: [Extreme] = []

  init(count: Int, sampleLimit: Int, riskFree: Double) {
    self.count = count
    let plain = max(1, sampleLimit - 5)
    stride = max(1, (count + plain - 1) / plain)
    self.riskFree = Float(riskFree)
  }

  /// Takes the portfolios from number `first` on.
  mutating func add(
    first: Int, means: UnsafeBufferPointer<Float>, volatilities: UnsafeBufferPointer<Float>
  ) {
    func point(_ place: Int) -> RandomPortfolioSummary.Point {
      .init(index: first + place, mean: means[place], volatility: volatilities[place])
    }
    var place = (stride - first % stride) % stride
    while place < means.count {
      points.append(point(place))
      place += stride
    }
    // What is largest comes with its sign turned where the smallest is sought.
    let found = cportfolio_random_extremes(
      means.count, means.baseAddress, volatilities.baseAddress, riskFree)
    let new = [
      Extreme(value: found.sharpe, point: point(found.maximumSharpe)),
      Extreme(value: -found.lowVolatility, point: point(found.minimumVolatility)),
      Extreme(value: found.highMean, point: point(found.maximumMean)),
      Extreme(value: -found.lowMean, point: point(found.minimumMean)),
      Extreme(value: found.highVolatility, point: point(found.maximumVolatility)),
    ]
    if extremes.isEmpty {
      extremes = new
    } else {
      for (slot, candidate) in new.enumerated() where candidate.value > extremes[slot].value {
        extremes[slot] = candidate
      }
    }
  }

  func summary(of portfolios: RandomPortfolios) -> RandomPortfolioSummary {
    var sample = points
    for extreme in extremes.map(\.point) {
      let place = sample.firstIndex { $0.index >= extreme.index } ?? sample.count
      if place == sample.count || sample[place].index != extreme.index {
        sample.insert(extreme, at: place)
      }
    }
    return RandomPortfolioSummary(
      count: count, maximumSharpe: portfolios.portfolio(at: extremes[0].point.index),
      minimumVolatility: portfolios.portfolio(at: extremes[1].point.index),
      maximumMean: portfolios.portfolio(at: extremes[2].point.index),
      sample: sample)
  }
}

extension RandomPortfolios {
  /// Portfolio `index` with its figures in double precision.
  ///
  /// - Precondition: `index` is not negative.
  public func portfolio(at index: Int) -> RandomPortfolio {
    let weights = weights(at: index)
    let mean = dot(mean, weights)
    let volatility = max(0, covariance.variance(of: weights)).squareRoot()
    return RandomPortfolio(
      index: index, weights: weights, mean: mean, volatility: volatility,
      sharpe: (mean - riskFree) / volatility)
  }
}
