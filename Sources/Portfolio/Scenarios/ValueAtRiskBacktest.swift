internal import Torch

/// One-step-ahead value at risk of a portfolio over periods that the model had not seen, and in which
/// of them the loss was larger.
public struct ValueAtRiskBacktest: Codable, Sendable, Equatable {
  /// What the model is called.
  public let model: String
  /// The confidence, such as 0.99.
  public let confidence: Double
  /// The value at risk of each period, a loss, as a share of the portfolio.
  public let valueAtRisk: [Double]
  /// Whether the loss of each period was larger: the series that coverage tests take.
  public let exceedances: [Bool]

  /// How many periods had a larger loss.
  public var exceedanceCount: Int { exceedances.count(where: \.self) }
  /// The share of the periods with a larger loss; 1 - confidence is aimed at.
  public var exceedanceRate: Double {
    exceedances.isEmpty ? 0 : Double(exceedanceCount) / Double(exceedances.count)
  }

  /// Goes through the periods from `start` on, each time drawing scenarios of the next period given
  /// all before it.
  ///
  /// - Parameters:
  ///   - returns: The returns, simple ones.
  ///   - start: The first period that is judged.
  ///   - weights: The weights of the portfolio, which is rebalanced each period; equal where `nil`.
  ///   - confidences: The confidences.
  ///   - refitInterval: After how many periods the model is fitted again.
  ///   - scenarioCount: How many scenarios a period; their quantile is the value at risk.
  ///   - window: How many of the last periods a model is fitted on; all where `nil`.
  ///   - seed: The seed of the scenarios.
  ///   - fit: Fits a model on the periods before.
  /// - Returns: One backtest a confidence.
  /// - Throws: What `fit` throws, and `PortfolioError` when the request makes no sense.
  public static func run(
    on returns: Returns, from start: Int, weights: [Double]? = nil,
    confidences: [Double] = [0.95, 0.99], refitInterval: Int = 252, scenarioCount: Int = 2000,
    window: Int? = nil, seed: UInt64, fit: (Returns) throws -> any ScenarioModel
  ) throws -> [ValueAtRiskBacktest] {
    let n = returns.assetCount
    let weights = weights ?? [Double](repeating: 1 / Double(n), count: n)
    guard weights.count == n, start > 0, start < returns.periodCount, refitInterval > 0,
      scenarioCount > 1, confidences.allSatisfy({ $0 > 0 && $0 < 1 })
    else {
      throw PortfolioError(
        .request,
        "a backtest needs one weight an asset, a start within the periods, a refit interval above 0, "
          + "several scenarios and confidences between 0 and 1")
    }
    var name = ""
    var risks = [[Double]](repeating: [], count: confidences.count)
    var losses: [Double] = []
    let generator = SeededGenerator(seed: seed)
    for fitted in stride(from: start, to: returns.periodCount, by: refitInterval) {
      let model = try fit(returns.periods((window.map { max(0, fitted - $0) } ?? 0)..<fitted))
      name = model.name
      for period in fitted..<min(fitted + refitInterval, returns.periodCount) {
        var seeds = generator.split(stream: UInt64(period))
        // What is long ago does not matter to any of the models.
        let history = returns.periods(max(0, period - 500)..<period)
        let drawn = try model.sample(scenarioCount, given: history, seed: seeds.next())
        let sorted = drawn.times(weights).map { -$0 }.sorted()
        for (index, confidence) in confidences.enumerated() {
          risks[index].append(quantile(sorted, confidence))
        }
        losses.append(-dot(Array(returns.values.row(period)), weights))
      }
    }
    return zip(confidences, risks).map { confidence, risks in
      ValueAtRiskBacktest(
        model: name, confidence: confidence, valueAtRisk: risks,
        exceedances: zip(losses, risks).map { $0 > $1 })
    }
  }

  /// The quantile of sorted numbers, between two of them by a straight line.
  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let index = min(Int(place), sorted.count - 2)
    return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
  }
}
