/// How near predicted numbers are to true ones; as scikit-learn's measures of the same name.
public enum RegressionMetrics {
  /// The share of the truth's variance that the prediction explains (R²): 1 is perfect, 0 is what
  /// the mean alone reaches. `nil` where the truth does not vary.
  public static func r2(predicted: [Double], truth: [Double]) -> Double? {
    precondition(predicted.count == truth.count, "one prediction a row")
    guard !truth.isEmpty else { return nil }
    let mean = truth.reduce(0, +) / Double(truth.count)
    let total = truth.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard total > 0 else { return nil }
    return 1 - squaredError(predicted, truth) / total
  }

  /// The root of the mean squared error, in the unit of the truth. `nil` without rows.
  public static func rmse(predicted: [Double], truth: [Double]) -> Double? {
    precondition(predicted.count == truth.count, "one prediction a row")
    guard !truth.isEmpty else { return nil }
    return (squaredError(predicted, truth) / Double(truth.count)).squareRoot()
  }

  private static func squaredError(_ predicted: [Double], _ truth: [Double]) -> Double {
    zip(predicted, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
}
