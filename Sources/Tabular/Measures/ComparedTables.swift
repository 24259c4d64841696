/// The tables of one evaluation, made comparable: the same columns in the same order, names coded
/// by one list of levels, identifiers and free text left out.
struct ComparedTables: Sendable {
  /// The rows that the generator learned from.
  let real: Table
  /// The rows that it drew.
  let synthetic: Table
  /// Real rows that it never saw.
  let holdout: Table?
  /// Columns that say nothing about a distribution: identifiers and free text.
  let leftOut: [String]

  /// Makes tables comparable.
  ///
  /// - Throws: `TableError` that names the column, when the schemas differ or a table is empty.
  init(real: Table, synthetic: Table, holdout: Table?) throws {
    let named = [("synthetic", synthetic)] + (holdout.map { [("test", $0)] } ?? [])
    for (name, table) in [("real", real)] + named where table.rowCount == 0 {
      throw TableError(.structure, "The \(name) table has no rows, so it cannot be measured.")
    }
    for (name, table) in named { try Self.checkNames(of: table, called: name, against: real) }
    let measured = real.columns.filter { ![.identifier, .text].contains($0.kind) }
    guard !measured.isEmpty else {
      throw TableError(
        .schema,
        "Every column of the real table is an identifier or free text. Name the type of "
          + "at least one column, for example --type \(real.columns[0].name)=categorical.")
    }
    leftOut = real.columns.map(\.name).filter { name in !measured.contains { $0.name == name } }
    var tables = [[Column]](repeating: [], count: 1 + named.count)
    for column in measured {
      let others = try named.map { name, table in
        guard let other = table[column.name] else { preconditionFailure("checked above") }
        return try Self.converted(other, like: column, tableName: name)
      }
      for (index, shared) in Self.withSharedLevels([column] + others).enumerated() {
        tables[index].append(shared)
      }
    }
    self.real = Table(columns: tables[0])
    self.synthetic = Table(columns: tables[1])
    self.holdout = tables.count > 2 ? Table(columns: tables[2]) : nil
  }

  private static func checkNames(of table: Table, called name: String, against real: Table) throws {
    for column in real.columns where table[column.name] == nil {
      throw TableError(
        .schema,
        "column \"\(column.name)\" is in the real table and not in the \(name) one. "
          + "Compare tables with the same columns.")
    }
    for column in table.columns where real[column.name] == nil {
      throw TableError(
        .schema,
        "column \"\(column.name)\" is in the \(name) table and not in the real one. "
          + "Compare tables with the same columns.")
    }
  }

  /// `column` with numbers where `model` has numbers, and names where it has names.
  ///
  /// A column that holds one value in one of the tables is easily taken for something else there.
  private static func converted(
    _ column: Column, like model: Column, tableName: String
  ) throws -> Column {
    var result = column
    result.kind = model.kind
    switch (column.values, model.isNumeric) {
    case (.numbers, true), (.codes, false):
      break
    case (.numbers(let numbers), false):
      let distinct = Set(numbers.lazy.filter { !$0.isNaN }).sorted()
      let codes = Dictionary(uniqueKeysWithValues: zip(distinct, distinct.indices.map(Int32.init)))
      result.values = .codes(
        numbers.map { codes[$0] ?? -1 }, levels: distinct.map(ClassLabels.text(of:)))
    case (.codes(let codes, let levels), true):
      let numbers = levels.map { Double($0) }
      if let bad = codes.first(where: { $0 >= 0 && numbers[Int($0)] == nil }) {
        throw TableError(
          .schema,
          "column \"\(column.name)\" holds numbers in the real table and names such as "
            + "\"\(levels[Int(bad)])\" in the \(tableName) one. Read both with one type, for "
            + "example --type \"\(column.name)=categorical\".")
      }
      result.values = .numbers(codes.map { $0 < 0 ? .nan : numbers[Int($0)] ?? .nan })
    }
    return result
  }

  /// The columns, recoded to one list of levels: the first column's, then what the others add.
  private static func withSharedLevels(_ columns: [Column]) -> [Column] {
    var places: [String: Int32] = [:]
    var shared: [String] = []
    for case .codes(_, let levels) in columns.map(\.values) {
      for level in levels where places[level] == nil {
        places[level] = Int32(shared.count)
        shared.append(level)
      }
    }
    return columns.map { column in
      guard case .codes(let codes, let levels) = column.values else { return column }
      let recoded = levels.map { places[$0] ?? -1 }
      var result = column
      result.values = .codes(codes.map { $0 < 0 ? -1 : recoded[Int($0)] }, levels: shared)
      return result
    }
  }
}
