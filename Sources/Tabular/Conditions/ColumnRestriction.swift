/// The values that a condition leaves to one column.
public struct ColumnRestriction: Codable, Sendable, Equatable {
  /// Values of a column.
  public enum Allowed: Codable, Sendable, Equatable {
    /// Numbers; for dates, seconds since 1970 UTC. Whole numbers for integer columns.
    case numbers(NumberSet)
    /// Names.
    case levels(Set<String>)
  }

  /// The values allowed.
  public var allowed: Allowed
  /// Whether the value may be missing.
  public var allowsMissing: Bool

  /// Makes a restriction.
  public init(_ allowed: Allowed, allowsMissing: Bool) {
    self.allowed = allowed
    self.allowsMissing = allowsMissing
  }

  /// The restriction that leaves a column everything.
  public static func everything(for column: ColumnDescription) -> ColumnRestriction {
    ColumnRestriction(
      column.isNumeric ? .numbers(.everything) : .levels(Set(column.levels)), allowsMissing: true)
  }

  /// Whether nothing is allowed.
  public var isEmpty: Bool {
    if allowsMissing { return false }
    switch allowed {
    case .numbers(let numbers): return numbers.isEmpty
    case .levels(let levels): return levels.isEmpty
    }
  }

  /// Whether the value in `row` of `column` is allowed.
  public func allows(_ column: Column, row: Int) -> Bool {
    switch (column.values, allowed) {
    case (.numbers(let values), .numbers(let set)):
      values[row].isNaN ? allowsMissing : set.contains(values[row])
    case (.codes(let codes, let names), .levels(let set)):
      codes[row] < 0 ? allowsMissing : set.contains(names[Int(codes[row])])
    default: false
    }
  }

  func intersection(_ other: ColumnRestriction) -> ColumnRestriction {
    let missing = allowsMissing && other.allowsMissing
    switch (allowed, other.allowed) {
    case (.numbers(let a), .numbers(let b)):
      return ColumnRestriction(.numbers(a.intersection(b)), allowsMissing: missing)
    case (.levels(let a), .levels(let b)):
      return ColumnRestriction(.levels(a.intersection(b)), allowsMissing: missing)
    default: preconditionFailure("restrictions of different columns")
    }
  }

  func union(_ other: ColumnRestriction) -> ColumnRestriction {
    let missing = allowsMissing || other.allowsMissing
    switch (allowed, other.allowed) {
    case (.numbers(let a), .numbers(let b)):
      return ColumnRestriction(.numbers(a.union(b)), allowsMissing: missing)
    case (.levels(let a), .levels(let b)):
      return ColumnRestriction(.levels(a.union(b)), allowsMissing: missing)
    default: preconditionFailure("restrictions of different columns")
    }
  }

  /// What is left of `column` when these values are taken away.
  func complement(in column: ColumnDescription) -> ColumnRestriction {
    switch allowed {
    case .numbers(let numbers):
      let rest = numbers.complement
      return ColumnRestriction(
        .numbers(column.kind == .integer ? rest.wholeNumbers : rest),
        allowsMissing: !allowsMissing)
    case .levels(let levels):
      return ColumnRestriction(
        .levels(Set(column.levels).subtracting(levels)), allowsMissing: !allowsMissing)
    }
  }
}
