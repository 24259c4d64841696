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
      "\(name(method)) value at risk \(NumberWords.percent(level))"
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

  static func name(_ measure: ConvexRiskMeasure) -> String {
    switch measure {
    case .conditionalValueAtRisk(let level):
      name(RiskMeasure.conditionalValueAtRisk(confidence: level))
    case .entropicValueAtRisk(let level): name(RiskMeasure.entropicValueAtRisk(confidence: level))
    case .worstCase: name(RiskMeasure.worstCase)
    case .meanAbsoluteDeviation: name(RiskMeasure.meanAbsoluteDeviation())
    case .semivariance: name(RiskMeasure.semivariance())
    case .semideviation: name(RiskMeasure.semideviation())
    case .firstLowerPartialMoment: name(RiskMeasure.firstLowerPartialMoment())
    case .giniMeanDifference: name(RiskMeasure.giniMeanDifference)
    case .maximumDrawdown: name(RiskMeasure.maximumDrawdown(.uncompounded))
    case .averageDrawdown: name(RiskMeasure.averageDrawdown(.uncompounded))
    case .conditionalDrawdown(let level):
      name(RiskMeasure.conditionalDrawdown(confidence: level, .uncompounded))
    case .entropicDrawdown(let level):
      name(RiskMeasure.entropicDrawdown(confidence: level, .uncompounded))
    case .ulcerIndex: name(RiskMeasure.ulcerIndex(.uncompounded))
    }
  }

  private static func name(_ method: RiskMeasure.ValueAtRiskMethod) -> String {
    switch method {
    case .historical: "historical"
    case .gaussian: "Gaussian"
    case .cornishFisher: "Cornish–Fisher"
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
