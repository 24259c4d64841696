/// How many rows of each class a column holds.
public struct ClassBalance: Codable, Sendable, Equatable {
  /// A class and its rows.
  public struct Share: Codable, Sendable, Equatable {
    /// The class.
    public var level: String
    /// The number of rows.
    public var count: Int
  }

  /// The column.
  public var target: String
  /// The classes, the most frequent first.
  public var classes: [Share]

  /// Counts the classes of a column; rows whose class is missing do not count.
  ///
  /// - Parameters:
  ///   - target: The column.
  ///   - table: The table.
  /// - Throws: `TableError` when there is no such column, or it has no two to fifty classes.
  public init(of target: String, in table: Table) throws {
    let task = try PredictionTarget(target, in: table).task
    if case .regression = task {
      throw TableError(
        .schema,
        "column \"\(target)\" holds numbers, so it has no classes to balance. If they are names, "
          + "pass --type \"\(target)=categorical\".")
    }
    var counts: [String: Int] = [:]
    for level in table[target].map(ClassLabels.texts(of:)) ?? [] {
      if let level { counts[level, default: 0] += 1 }
    }
    self.target = target
    classes = counts.map { Share(level: $0, count: $1) }
      .sorted { ($1.count, $0.level) < ($0.count, $1.level) }
  }

  /// The rarest class.
  public var rarest: String { classes[classes.count - 1].level }

  /// How many rows of a class are wanting for it to have `ratio` times as many rows as all others
  /// together; none where it has them.
  public func rowsToAdd(to level: String, ratio: Double = 1) -> Int {
    let own = classes.first { $0.level == level }?.count ?? 0
    let others = classes.reduce(0) { $0 + $1.count } - own
    return max(0, Int((ratio * Double(others)).rounded()) - own)
  }
}
