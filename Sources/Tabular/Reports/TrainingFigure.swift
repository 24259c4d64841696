import Reporting

/// One point of a training run.
public struct TrainingPoint: Codable, Sendable, Equatable {
  /// Seconds since training began.
  public var seconds: Double
  /// The number of steps taken.
  public var step: Int
  /// The loss on the batches since the last point.
  public var trainingLoss: Double?
  /// The loss on rows held out from training, where it was measured here.
  public var validationLoss: Double?

  /// Makes a point.
  public init(seconds: Double, step: Int, trainingLoss: Double?, validationLoss: Double?) {
    self.seconds = seconds
    self.step = step
    self.trainingLoss = trainingLoss
    self.validationLoss = validationLoss
  }
}

/// The losses of a training run over time.
enum TrainingFigure {
  /// Both curves, and where the model that was kept stands.
  ///
  /// - Parameters:
  ///   - points: The run, in its order.
  ///   - lossName: What the loss is, with its unit.
  ///   - keptStep: The step whose model was kept.
  /// - Returns: The figure.
  static func figure(_ points: [TrainingPoint], lossName: String, keptStep: Int?) -> Figure {
    func curve(_ name: String, _ loss: (TrainingPoint) -> Double?) -> LineChart.Series? {
      let known = points.compactMap { point in
        loss(point).map { (seconds: point.seconds, loss: $0) }
      }
      return known.isEmpty
        ? nil : LineChart.Series(name, x: known.map(\.seconds), y: known.map(\.loss))
    }
    let curves = [
      curve("training rows") { $0.trainingLoss }, curve("held-out rows") { $0.validationLoss },
    ]
    let kept = points.first { $0.step == keptStep }
    return Figure(
      "Loss while learning",
      caption: "Lower is better. Where the held-out curve rises while the training curve falls, "
        + "the model begins to learn rows by heart; the model from before that is kept.",
      isWide: true,
      plot: .lines(
        LineChart(
          series: curves.compactMap(\.self), x: Axis("seconds"), y: Axis(lossName),
          verticalReferences: kept.map { [ReferenceLine("model kept", at: $0.seconds)] } ?? [])))
  }
}
