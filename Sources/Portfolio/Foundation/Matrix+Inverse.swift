extension Matrix {
  /// The inverse by elimination with row pivoting, or `nil` if the matrix is singular.
  ///
  /// For the few rows of a basis; nothing large is ever inverted.
  var inverse: Matrix? {
    precondition(rowCount == columnCount, "only a square matrix has an inverse")
    let n = rowCount
    var work = self
    var result = Matrix(diagonal: [Double](repeating: 1, count: n))
    for column in 0..<n {
      let pivotRow = (column..<n).max { abs(work[$0, column]) < abs(work[$1, column]) } ?? column
      let pivot = work[pivotRow, column]
      guard abs(pivot) > 1e-14 else { return nil }
      for index in 0..<n {
        (work[column, index], work[pivotRow, index]) = (work[pivotRow, index], work[column, index])
        (result[column, index], result[pivotRow, index]) =
          (result[pivotRow, index], result[column, index])
      }
      for index in 0..<n {
        work[column, index] /= pivot
        result[column, index] /= pivot
      }
      for row in 0..<n where row != column && work[row, column] != 0 {
        let factor = work[row, column]
        for index in 0..<n {
          work[row, index] -= factor * work[column, index]
          result[row, index] -= factor * result[column, index]
        }
      }
    }
    return result
  }
}
