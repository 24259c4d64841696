import Torch

/// The eigenvalues and eigenvectors of a symmetric matrix: A = V diag(λ) Vᵀ.
public struct SymmetricEigen: Sendable, Equatable {
  /// The eigenvalues λ, ascending.
  public let values: [Double]
  /// The eigenvectors V, one in each column, of length 1.
  public let vectors: Matrix

  /// Decomposes a symmetric matrix, of which the lower half is read, in float64.
  ///
  /// The sign of each eigenvector is such that its largest element is positive.
  ///
  /// - Precondition: the matrix is square and its elements are finite.
  public init(_ matrix: Matrix) {
    let size = matrix.rowCount
    precondition(size == matrix.columnCount, "not a square matrix")
    guard size > 0 else {
      values = []
      vectors = matrix
      return
    }
    let found = withoutGradient { Tensor(matrix.elements, [size, size]).symmetricEigen() }
    values = found.values.asArray(Double.self)
    var vectors = Matrix(
      rows: size, columns: size, elements: found.vectors.asArray(Double.self))
    for column in 0..<size {
      let largest = vectors.column(column).max { abs($0) < abs($1) } ?? 1
      guard largest < 0 else { continue }
      for row in 0..<size { vectors[row, column].negate() }
    }
    self.vectors = vectors
  }

  /// V diag(`values`) Vᵀ: the matrix with other eigenvalues, exactly symmetric.
  public func matrix(withValues values: [Double]) -> Matrix {
    let size = values.count
    precondition(size == self.values.count, "not one value for each eigenvector")
    var result = Matrix(rows: size, columns: size)
    for row in 0..<size {
      let scaled = (0..<size).map { vectors[row, $0] * values[$0] }
      for (column, value) in vectors.times(scaled).enumerated() where column <= row {
        result[row, column] = value
        result[column, row] = value
      }
    }
    return result
  }

  /// The eigenvalue up to which the eigenvalues count as zero: what rounding leaves of a zero.
  public var rankTolerance: Double {
    let largest = values.reduce(0) { max($0, abs($1)) }
    return Double(values.count) * .ulpOfOne * largest
  }

  /// How many eigenvalues are above the rounding error.
  public var rank: Int { values.count { $0 > rankTolerance } }

  /// The x of least length that minimises |A x - b|, for a positive semidefinite A.
  public func solve(_ right: [Double]) -> [Double] {
    let tolerance = rankTolerance
    let projected = vectors.transposedTimes(right)
    return vectors.times(zip(projected, values).map { $1 > tolerance ? $0 / $1 : 0 })
  }
}
