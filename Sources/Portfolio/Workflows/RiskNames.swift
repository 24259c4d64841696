/// Measures and ratios in words.
enum RiskNames {
  static func name(_ measure: RiskMeasure) -> String {
    switch measure {
    case .variance: "variance"
    case .standardDeviation: "standard deviation"
    case .semivariance: "semivariance"
    case .semideviation: "semideviation"
    case .meanAbsoluteDeviation: "mean absolute deviation"
    case .firstLowerPartialMoment: "first lower partial moment"
    case .giniMeanDifference: "Gini mean difference"
    case .valueAtRisk(let level, let method):
      "value at risk \(NumberWords.percent(level)), \(method.rawValue)"
    case .conditionalValueAtRisk(let level):
      "conditional value at risk \(NumberWords.percent(level))"
    case .entropicValueAtRisk(let level): "entropic value at risk \(NumberWords.percent(level))"
    case .worstCase: "worst case"
    case .maximumDrawdown: "maximum drawdown"
    case .averageDrawdown: "average drawdown"
    case .drawdownAtRisk(let level, _): "drawdown at risk \(NumberWords.percent(level))"
    case .conditionalDrawdown(let level, _): "conditional drawdown \(NumberWords.percent(level))"
    case .entropicDrawdown(let level, _): "entropic drawdown \(NumberWords.percent(level))"
    case .ulcerIndex: "ulcer index"
    }
  }

  static func name(_ ratio: PerformanceRatio) -> String {
    switch ratio {
    case .sharpe: "Sharpe ratio"
    case .sortino: "Sortino ratio"
    case .calmar: "Calmar ratio"
    case .omega: "Omega ratio"
    case .meanRisk(let measure): "mean by \(name(measure))"
    }
  }
}
