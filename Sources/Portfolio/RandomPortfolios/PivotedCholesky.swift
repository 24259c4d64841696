internal import CPortfolio

/// The Cholesky factor of a matrix that may be singular, with pivots: Σ[p, p] = L Lᵀ for the order p.
///
/// In each step the asset of whose variance the largest share is not yet explained comes next, and
/// the factor ends where nothing is left, so that a covariance of rank r has r columns: from fewer
/// periods than assets follows less work, not a failure. Shares, not variances, so that cash beside
/// stocks keeps its small risk.
/// Source: Higham, "Analysis of the Cholesky decomposition of a semi-definite matrix", 1990.
struct PivotedCholesky {
  /// Row `k` of the factor belongs to asset `order[k]`.
  let order: [Int]
  /// L, `[assets, rank]`, lower trapezoidal.
  let factor: Matrix

  /// Factors a symmetric matrix.
  ///
  /// - Throws: `PortfolioError` if the matrix is not positive semidefinite: if what is left after
  ///   the last pivot is more than 1e-7 of the variances.
  init(_ matrix: Matrix) throws {
    let count = matrix.rowCount
    var columns: [[Double]] = []
    var left = matrix.diagonal
    let variances = left
    let tolerance = 4 * Double(count) * Double.ulpOfOne
    var order = Array(0..<count)
    for step in 0..<count {
      var pivot = step
      var share = 0.0
      for place in step..<count where left[order[place]] > share * variances[order[place]] {
        pivot = place
        share = left[order[place]] / variances[order[place]]
      }
      guard share > tolerance else { break }
      let asset = order[pivot]
      order.swapAt(step, pivot)
      let root = left[asset].squareRoot()
      var column = Array(matrix.row(asset))
      for earlier in columns {
        cportfolio_axpy(count, -earlier[asset], earlier, &column)
      }
      for done in order[..<step] { column[done] = 0 }
      for i in order[step...] { column[i] /= root }
      column[asset] = root
      for i in order[(step + 1)...] { left[i] -= column[i] * column[i] }
      left[asset] = 0
      columns.append(column)
    }
    try Self.check(matrix, order: order, columns: columns)
    let rank = columns.count
    var factor = Matrix(rows: count, columns: rank)
    for (j, column) in columns.enumerated() {
      for i in j..<count { factor[i, j] = column[order[i]] }
    }
    self.order = order
    self.factor = factor
  }

  /// What is left of an indefinite matrix is far from zero on or off the diagonal.
  private static func check(
    _ matrix: Matrix, order: [Int], columns: [[Double]]
  ) throws {
    let rest = Array(order[columns.count...])
    let smallest = 1e-14 * (matrix.diagonal.max() ?? 0)
    for asset in rest {
      var line = Array(matrix.row(asset))
      for column in columns { cportfolio_axpy(line.count, -column[asset], column, &line) }
      for other in rest {
        let scale = (abs(matrix[asset, asset]) * abs(matrix[other, other])).squareRoot()
        guard abs(line[other]) <= 1e-7 * scale + smallest, matrix[asset, asset] >= -smallest else {
          throw PortfolioError(
            .data,
            "The covariance is not positive semidefinite: some portfolio would have a variance "
              + "below zero. Repair it to the nearest positive semidefinite matrix first.")
        }
      }
    }
  }
}
