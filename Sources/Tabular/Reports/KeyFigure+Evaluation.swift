import Reporting

extension KeyFigure {
  /// The card of one figure of an evaluation.
  init(_ figure: EvaluationFigure) {
    let isPercent = figure.unit == .percent
    let factor = isPercent ? 0.01 : 1
    let value = figure.value.map { $0 * factor }
    let ceiling = figure.ceiling.map { $0 * factor }
    let label = figure.ceilingSource == "by symmetry" ? "ideal" : "real data"
    self.init(
      label: figure.title, value: value ?? .nan,
      format: isPercent ? .percent(decimals: 2) : .number(decimals: 3),
      sentence: figure.reason ?? figure.sentence,
      references: ceiling.map { [Reference(label, $0)] } ?? [],
      scale: Self.scale(figure.name, value, ceiling),
      verdict: value.flatMap { value in
        ceiling.map { Self.verdict(figure.name, value: value, ceiling: $0) }
      })
  }

  /// Half and one for what compares with guessing; else from nought to a little beyond both values.
  private static func scale(
    _ name: EvaluationFigure.Name, _ value: Double?, _ ceiling: Double?
  ) -> Scale? {
    guard let value, let ceiling else { return nil }
    switch name {
    case .predictionAUC, .twoSampleAUC: return Scale(min(0.5, value, ceiling), 1)
    case .predictionF1, .predictionR2: return Scale(min(0, value, ceiling), 1)
    case .shareNearerToTraining, .membershipAUC: return Scale(0, 1)
    default:
      let end = max(value, ceiling, 0) * 1.3
      guard end > 0 else { return nil }
      // Two significant digits, so that the end of the scale reads well.
      var step = 1.0
      while step * 10 > end { step /= 10 }
      while step * 100 < end { step *= 10 }
      return Scale(0, (end / step).rounded(.up) * step)
    }
  }

  /// How far a value is from what real data reaches, on the scale on which the figure matters.
  ///
  /// The limits are conventions of this report: *good* is what a user will not notice, *fair* what
  /// costs some accuracy, *poor* what changes conclusions.
  private static func verdict(
    _ name: EvaluationFigure.Name, value: Double, ceiling: Double
  ) -> Verdict {
    func judged(_ loss: Double, good: Double, fair: Double) -> Verdict {
      loss <= good ? .good : loss <= fair ? .fair : .poor
    }
    switch name {
    case .shapeError, .trendError, .trendErrorWithRealEdges, .missingGap, .pointMassGap:
      return judged(value - ceiling, good: max(0.005, ceiling / 2), fair: max(0.03, 2 * ceiling))
    case .brokenDependencies: return judged(value - ceiling, good: 0.01, fair: 0.05)
    case .exactCopies:
      return judged(value - ceiling, good: max(0.0005, ceiling / 4), fair: max(0.002, ceiling))
    case .predictionAUC:
      return judged((ceiling - value) / max(0.01, ceiling - 0.5), good: 0.05, fair: 0.15)
    case .predictionF1, .predictionR2:
      return judged((ceiling - value) / max(0.01, abs(ceiling)), good: 0.05, fair: 0.15)
    case .predictionRMSE: return judged(value / max(1e-300, ceiling) - 1, good: 0.05, fair: 0.2)
    case .twoSampleAUC: return judged(abs(value - 0.5), good: 0.06, fair: 0.2)
    case .shareNearerToTraining, .membershipAUC:
      return judged(value - 0.5, good: 0.02, fair: 0.05)
    case .closestRecord, .distanceRatio:
      return judged(1 - value / max(1e-300, ceiling), good: 0.1, fair: 0.3)
    }
  }
}

extension EvaluationFigure.Name {
  /// Whether the figure is about single real people rather than about usefulness.
  var isAboutPrivacy: Bool {
    switch self {
    case .shareNearerToTraining, .closestRecord, .distanceRatio, .exactCopies, .membershipAUC: true
    default: false
    }
  }
}
