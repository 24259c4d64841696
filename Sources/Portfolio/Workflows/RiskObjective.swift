/// A risk other than the variance that an optimisation can make small.
public enum RiskObjective: Sendable, Equatable {
  /// A convex risk of the returns of the past.
  case convex(ConvexRiskMeasure)
  /// A value at risk: the Gaussian one of the estimates, the others of the returns of the past.
  case valueAtRisk(confidence: Double, method: RiskMeasure.ValueAtRiskMethod)

  /// What it is called.
  var name: String {
    switch self {
    case .convex(let measure): RiskNames.name(measure)
    case .valueAtRisk(let confidence, let method):
      RiskNames.name(RiskMeasure.valueAtRisk(confidence: confidence, method: method))
    }
  }

  /// Whether it is a square, in units of squared returns.
  var isSquare: Bool {
    if case .convex(.semivariance) = self { true } else { false }
  }
}
