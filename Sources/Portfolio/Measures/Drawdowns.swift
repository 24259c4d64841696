/// How the returns of several periods add up.
public enum Accumulation: String, Codable, Sendable, CaseIterable {
  /// Returns are summed: every period the same sum of money is invested.
  case uncompounded
  /// Wealth is multiplied by 1 + return: gains and losses stay invested.
  case compounded
}

/// How far a portfolio is below its highest value so far, period by period.
///
/// The value before the first period counts as the first peak, so that a loss in the first period
/// is a drawdown. Source: Chekhlov, Uryasev and Zabarankin, "Drawdown measure in portfolio
/// optimization", 2005.
public struct Drawdowns: Sendable, Equatable {
  /// The drawdowns, zero or less: uncompounded as a sum of returns, compounded as a part of the peak.
  public let values: [Double]
  /// How the returns add up.
  public let accumulation: Accumulation
  /// How many periods had passed at the last peak, up to each period.
  private let peaks: [Int]
  private let returns: [Double]

  /// Makes the drawdowns of simple `returns`, period by period.
  ///
  /// - Throws: `PortfolioError` where a return is not finite, or loses all that would be compounded.
  public init(_ returns: [Double], accumulation: Accumulation = .uncompounded) throws {
    if let index = returns.firstIndex(where: {
      !$0.isFinite || (accumulation == .compounded && $0 <= -1)
    }) {
      throw PortfolioError(
        .data,
        "the return of period \(index + 1) is \(returns[index]): a compounded drawdown needs "
          + "returns above -1, and every drawdown finite ones")
    }
    var level = accumulation == .compounded ? 1.0 : 0
    var peak = level
    var peakPeriod = 0
    var values: [Double] = []
    var peaks: [Int] = []
    values.reserveCapacity(returns.count)
    peaks.reserveCapacity(returns.count)
    for (index, value) in returns.enumerated() {
      switch accumulation {
      case .uncompounded: level += value
      case .compounded: level *= 1 + value
      }
      if level >= peak {
        peak = level
        peakPeriod = index + 1
      }
      values.append(accumulation == .compounded ? level / peak - 1 : level - peak)
      peaks.append(peakPeriod)
    }
    self.values = values
    self.peaks = peaks
    self.returns = returns
    self.accumulation = accumulation
  }

  /// How many periods the longest stay below a peak lasted.
  public var longestPeriodCount: Int {
    zip(peaks, peaks.indices).reduce(0) { max($0, $1.1 + 1 - $1.0) }
  }

  /// The derivative by each return of a measure whose derivative by each drawdown is `gradient`.
  func gradientByReturns(_ gradient: [Double]) -> [Double] {
    // A drawdown depends on the returns since its peak: differences first, sums afterwards.
    var result = [Double](repeating: 0, count: returns.count)
    var sum = 0.0
    for index in returns.indices.reversed() {
      if peaks[index] == index + 1 {
        sum = 0
      } else {
        sum += accumulation == .compounded ? gradient[index] * (1 + values[index]) : gradient[index]
      }
      result[index] = accumulation == .compounded ? sum / (1 + returns[index]) : sum
    }
    return result
  }
}

extension ReturnSample {
  /// A measure of the drawdowns, taken as if they were returns.
  func ofDrawdowns(
    _ accumulation: Accumulation, _ measure: (ReturnSample) throws -> MeasuredRisk
  ) throws -> MeasuredRisk {
    let drawdowns = try Drawdowns(values, accumulation: accumulation)
    let measured = try measure(replacing(drawdowns.values))
    return MeasuredRisk(
      value: measured.value, gradient: drawdowns.gradientByReturns(measured.gradient))
  }

  /// The mean loss.
  func meanLoss() -> MeasuredRisk {
    MeasuredRisk(value: -mean, gradient: probabilities.map { -$0 })
  }

  /// The root of the mean square.
  func rootMeanSquare() -> MeasuredRisk {
    MeasuredRisk(
      value: expectation(values.map { $0 * $0 }),
      gradient: zip(probabilities, values).map { 2 * $0 * $1 }
    ).squareRoot
  }
}
