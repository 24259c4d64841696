extension Condition {
  /// Which rows of a table fulfil the condition.
  ///
  /// - Parameter table: A table with the columns that the condition was understood for.
  /// - Returns: One truth value a row.
  /// - Throws: `TableError` when the table lacks a column, or the column has another type.
  public func matches(in table: Table) throws(TableError) -> [Bool] {
    try truth(in: table, ColumnIndex(table.descriptions)).map { $0 ?? false }
  }

  /// Three-valued truth (Kleene): `nil` where it hangs on a missing value.
  private func truth(
    in table: Table, _ columns: ColumnIndex
  ) throws(TableError) -> [Bool?] {
    switch self {
    case .compare(let name, let comparison, let value):
      let column = try columns.column(name)
      return try Self.truth(
        in: table, name, Self.allowed(comparison, value, in: column))
    case .isIn(let name, let values):
      return try Self.truth(in: table, name, Self.allowed(values, in: columns.column(name)))
    case .isMissing(let name):
      _ = try columns.column(name)
      guard let column = table[name] else { return [] }
      return (0..<table.rowCount).map { column.isMissing($0) }
    case .all(let parts):
      var result = [Bool?](repeating: true, count: table.rowCount)
      for part in parts {
        for (row, value) in try part.truth(in: table, columns).enumerated() {
          if result[row] == false || value == false {
            result[row] = false
          } else if value == nil {
            result[row] = nil
          }
        }
      }
      return result
    case .any(let parts):
      var result = [Bool?](repeating: false, count: table.rowCount)
      for part in parts {
        for (row, value) in try part.truth(in: table, columns).enumerated() {
          if result[row] == true || value == true {
            result[row] = true
          } else if value == nil {
            result[row] = nil
          }
        }
      }
      return result
    case .not(let part):
      return try part.truth(in: table, columns).map { $0.map(!) }
    }
  }

  private static func truth(
    in table: Table, _ name: String, _ allowed: ColumnRestriction.Allowed
  ) throws(TableError) -> [Bool?] {
    switch (table[name]?.values, allowed) {
    case (.numbers(let numbers)?, .numbers(let set)):
      return numbers.map { $0.isNaN ? nil : set.contains($0) }
    case (.codes(let codes, let levels)?, .levels(let set)):
      let isAllowed = levels.map(set.contains)
      return codes.map { $0 < 0 ? nil : isAllowed[Int($0)] }
    default:
      throw TableError(
        .condition, "the condition takes column \"\(name)\" for one of another type.")
    }
  }
}
