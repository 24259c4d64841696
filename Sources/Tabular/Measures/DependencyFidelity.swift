/// How often a synthetic row breaks a rule that holds in every real row: that some columns decide
/// another one, as a level of education decides its number.
public struct DependencyFidelity: Codable, Sendable, Equatable {
  /// The columns that decide.
  public var determinants: [String]
  /// The column that they decide.
  public var dependent: String
  /// The share of synthetic rows whose determinants occur in the real table with other values of
  /// the dependent column only.
  public var brokenShare: Double

  /// Measures one rule.
  ///
  /// - Parameters:
  ///   - determinants: The columns that decide.
  ///   - dependent: The column that they decide.
  ///   - real: The table that the rule comes from.
  ///   - table: The table to look at, with the same columns and levels.
  /// - Throws: `TableError` when there is no such column.
  init(
    determinants: [String], dependent: String, real: Table, table: Table
  ) throws {
    func columns(_ table: Table) throws -> [Column] {
      try (determinants + [dependent]).map { name in
        guard let column = table[name] else {
          let hint = suggestion(for: name, in: table.columns.map(\.name))
          throw TableError(.schema, "There is no column \"\(name)\" for a dependency.\(hint)")
        }
        return column
      }
    }
    var known: [[UInt64]: Set<UInt64>] = [:]
    let realColumns = try columns(real)
    for row in 0..<real.rowCount {
      let keys = realColumns.map { Self.key($0, row) }
      known[Array(keys.dropLast()), default: []].insert(keys[keys.count - 1])
    }
    let drawnColumns = try columns(table)
    let broken = (0..<table.rowCount).count { row in
      let keys = drawnColumns.map { Self.key($0, row) }
      guard let allowed = known[Array(keys.dropLast())] else { return false }
      return !allowed.contains(keys[keys.count - 1])
    }
    self.determinants = determinants
    self.dependent = dependent
    brokenShare = Double(broken) / Double(max(1, table.rowCount))
  }

  private static func key(_ column: Column, _ row: Int) -> UInt64 {
    switch column.values {
    case .numbers(let numbers):
      numbers[row].isNaN ? .max : numbers[row] == 0 ? 0 : numbers[row].bitPattern
    case .codes(let codes, _): UInt64(bitPattern: Int64(codes[row]))
    }
  }
}
