/// A condition as alternatives, each of which restricts every column by itself.
///
/// That is the form a sampler needs that draws one column after the other: within one term it
/// only has to stay inside each column's restriction.
public struct ConditionNormalForm: Codable, Sendable, Equatable {
  /// Restrictions of single columns that hold together.
  public struct Term: Codable, Sendable, Equatable {
    /// The restrictions by the name of the column; other columns are free.
    public var restrictions: [String: ColumnRestriction]

    /// Makes a term.
    public init(_ restrictions: [String: ColumnRestriction] = [:]) {
      self.restrictions = restrictions
    }

    /// Whether a row of a table is inside all restrictions.
    public func allows(_ table: Table, row: Int) -> Bool {
      restrictions.allSatisfy { name, restriction in
        table[name].map { restriction.allows($0, row: row) } ?? false
      }
    }
  }

  /// The alternatives; a row fulfils the condition when it fulfils one of them.
  public internal(set) var terms: [Term]

  /// Whether a row of a table fulfils the condition.
  public func allows(_ table: Table, row: Int) -> Bool {
    terms.contains { $0.allows(table, row: row) }
  }
}

extension Condition {
  /// The condition as alternatives of restrictions of single columns.
  ///
  /// - Parameters:
  ///   - columns: The columns that the condition was understood for.
  ///   - limit: How many alternatives there may be.
  /// - Returns: The alternatives, none empty, no one inside another.
  /// - Throws: `TableError` when no row can fulfil the condition, when it takes more alternatives
  ///   than `limit`, or when it restricts a column that is never learnt.
  public func normalForm(
    columns: [ColumnDescription], limit: Int = 64
  ) throws(TableError) -> ConditionNormalForm {
    var builder = NormalFormBuilder(columns: ColumnIndex(columns), limit: limit)
    let terms = try builder.terms(of: self, isNegated: false)
    guard !terms.isEmpty else {
      let column = builder.conflict.map { ": nothing is left for column \"\($0)\"" } ?? ""
      throw TableError(.condition, "no row can fulfil the condition \(self)\(column).")
    }
    return ConditionNormalForm(terms: terms)
  }
}
