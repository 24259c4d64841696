/// Rows of features, [rows, features], stored without the absent ones (compressed sparse rows).
///
/// An absent feature is a missing value to a tree: it follows the default branch. A one-hot column
/// therefore stores its ones alone, which splits rows exactly as zeros and ones do, at a seventh of
/// the cost on a table like UCI Adult.
public struct FeatureMatrix: Sendable, Equatable {
  /// The number of features of a row.
  public let featureCount: Int
  /// Where each row begins in `features` and `values`, and where the last one ends.
  private(set) var offsets: [Int] = [0]
  /// The feature of each stored value, ascending within a row.
  private(set) var features: [UInt32] = []
  /// The stored values, finite.
  private(set) var values: [Float] = []

  /// Makes an empty matrix that rows can be appended to.
  public init(featureCount: Int) {
    precondition(featureCount >= 0, "a negative number of features")
    self.featureCount = featureCount
  }

  /// Makes a matrix of a row-major array of [rows, features], where NaN means absent.
  public init(rowMajor: [Float], featureCount: Int) {
    precondition(
      featureCount > 0 && rowMajor.count.isMultiple(of: featureCount), "not whole rows")
    self.init(featureCount: featureCount)
    for start in stride(from: 0, to: rowMajor.count, by: featureCount) {
      for feature in 0..<featureCount { append(rowMajor[start + feature], at: feature) }
      endRow()
    }
  }

  /// The number of rows.
  public var rowCount: Int { offsets.count - 1 }

  /// Adds a value to the row that is being built; NaN adds nothing.
  ///
  /// Values beyond the range of `Float` become its largest, because XGBoost refuses infinity.
  mutating func append(_ value: Float, at feature: Int) {
    guard !value.isNaN else { return }
    let bound = Float.greatestFiniteMagnitude
    features.append(UInt32(feature))
    values.append(min(max(value, -bound), bound))
  }

  /// Closes the row that is being built.
  mutating func endRow() {
    offsets.append(values.count)
  }

  /// Reserves space for `rows` rows of about `valuesPerRow` stored values.
  mutating func reserve(rows: Int, valuesPerRow: Int) {
    offsets.reserveCapacity(rows + 1)
    features.reserveCapacity(rows * valuesPerRow)
    values.reserveCapacity(rows * valuesPerRow)
  }

  /// The rows at `indices`, in that order; an index may occur more than once.
  public func rows(_ indices: [Int]) -> FeatureMatrix {
    var result = FeatureMatrix(featureCount: featureCount)
    result.offsets.reserveCapacity(indices.count + 1)
    for row in indices {
      result.features += features[offsets[row]..<offsets[row + 1]]
      result.values += values[offsets[row]..<offsets[row + 1]]
      result.endRow()
    }
    return result
  }

  /// This matrix with the rows of another one below it.
  ///
  /// - Precondition: both have the same features.
  public func appending(_ other: FeatureMatrix) -> FeatureMatrix {
    precondition(featureCount == other.featureCount, "matrices of different features")
    var result = self
    let stored = values.count
    result.features += other.features
    result.values += other.values
    result.offsets += other.offsets.dropFirst().map { $0 + stored }
    return result
  }
}
