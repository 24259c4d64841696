/// What is to be predicted from the other columns of a table, fitted on the real table.
public struct PredictionTarget: Sendable, Equatable {
  /// The sort of prediction.
  public enum Task: Sendable, Equatable {
    /// One of two classes; `positive` is the one that is sought.
    case binary(negative: String, positive: String)
    /// One of three or more classes.
    case multiclass([String])
    /// A number, learnt as (number − mean) / deviation.
    case regression(mean: Double, deviation: Double)
  }

  /// The greatest number of classes that is learnt.
  public static let classBound = 50
  /// The column.
  public let column: String
  /// The sort of prediction.
  public let task: Task

  /// Finds out what sort of prediction a column asks for.
  ///
  /// Names are classes, and so are numbers of which there are just two. The positive one of two
  /// classes is the rarer one unless it is given.
  ///
  /// - Parameters:
  ///   - name: The column.
  ///   - table: The real table.
  ///   - positive: The class that is sought, where there are two.
  /// - Throws: `TableError` when there is no such column, or nothing to predict in it.
  public init(_ name: String, in table: Table, positive: String? = nil) throws {
    guard let column = table[name] else {
      let hint = suggestion(for: name, in: table.columns.map(\.name))
      throw TableError(.schema, "There is no column \"\(name)\" to predict.\(hint)")
    }
    self.column = name
    if case .numbers(let numbers) = column.values, Set(numbers.lazy.filter { !$0.isNaN }).count > 2
    {
      let known = numbers.filter { !$0.isNaN }
      let mean = known.reduce(0, +) / Double(known.count)
      let variance = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count)
      task = .regression(mean: mean, deviation: variance > 0 ? variance.squareRoot() : 1)
      return
    }
    var counts: [String: Int] = [:]
    for label in ClassLabels.texts(of: column) { if let label { counts[label, default: 0] += 1 } }
    let classes = counts.keys.sorted { (counts[$1] ?? 0, $0) < (counts[$0] ?? 0, $1) }
    guard classes.count > 1 else {
      throw TableError(
        .schema, "column \"\(name)\" holds one value only, so there is nothing to predict in it.")
    }
    guard classes.count <= Self.classBound else {
      throw TableError(
        .schema,
        "column \"\(name)\" has \(classes.count) classes; up to \(Self.classBound) can be "
          + "predicted. Choose another --target.")
    }
    if let positive, !classes.contains(positive) {
      throw TableError(
        .schema,
        "column \"\(name)\" has no value \"\(positive)\"."
          + suggestion(for: positive, in: classes))
    }
    let sought = positive ?? classes[classes.count - 1]
    if classes.count == 2 {
      task = .binary(negative: classes[0] == sought ? classes[1] : classes[0], positive: sought)
    } else {
      task = .multiclass(classes)
    }
  }

  /// The rows of a table whose target is known, and their labels: 0 or 1, a class, or a
  /// standardised number.
  public func labels(of table: Table) -> (rows: [Int], labels: [Float]) {
    guard let column = table[column] else { preconditionFailure("no column \"\(column)\"") }
    let found: [Float?]
    switch (task, column.values) {
    case (.regression(let mean, let deviation), .numbers(let numbers)):
      found = numbers.map { $0.isNaN ? nil : Float(($0 - mean) / deviation) }
    case (.regression, _):
      preconditionFailure("column \"\(self.column)\" holds other values than when fitted")
    case (.binary(let negative, let positive), _):
      let labels: [String: Float] = [negative: 0, positive: 1]
      found = ClassLabels.texts(of: column).map { $0.flatMap { labels[$0] } }
    case (.multiclass(let classes), _):
      let labels = Dictionary(
        uniqueKeysWithValues: classes.enumerated().map { ($1, Float($0)) })
      found = ClassLabels.texts(of: column).map { $0.flatMap { labels[$0] } }
    }
    let rows = found.indices.filter { found[$0] != nil }
    return (rows, rows.compactMap { found[$0] })
  }
}

/// The values of a column as names of classes.
enum ClassLabels {
  /// The text of each row's value, or `nil` where it is missing.
  static func texts(of column: Column) -> [String?] {
    switch column.values {
    case .numbers(let numbers): numbers.map { $0.isNaN ? nil : text(of: $0) }
    case .codes(let codes, let levels): codes.map { $0 < 0 ? nil : levels[Int($0)] }
    }
  }

  /// A number as a user writes it: whole numbers without a decimal point.
  static func text(of number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
  }
}
