/// Folds of a cross-validation in which every class has the same share, as nearly as whole rows
/// allow.
public enum StratifiedFolds {
  /// The fold of each row, 0 ..< `folds`.
  ///
  /// - Parameters:
  ///   - classes: The class of each row.
  ///   - folds: The number of folds.
  ///   - generator: Shuffles the rows of each class.
  /// - Returns: One fold a row.
  public static func assign(
    _ classes: [Int], folds: Int, using generator: inout some RandomNumberGenerator
  ) -> [Int] {
    precondition(folds > 1, "a cross-validation needs two folds")
    var rows: [Int: [Int]] = [:]
    for (row, label) in classes.enumerated() { rows[label, default: []].append(row) }
    var result = [Int](repeating: 0, count: classes.count)
    var next = 0
    for label in rows.keys.sorted() {
      // Going on where the last class ended keeps the folds equally large.
      for row in (rows[label] ?? []).shuffled(using: &generator) {
        result[row] = next
        next = (next + 1) % folds
      }
    }
    return result
  }
}
