/// Turns tables of one schema into feature matrices of one layout, fitted on the real table.
///
/// Numbers stay as they are and are absent where missing. A column of names becomes one feature a
/// level (one-hot) up to a bound, beyond it one feature: the level's rank by frequency in the
/// fitted table. Levels that the fitted table lacks are absent. Identifiers, free text and
/// constants say nothing and are left out.
public struct FeatureEncoder: Sendable {
  /// The greatest number of levels that become a feature each.
  public static let oneHotBound = 256

  private enum Part: Sendable {
    /// `offset` is taken off first: a `Float` cannot tell neighbouring seconds since 1970 apart.
    case number(offset: Double)
    case oneHot([String: Int])
    case rank([String: Int])
  }

  private let parts: [(name: String, start: Int, part: Part)]
  /// The number of features of a row.
  public let featureCount: Int

  /// Makes an encoder for tables of the schema of `table`.
  ///
  /// - Parameters:
  ///   - table: The table that decides on levels.
  ///   - excluded: The names of columns that are no features, such as the target.
  public init(fittedTo table: Table, excluding excluded: Set<String> = []) {
    var parts: [(name: String, start: Int, part: Part)] = []
    var start = 0
    for column in table.columns where !excluded.contains(column.name) {
      guard let (part, width) = Self.part(for: column) else { continue }
      parts.append((column.name, start, part))
      start += width
    }
    self.parts = parts
    featureCount = start
  }

  private static func part(for column: Column) -> (Part, width: Int)? {
    guard ![.identifier, .text, .constant].contains(column.kind) else { return nil }
    switch column.values {
    case .numbers(let numbers):
      let finite = numbers.lazy.filter { !$0.isNaN }
      let least = finite.min() ?? 0
      let greatest = finite.max() ?? 0
      // A Float holds whole numbers exactly up to 2^24.
      let offset = max(abs(least), abs(greatest)) > 16_777_216 ? least : 0
      return (.number(offset: offset.isFinite ? offset : 0), 1)
    case .codes(let codes, let levels):
      var counts = [Int](repeating: 0, count: levels.count)
      for code in codes where code >= 0 { counts[Int(code)] += 1 }
      let present = levels.indices.filter { counts[$0] > 0 }
      let ordered = present.sorted { (counts[$0], levels[$1]) > (counts[$1], levels[$0]) }
      guard !ordered.isEmpty else { return nil }
      let places = Dictionary(
        ordered.enumerated().map { (levels[$1], $0) }, uniquingKeysWith: { first, _ in first })
      return ordered.count <= oneHotBound ? (.oneHot(places), ordered.count) : (.rank(places), 1)
    }
  }

  /// Encodes a table.
  ///
  /// - Precondition: it has the columns of the fitted table, of the same kinds of values.
  public func encode(_ table: Table) -> FeatureMatrix {
    var matrix = FeatureMatrix(featureCount: featureCount)
    matrix.reserve(rows: table.rowCount, valuesPerRow: parts.count)
    let writers = parts.map { name, start, part in
      guard let column = table[name] else { preconditionFailure("no column \"\(name)\"") }
      return Writer(column: column, start: start, part: part)
    }
    for row in 0..<table.rowCount {
      for writer in writers { writer.write(row, into: &matrix) }
      matrix.endRow()
    }
    return matrix
  }

  /// Writes one column's part of each row.
  private enum Writer {
    case numbers([Double], feature: Int, offset: Double)
    /// The feature and value of each code, or a negative feature where the level is unknown.
    case codes([Int32], features: [Int], values: [Float])

    init(column: Column, start: Int, part: Part) {
      switch (column.values, part) {
      case (.numbers(let numbers), .number(let offset)):
        self = .numbers(numbers, feature: start, offset: offset)
      case (.codes(let codes, let levels), .oneHot(let places)):
        self = .codes(
          codes, features: levels.map { places[$0].map { start + $0 } ?? -1 },
          values: [Float](repeating: 1, count: levels.count))
      case (.codes(let codes, let levels), .rank(let places)):
        self = .codes(
          codes, features: levels.map { places[$0] == nil ? -1 : start },
          values: levels.map { Float(places[$0] ?? 0) })
      default:
        preconditionFailure("column \"\(column.name)\" holds other values than when fitted")
      }
    }

    func write(_ row: Int, into matrix: inout FeatureMatrix) {
      switch self {
      case .numbers(let numbers, let feature, let offset):
        matrix.append(Float(numbers[row] - offset), at: feature)
      case .codes(let codes, let features, let values):
        let code = Int(codes[row])
        guard code >= 0, features[code] >= 0 else { return }
        matrix.append(values[code], at: features[code])
      }
    }
  }
}
