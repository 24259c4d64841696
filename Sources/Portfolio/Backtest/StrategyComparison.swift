import Reporting

/// By how much one strategy did better than another, and how sure that is.
public struct StrategyComparison: Sendable, Equatable, Codable {
  /// A difference with the range in which it plausibly lies.
  public struct Interval: Sendable, Equatable, Codable {
    /// The difference as observed.
    public var estimate: Double
    /// The lower end.
    public var lower: Double
    /// The upper end.
    public var upper: Double

    /// Whether the interval leaves out zero.
    public var isSignificant: Bool { lower > 0 || upper < 0 }
  }

  /// The strategy.
  public var strategy: String
  /// What it is compared with.
  public var baseline: String
  /// The difference of annual means, net of costs.
  public var annualMean: Interval
  /// The difference of Sharpe ratios; `nil` when the returns of one never change.
  public var sharpeRatio: Interval?
  /// With what probability all intervals of this set of comparisons hold together.
  public var confidence: Double
  /// How many strategies were compared with the baseline at once.
  public var comparisonCount: Int
  /// How many periods both were observed for.
  public var periodCount: Int

  /// The comparison in words.
  public var sentence: String {
    func words(_ interval: Interval, _ format: NumberFormat) -> String {
      "\(format.text(abs(interval.estimate))) \(interval.estimate < 0 ? "lower" : "higher") "
        + "(\(format.text(interval.lower)) to \(format.text(interval.upper)))"
    }
    let mean = words(annualMean, .percent(decimals: 1))
    let level = NumberFormat.percent(decimals: 0).text(confidence)
    let set = comparisonCount > 1 ? " for all \(comparisonCount) comparisons together" : ""
    var text = "\(strategy) against \(baseline), \(level) intervals\(set): annual mean \(mean)"
    if let sharpeRatio {
      text += ", Sharpe ratio \(words(sharpeRatio, .number(decimals: 2)))"
    }
    return text + ". " + verdict
  }

  private var verdict: String {
    switch (annualMean.isSignificant, sharpeRatio?.isSignificant ?? false) {
    case (true, true): "Chance alone hardly explains either difference."
    case (true, false): "Chance alone hardly explains the mean; it may well explain the rest."
    case (false, true):
      "Chance alone hardly explains the Sharpe ratio; it may well explain the mean."
    case (false, false):
      "Over \(periodCount) periods chance alone may well explain it: nothing is shown."
    }
  }
}
