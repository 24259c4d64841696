/// A rule that holds in a table: some columns decide another one, as a level of education decides
/// its number.
public struct DependencyRule: Codable, Sendable, Equatable {
  /// The columns that decide.
  public var determinants: [String]
  /// The column that they decide.
  public var dependent: String

  /// Makes a rule.
  public init(determinants: [String], dependent: String) {
    self.determinants = determinants
    self.dependent = dependent
  }
}

/// How often the rows of a table break a rule of the real one.
public struct DependencyFidelity: Codable, Sendable, Equatable {
  /// The rule.
  public var rule: DependencyRule
  /// The share of synthetic rows that break it.
  public var brokenShare: Double

  /// Whether each row breaks the rule: its determinants occur in the real table, and never with its
  /// value of the dependent column.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - real: The table that the rule comes from.
  ///   - table: The table to look at, with the same levels.
  /// - Returns: One a row of `table`.
  /// - Throws: `TableError` when there is no such column.
  static func broken(_ rule: DependencyRule, real: Table, in table: Table) throws -> [Bool] {
    let realKeys = try keys(rule, real)
    var known: [[UInt64]: Set<UInt64>] = [:]
    for row in 0..<real.rowCount {
      let key = realKeys.map { $0[row] }
      known[Array(key.dropLast()), default: []].insert(key[key.count - 1])
    }
    let ownKeys = try keys(rule, table)
    return (0..<table.rowCount).map { row in
      let key = ownKeys.map { $0[row] }
      guard let allowed = known[Array(key.dropLast())] else { return false }
      return !allowed.contains(key[key.count - 1])
    }
  }

  /// The values of the rule's columns as bits, [columns][rows], the dependent one last.
  private static func keys(_ rule: DependencyRule, _ table: Table) throws -> [[UInt64]] {
    try (rule.determinants + [rule.dependent]).map { name in
      guard let column = table[name] else {
        let hint = suggestion(for: name, in: table.columns.map(\.name))
        throw TableError(.schema, "There is no column \"\(name)\" for a dependency.\(hint)")
      }
      return column.valueBits
    }
  }
}

extension Column {
  /// 64 bits for each row that are the same for equal values; all missing ones are one.
  var valueBits: [UInt64] {
    switch values {
    case .numbers(let numbers):
      numbers.map { $0.isNaN ? .max : $0 == 0 ? 0 : $0.bitPattern }
    case .codes(let codes, _):
      codes.map { UInt64(bitPattern: Int64($0)) }
    }
  }
}
