internal import CXGBoost

/// Gradient-boosted decision trees, by XGBoost's C library (Chen and Guestrin, 2016).
///
/// Trees are grown on histograms (`tree_method=hist`), with one thread count and one seed, so the
/// same data gives the same trees.
public final class GradientBoostedTrees {
  /// The settings that the trees were grown with.
  public let parameters: BoostingParameters
  private let booster: BoosterHandle

  /// Grows trees.
  ///
  /// - Parameters:
  ///   - features: [rows, features].
  ///   - labels: One a row: 0 or 1, a class, or a number, as the objective has it.
  ///   - parameters: The settings.
  /// - Throws: `BoostingError` with what XGBoost says.
  public init(
    features: FeatureMatrix, labels: [Float], parameters: BoostingParameters
  ) throws {
    precondition(features.rowCount == labels.count, "one label a row")
    guard !labels.isEmpty, features.featureCount > 0 else {
      throw BoostingError("XGBoost needs at least one row and one feature to learn from.")
    }
    self.parameters = parameters
    let matrix = try BoostingMatrix(features, labels: labels)
    var handles: [DMatrixHandle?] = [matrix.handle]
    var handle: BoosterHandle?
    try BoostingError.check(XGBoosterCreate(&handles, 1, &handle), "start")
    guard let handle else { throw BoostingError("XGBoost gave no booster.") }
    booster = handle
    let settings = parameters.settings(baseScore: Self.baseScore(labels, parameters))
    for (name, value) in settings {
      try BoostingError.check(
        XGBoosterSetParam(booster, name, value), "set \(name) to \(value)")
    }
    for round in 0..<parameters.rounds {
      try BoostingError.check(
        XGBoosterUpdateOneIter(booster, CInt(round), matrix.handle), "grow tree \(round)")
    }
  }

  deinit {
    XGBoosterFree(booster)
  }

  /// Predicts, one value a row, or one a class for each row, [rows, classes] row-major.
  ///
  /// - Parameter features: [rows, features].
  /// - Returns: Probabilities, or numbers in regression.
  /// - Throws: `BoostingError` with what XGBoost says.
  public func predict(_ features: FeatureMatrix) throws -> [Float] {
    guard features.rowCount > 0 else { return [] }
    let matrix = try BoostingMatrix(features, labels: nil)
    var shape: UnsafePointer<bst_ulong>?
    var rank: bst_ulong = 0
    var result: UnsafePointer<Float>?
    let settings = """
      {"type": 0, "training": false, "iteration_begin": 0, "iteration_end": 0, \
      "strict_shape": true}
      """
    try BoostingError.check(
      XGBoosterPredictFromDMatrix(booster, matrix.handle, settings, &shape, &rank, &result),
      "predict")
    let count = features.rowCount * parameters.outputCount
    guard let shape, let result, rank == 2, shape[0] * shape[1] == bst_ulong(count) else {
      throw BoostingError("XGBoost predicted something of another shape than was asked for.")
    }
    return Array(UnsafeBufferPointer(start: result, count: count))
  }

  /// The weighted mean of the labels, from which boosting starts, as XGBoost 2 and later do.
  ///
  /// Version 1 starts from .5 whatever the labels, which leaves rare classes too probable.
  private static func baseScore(_ labels: [Float], _ parameters: BoostingParameters) -> Double {
    var total = 0.0
    var weights = 0.0
    for label in labels {
      let weight = parameters.objective == .binary && label > 0.5 ? parameters.positiveWeight : 1
      total += weight * Double(label)
      weights += weight
    }
    let mean = total / weights
    return parameters.objective == .binary ? min(max(mean, 1e-6), 1 - 1e-6) : mean
  }
}

/// A feature matrix, and labels where there are any, in XGBoost's own memory.
private final class BoostingMatrix {
  let handle: DMatrixHandle

  init(_ features: FeatureMatrix, labels: [Float]?) throws {
    var created: DMatrixHandle?
    try BoostingError.check(
      XGDMatrixCreateFromCSREx(
        features.offsets, features.features, features.values, features.offsets.count,
        features.values.count, features.featureCount, &created), "take the table")
    guard let created else { throw BoostingError("XGBoost gave no matrix.") }
    handle = created
    guard let labels else { return }
    try BoostingError.check(
      XGDMatrixSetFloatInfo(created, "label", labels, bst_ulong(labels.count)), "take the labels")
  }

  deinit {
    XGDMatrixFree(handle)
  }
}
