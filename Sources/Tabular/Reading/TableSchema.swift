/// What the user knows about the columns of a table.
public struct TableSchema: Codable, Sendable, Equatable {
  /// What the user knows about one column.
  public struct ColumnRule: Codable, Sendable, Equatable {
    /// The name of the column.
    public var name: String
    /// What the column holds; found from the values if `nil`.
    public var kind: ColumnKind?
    /// Texts that stand for a missing value in this column.
    public var missing: [String]
    /// The least value allowed; seconds since 1970 UTC for dates.
    public var minimum: Double?
    /// The greatest value allowed; seconds since 1970 UTC for dates.
    public var maximum: Double?
    /// The only names allowed.
    public var levels: [String]?
    /// The date pattern, such as `dd.MM.yyyy`, where it cannot be told from the values.
    public var datePattern: String?

    /// Makes a rule.
    public init(
      name: String, kind: ColumnKind? = nil, missing: [String] = [], minimum: Double? = nil,
      maximum: Double? = nil, levels: [String]? = nil, datePattern: String? = nil
    ) {
      self.name = name
      self.kind = kind
      self.missing = missing
      self.minimum = minimum
      self.maximum = maximum
      self.levels = levels
      self.datePattern = datePattern
    }
  }

  /// The rules, at most one for a column.
  public var columns: [ColumnRule]
  /// What holds in every row.
  public var constraints: [SchemaConstraint]

  /// Makes a schema.
  public init(columns: [ColumnRule] = [], constraints: [SchemaConstraint] = []) {
    self.columns = columns
    self.constraints = constraints
  }

  /// The rule for the column called `name`.
  public subscript(name: String) -> ColumnRule? { columns.first { $0.name == name } }
}
