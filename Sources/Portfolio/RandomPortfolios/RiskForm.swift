internal import CPortfolio

/// A covariance as the kernel wants it: the variance of w is Σ_c (Σ_i C[i, c] w[order[i]])² plus
/// Σ s_i w_i² with specific variances s, with C in blocks of columns, in single precision.
///
/// Single precision is enough because only squares are added: the volatility of w comes out with an
/// absolute error of about 1e-6 times Σ |w_i| σ_i, the volatility without any diversification.
struct RiskForm: Sendable {
  var coefficients: [Float]
  var order: [UInt32]
  var blockCount: Int
  /// How many rows further the next block starts: all of them above are zero.
  var rowStep: Int
  var hasSpecificVariances: Bool

  /// A triangular form: half the work of the full matrix, and less if that is singular.
  init(_ covariance: Matrix) throws {
    let cholesky = try PivotedCholesky(covariance)
    self.init(cholesky.factor, order: cholesky.order, rowStep: Int(CPORTFOLIO_COLUMNS))
  }

  /// The form of a factor model.
  init(_ covariance: FactorCovariance) {
    let rows = Array(0..<covariance.loadings.rowCount)
    self.init(covariance.loadings, order: rows, rowStep: 0)
    hasSpecificVariances = true
  }

  private init(_ columns: Matrix, order: [Int], rowStep: Int) {
    let width = Int(CPORTFOLIO_COLUMNS)
    blockCount = (columns.columnCount + width - 1) / width
    coefficients = []
    for block in 0..<blockCount {
      for row in min(block * rowStep, columns.rowCount)..<columns.rowCount {
        for column in block * width..<(block + 1) * width {
          coefficients.append(
            column < columns.columnCount ? Float(columns[row, column]) : 0)
        }
      }
    }
    self.order = order.map(UInt32.init)
    self.rowStep = rowStep
    hasSpecificVariances = false
  }
}
