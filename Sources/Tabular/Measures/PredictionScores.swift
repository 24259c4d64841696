/// How well a gradient-boosted model that learned from one table predicts a column of another one.
public struct PredictionScores: Codable, Sendable, Equatable {
  /// The area under the ROC curve; for more than two classes the mean over one-versus-rest.
  public var rocAUC: Double?
  /// The average precision of the positive class; for more than two classes the mean.
  public var averagePrecision: Double?
  /// The F1 of the positive class at .5; for more than two classes the mean at the likeliest class.
  public var f1: Double?
  /// The mean of −ln of the probability given to the truth.
  public var logLoss: Double?
  /// The share of explained variance, where a number is predicted.
  public var r2: Double?
  /// The root mean squared error in the unit of the column, where a number is predicted.
  public var rmse: Double?
  /// Why there are no scores, where there are none.
  public var reason: String?

  /// No scores, and why.
  init(reason: String) {
    self.reason = reason
  }

  /// Scores predictions for rows of known target.
  ///
  /// - Parameters:
  ///   - predictions: [rows, outputs] row-major, as the trees give them.
  ///   - labels: One a row.
  ///   - task: What is predicted.
  init(predictions: [Float], labels: [Float], task: PredictionTarget.Task) {
    switch task {
    case .binary:
      let truth = labels.map { $0 > 0.5 }
      rocAUC = ClassificationMetrics.rocAUC(scores: predictions, isPositive: truth)
      averagePrecision = ClassificationMetrics.averagePrecision(
        scores: predictions, isPositive: truth)
      f1 = ClassificationMetrics.f1(scores: predictions, isPositive: truth)
      logLoss = ClassificationMetrics.logLoss(probabilities: predictions, isPositive: truth)
    case .multiclass(let classes):
      scoreClasses(predictions, labels, count: classes.count)
    case .regression(let mean, let deviation):
      let predicted = predictions.map { Double($0) * deviation + mean }
      let truth = labels.map { Double($0) * deviation + mean }
      r2 = RegressionMetrics.r2(predicted: predicted, truth: truth)
      rmse = RegressionMetrics.rmse(predicted: predicted, truth: truth)
    }
    if rocAUC == nil, r2 == nil {
      reason = "The rows to test on hold one value of the target only."
    }
  }

  private mutating func scoreClasses(_ predictions: [Float], _ labels: [Float], count: Int) {
    var areas: [Double] = []
    var precisions: [Double] = []
    var f1s: [Double] = []
    let likeliest = labels.indices.map { row in
      let own = row * count..<(row + 1) * count
      return own.reduce(own.lowerBound) { predictions[$1] > predictions[$0] ? $1 : $0 } % count
    }
    for label in 0..<count {
      let scores = labels.indices.map { predictions[$0 * count + label] }
      let truth = labels.map { Int($0) == label }
      guard let area = ClassificationMetrics.rocAUC(scores: scores, isPositive: truth) else {
        continue
      }
      areas.append(area)
      ClassificationMetrics.averagePrecision(scores: scores, isPositive: truth).map {
        precisions.append($0)
      }
      f1s.append(
        ClassificationMetrics.f1(
          scores: likeliest.map { $0 == label ? 1 : 0 }, isPositive: truth))
    }
    func mean(_ values: [Double]) -> Double? {
      values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    rocAUC = mean(areas)
    averagePrecision = mean(precisions)
    f1 = mean(f1s)
    let own = labels.indices.map { predictions[$0 * count + Int(labels[$0])] }
    logLoss = ClassificationMetrics.logLoss(
      probabilities: own, isPositive: [Bool](repeating: true, count: own.count))
  }
}
