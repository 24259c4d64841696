extension Matrix {
  /// The correlations that belong to a covariance matrix, and the standard deviations.
  ///
  /// An asset without variance has correlation 1 with itself and 0 with all others.
  public func correlation() -> (matrix: Matrix, deviations: [Double]) {
    let deviations = diagonal.map { max(0, $0).squareRoot() }
    var result = self
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        let scale = deviations[row] * deviations[column]
        result[row, column] =
          row == column ? 1 : scale > 0 ? self[row, column] / scale : 0
      }
    }
    return (result, deviations)
  }

  /// The covariance matrix of assets with these correlations and with `deviations`.
  public func covariance(deviations: [Double]) -> Matrix {
    precondition(deviations.count == rowCount, "not one deviation for each row")
    var result = self
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        result[row, column] *= deviations[row] * deviations[column]
      }
    }
    return result
  }

  /// a A + b B.
  static func combination(_ a: Double, _ left: Matrix, _ b: Double, _ right: Matrix) -> Matrix {
    Matrix(
      rows: left.rowCount, columns: left.columnCount,
      elements: zip(left.elements, right.elements).map { a * $0 + b * $1 })
  }
}
