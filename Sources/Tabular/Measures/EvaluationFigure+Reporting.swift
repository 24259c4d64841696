public import Reporting

extension EvaluationFigure {
  /// The figure as a report shows it, or `nil` where it has no value.
  public var keyFigure: KeyFigure? {
    guard let value else { return nil }
    let factor = unit == .percent ? 0.01 : 1
    var references: [KeyFigure.Reference] = []
    if let ceiling {
      references.append(KeyFigure.Reference(ceilingSource ?? "real data", ceiling * factor))
    }
    return KeyFigure(
      label: title, value: value * factor,
      format: unit == .percent ? .percent(decimals: 2) : .number(decimals: 3),
      sentence: sentence, references: references, scale: scale, verdict: verdict)
  }

  /// The scale on which the value is drawn, where it has natural ends.
  private var scale: KeyFigure.Scale? {
    switch name {
    case .predictionAUC, .twoSampleAUC, .membershipAUC: KeyFigure.Scale(0.5, 1)
    case .shareNearerToTraining, .predictionF1, .predictionR2: KeyFigure.Scale(0, 1)
    default: nil
    }
  }

  /// How the value stands beside what real data reaches.
  ///
  /// Good is what a reader would take for real data or nearly so; poor is a difference that will
  /// matter. The bounds are conventions of this report.
  public var verdict: KeyFigure.Verdict? {
    guard let value, let ceiling else { return nil }
    let loss: Double
    let bounds: (good: Double, fair: Double)
    switch aim {
    case .low where unit == .percent:
      // Points above real data; of copies, broken rules and gaps as of mean errors.
      loss = value - ceiling
      bounds = (1, 5)
    case .low:
      loss = value / max(ceiling, .leastNormalMagnitude) - 1
      bounds = (0.05, 0.25)
    case .high:
      loss = ceiling - value
      bounds = (0.02, 0.08)
    case .half:
      // Below one half gives nothing away either.
      loss = value - max(0.5, ceiling)
      bounds = name == .twoSampleAUC ? (0.05, 0.2) : (0.03, 0.1)
    case .notBelowReal:
      loss = 1 - value / max(ceiling, .leastNormalMagnitude)
      bounds = (0.25, 0.6)
    }
    return loss <= bounds.good ? .good : loss <= bounds.fair ? .fair : .poor
  }
}
