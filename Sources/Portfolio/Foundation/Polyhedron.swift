/// The portfolios that linear constraints allow: lower ≤ x ≤ upper and rowLower ≤ A x ≤ rowUpper.
///
/// What every optimiser takes. `PortfolioConstraints` makes one from what the user says.
public struct Polyhedron: Sendable, Equatable {
  /// The lower bound of each variable; -infinity for none.
  public var lower: [Double]
  /// The upper bound of each variable; infinity for none.
  public var upper: [Double]
  /// The rows A, `[rows, variables]`.
  public var rows: Matrix
  /// The lower limit of each row; -infinity for none. An equality has equal limits.
  public var rowLower: [Double]
  /// The upper limit of each row; infinity for none.
  public var rowUpper: [Double]
  /// What each row is called when it has to be named to the user, such as `tech <= 0.4`.
  public var rowNames: [String]

  /// Makes a polyhedron.
  ///
  /// - Precondition: the shapes fit.
  public init(
    lower: [Double], upper: [Double], rows: Matrix, rowLower: [Double], rowUpper: [Double],
    rowNames: [String]? = nil
  ) {
    precondition(lower.count == upper.count, "not one upper bound for each lower bound")
    precondition(rows.columnCount == lower.count, "rows of another length than the bounds")
    precondition(
      rowLower.count == rows.rowCount && rowUpper.count == rows.rowCount, "not two limits a row")
    self.lower = lower
    self.upper = upper
    self.rows = rows
    self.rowLower = rowLower
    self.rowUpper = rowUpper
    self.rowNames = rowNames ?? rowLower.indices.map { "row \($0 + 1)" }
  }

  /// The long-only portfolios that are fully invested: 0 ≤ x, sum of x = 1.
  public static func simplex(_ count: Int) -> Polyhedron {
    Polyhedron(
      lower: [Double](repeating: 0, count: count), upper: [Double](repeating: 1, count: count),
      rows: Matrix(rows: 1, columns: count, repeating: 1), rowLower: [1], rowUpper: [1],
      rowNames: ["the weights sum to 1"])
  }

  /// How many variables.
  public var variableCount: Int { lower.count }

  /// By how much `point` misses the constraint that it misses most; 0 if it misses none.
  public func violation(of point: [Double]) -> Double {
    var worst = 0.0
    for (index, value) in point.enumerated() {
      worst = max(worst, lower[index] - value, value - upper[index])
    }
    for (index, value) in rows.times(point).enumerated() {
      worst = max(worst, rowLower[index] - value, value - rowUpper[index])
    }
    return worst
  }
}
