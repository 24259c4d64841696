/// How a covariance is made positive definite.
public enum RepairMethod: String, Sendable, CaseIterable, Codable {
  /// Small eigenvalues of the correlations are lifted to the smallest one allowed. Fast.
  case clipping
  /// The nearest correlation matrix: Higham, "Computing the nearest correlation matrix: a problem
  /// from finance", IMA Journal of Numerical Analysis, 2002, algorithm 3.3.
  case nearestCorrelation
}

/// A covariance made positive definite, and what was changed. The variances stay as they are.
///
/// A covariance that needs nothing is returned bit for bit. Assets without variance stay without:
/// only the others are looked at.
public struct PositiveDefiniteRepair: Sendable, Equatable {
  /// The covariance that can be used, `[assets, assets]`.
  public let covariance: Matrix
  /// Whether anything was changed.
  public let isChanged: Bool
  /// The smallest eigenvalue of the correlations before.
  public let smallestEigenvalueBefore: Double
  /// The smallest eigenvalue of the correlations now.
  public let smallestEigenvalueAfter: Double
  /// By how much that correlation changed which changed most.
  public let largestChange: Double
  /// The two assets between which it changed most; empty where nothing changed.
  public let mostChanged: [Int]

  /// Makes a covariance positive definite.
  ///
  /// - Parameters:
  ///   - covariance: symmetric, `[assets, assets]`.
  ///   - method: what to do where the smallest eigenvalue is too small.
  ///   - floor: the smallest eigenvalue that the correlations may have.
  /// - Throws: `PortfolioError` of kind `data` where the matrix is not square, finite or symmetric,
  ///   or has a negative variance; of kind `notConverged` where the nearest correlation matrix is
  ///   not found.
  public init(
    _ covariance: Matrix, method: RepairMethod = .clipping, smallestEigenvalue floor: Double = 1e-10
  ) throws {
    try Self.check(covariance)
    let moving = covariance.diagonal.indices.filter { covariance[$0, $0] > 0 }
    let (before, deviations) = covariance.submatrix(moving).correlation()
    let eigen = SymmetricEigen(before)
    smallestEigenvalueBefore = eigen.values.first ?? 1
    // Half, so that what was repaired once is left alone.
    guard smallestEigenvalueBefore < floor / 2 else {
      self.covariance = covariance
      isChanged = false
      smallestEigenvalueAfter = smallestEigenvalueBefore
      largestChange = 0
      mostChanged = []
      return
    }
    let start =
      method == .clipping ? eigen : SymmetricEigen(try Self.nearestCorrelation(to: before))
    var after = before
    // Scaling the diagonal back to 1 can lower the smallest eigenvalue again by a little.
    var lifted = floor
    for _ in 0..<40 {
      after = start.matrix(withValues: start.values.map { max($0, lifted) }).correlation().matrix
      if SymmetricEigen(after).values.first ?? 1 >= floor / 2 { break }
      lifted *= 2
    }
    var change = 0.0
    var pair: [Int] = []
    var repaired = covariance
    let scaled = after.covariance(deviations: deviations)
    for (row, i) in moving.enumerated() {
      for (column, j) in moving.enumerated() where row != column {
        repaired[i, j] = scaled[row, column]
        let difference = abs(after[row, column] - before[row, column])
        if difference > change { (change, pair) = (difference, [i, j].sorted()) }
      }
    }
    self.covariance = repaired
    isChanged = true
    smallestEigenvalueAfter = SymmetricEigen(after).values.first ?? 1
    largestChange = change
    mostChanged = pair
  }

  /// What was changed, in one sentence that names the assets.
  ///
  /// - Precondition: there is one name for each asset.
  public func summary(assets: [String]) -> String {
    guard isChanged else { return "The covariance is positive definite; nothing was changed." }
    precondition(assets.count == covariance.rowCount, "not one name for each asset")
    let pair = mostChanged.map { assets[$0] }.joined(separator: " and ")
    return "The covariance was made positive definite: the smallest eigenvalue of the correlations "
      + "went from \(smallestEigenvalueBefore) to \(smallestEigenvalueAfter); no correlation "
      + "changed by more than \(largestChange)\(pair.isEmpty ? "" : " (\(pair))")."
  }

  private static func check(_ matrix: Matrix) throws {
    guard matrix.rowCount == matrix.columnCount else {
      throw PortfolioError(
        .data, "The covariance has \(matrix.rowCount) rows and \(matrix.columnCount) columns.")
    }
    guard matrix.elements.allSatisfy(\.isFinite) else {
      throw PortfolioError(.data, "The covariance holds what is not a finite number.")
    }
    for row in 0..<matrix.rowCount {
      guard matrix[row, row] >= 0 else {
        throw PortfolioError(
          .data, "The variance of asset \(row + 1) is \(matrix[row, row]): it cannot be negative.")
      }
      for column in 0..<row {
        let scale = (matrix[row, row] * matrix[column, column]).squareRoot()
        guard abs(matrix[row, column] - matrix[column, row]) <= 1e-8 * scale else {
          throw PortfolioError(
            .data,
            "The covariance is not symmetric: its entries for assets \(row + 1) and \(column + 1) "
              + "are \(matrix[row, column]) and \(matrix[column, row]).")
        }
      }
    }
  }

  /// Alternating projections on the semidefinite matrices and on those with a diagonal of ones,
  /// with Dykstra's correction.
  private static func nearestCorrelation(to start: Matrix) throws -> Matrix {
    var y = start
    var correction = Matrix(rows: start.rowCount, columns: start.columnCount)
    for _ in 0..<10_000 {
      let r = Matrix.combination(1, y, -1, correction)
      let eigen = SymmetricEigen(r)
      let x = eigen.matrix(withValues: eigen.values.map { max(0, $0) })
      correction = .combination(1, x, -1, r)
      var next = x
      for index in 0..<next.rowCount { next[index, index] = 1 }
      let moved = zip(next.elements, y.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
      let apart = zip(next.elements, x.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
      y = next
      if max(moved, apart) < 1e-9 { return y }
    }
    throw PortfolioError(
      .notConverged,
      "The nearest correlation matrix was not found in 10,000 steps; repair by clipping instead.")
  }
}
