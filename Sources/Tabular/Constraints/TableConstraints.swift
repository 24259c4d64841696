/// What holds in every row of a table.
public struct TableConstraints: Codable, Sendable, Equatable {
  /// One column's value fixes another's, as `education` fixes `education-num`.
  public struct Dependency: Codable, Sendable, Equatable {
    /// The column whose value fixes the other's.
    public var determinant: String
    /// The column whose value is fixed.
    public var dependent: String
    /// The values of `determinant`.
    public var keys: [CellValue]
    /// The value of `dependent` for each of the keys.
    public var values: [CellValue]

    /// Makes a dependency.
    public init(determinant: String, dependent: String, keys: [CellValue], values: [CellValue]) {
      precondition(keys.count == values.count, "one value for each key")
      self.determinant = determinant
      self.dependent = dependent
      self.keys = keys
      self.values = values
    }

    /// The dependent value for each determining value.
    public var mapping: [CellValue: CellValue] {
      Dictionary(zip(keys, values), uniquingKeysWith: { first, _ in first })
    }
  }

  /// One column's number is never above another's, as a start is never after its end.
  public struct Inequality: Codable, Sendable, Equatable {
    /// The column with the lesser number.
    public var lower: String
    /// The column with the greater number.
    public var upper: String
    /// Whether the two numbers are never equal.
    public var isStrict: Bool

    /// Makes an inequality.
    public init(lower: String, upper: String, isStrict: Bool = false) {
      self.lower = lower
      self.upper = upper
      self.isStrict = isStrict
    }

    func holds(_ a: Double, _ b: Double) -> Bool {
      a.isNaN || b.isNaN || (isStrict ? a < b : a <= b)
    }
  }

  /// The least and the greatest number of a column.
  public struct Range: Codable, Sendable, Equatable {
    /// The column.
    public var column: String
    /// The least number; `nil` when there is none.
    public var minimum: Double?
    /// The greatest number; `nil` when there is none.
    public var maximum: Double?

    /// Makes a range.
    public init(column: String, minimum: Double? = nil, maximum: Double? = nil) {
      self.column = column
      self.minimum = minimum
      self.maximum = maximum
    }

    func clamped(_ number: Double) -> Double {
      var result = number
      if let minimum, result < minimum { result = minimum }
      if let maximum, result > maximum { result = maximum }
      return result
    }
  }

  /// Dependencies: each dependent column occurs once, and no column depends on itself by detours.
  public var dependencies: [Dependency]
  /// Inequalities; none follows from the others.
  public var inequalities: [Inequality]
  /// Ranges, at most one for a column.
  public var ranges: [Range]
  /// Columns whose values are all different.
  public var unique: [String]
  /// Columns in which no value is missing.
  public var complete: [String]

  /// Makes constraints.
  public init(
    dependencies: [Dependency] = [], inequalities: [Inequality] = [], ranges: [Range] = [],
    unique: [String] = [], complete: [String] = []
  ) {
    self.dependencies = dependencies
    self.inequalities = inequalities
    self.ranges = ranges
    self.unique = unique
    self.complete = complete
  }

  /// Finds what holds in every row of a table and is no accident.
  ///
  /// A rule counts when unrelated columns with the same values would obey it in all rows with a
  /// probability below one in a thousand million.
  ///
  /// - Parameters:
  ///   - table: The table.
  ///   - valueLimit: Columns with more different values take no part in dependencies.
  /// - Returns: The constraints that were found.
  public static func found(in table: Table, valueLimit: Int = 4096) -> TableConstraints {
    var result = TableConstraints()
    result.dependencies = DependencyFinder(table, valueLimit: valueLimit).dependencies()
    // Of a column that another one fixes nothing more needs saying.
    let fixed = Set(result.dependencies.map(\.dependent))
    let free = Table(columns: table.columns.filter { !fixed.contains($0.name) })
    result.inequalities = InequalityFinder(free).inequalities()
    for column in table.columns {
      if !(0..<column.count).contains(where: column.isMissing) {
        result.complete.append(column.name)
      }
      guard case .numbers(let numbers) = column.values else {
        if column.kind == .identifier { result.unique.append(column.name) }
        continue
      }
      let present = numbers.lazy.filter { !$0.isNaN }
      guard let minimum = present.min(), let maximum = present.max() else { continue }
      result.ranges.append(Range(column: column.name, minimum: minimum, maximum: maximum))
    }
    return result
  }

  /// How unlikely a rule must be among unrelated columns, as a natural logarithm: one in 10^9.
  static let logChanceLimit = -20.7
}
