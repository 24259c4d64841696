/// What is known about a column without its rows: enough to understand a condition or a constraint.
public struct ColumnDescription: Codable, Sendable, Equatable {
  /// The column's name.
  public var name: String
  /// What the column holds.
  public var kind: ColumnKind
  /// The names that occur; empty for a column of numbers.
  public var levels: [String]
  /// How values are written.
  public var format: ColumnFormat

  /// Makes a description.
  public init(
    name: String, kind: ColumnKind, levels: [String] = [], format: ColumnFormat = ColumnFormat()
  ) {
    self.name = name
    self.kind = kind
    self.levels = levels
    self.format = format
  }

  /// Describes a column.
  public init(_ column: Column) {
    self.init(name: column.name, kind: column.kind, format: column.format)
    if case .codes(_, let levels) = column.values { self.levels = levels }
  }

  /// Whether the values are numbers.
  public var isNumeric: Bool { [.continuous, .integer, .dateTime].contains(kind) }
}

extension Table {
  /// The descriptions of all columns.
  public var descriptions: [ColumnDescription] { columns.map(ColumnDescription.init) }
}
