/// The values of unique columns that rows drawn so far have.
struct UniqueValues {
  /// The columns; identifiers, which are counted up and so never repeat, are not among them.
  let columns: [String]
  /// How many different values each column can have; `nil` for no limit that is known.
  private let limits: [Int?]
  private var seen: [Set<CellValue>]

  init(_ model: TableModel) {
    let codec = model.card.codec
    var names: [String] = []
    var limits: [Int?] = []
    for name in model.card.constraints.unique {
      guard let position = codec.columns.firstIndex(where: { $0.name == name }) else { continue }
      switch codec.codecs[position] {
      case .numeric(let numeric):
        limits.append(numeric.quantiles == nil ? numeric.atoms.count : nil)
      case .categorical(let categories): limits.append(categories.levels.count { $0 != nil })
      case .constant: limits.append(1)
      case .identifier, .empty: continue
      }
      names.append(name)
    }
    columns = names
    self.limits = limits
    seen = names.map { _ in [] }
  }

  /// Refuses more rows than there are different values.
  ///
  /// - Throws: `TableError` that names the column.
  func checkRoom(for count: Int) throws(TableError) {
    for (index, name) in columns.enumerated() {
      guard let limit = limits[index], seen[index].count + count > limit else { continue }
      throw TableError(
        .constraint,
        "column \"\(name)\" is unique, but the model knows only \(limit) different values for it; "
          + "\(seen[index].count + count) rows cannot all differ. Draw fewer rows, or leave "
          + "uniqueness out.")
    }
  }

  /// The rows that repeat a value of an earlier row; missing values do not count.
  func repeatedRows(of table: Table, besides others: Set<Int>) -> Set<Int> {
    var result: Set<Int> = []
    for (index, name) in columns.enumerated() {
      guard let column = table[name] else { continue }
      var own: Set<CellValue> = []
      for row in 0..<column.count where !column.isMissing(row) && !others.contains(row) {
        let value = column[row]
        if seen[index].contains(value) || !own.insert(value).inserted { result.insert(row) }
      }
    }
    return result
  }

  mutating func add(_ table: Table) {
    for (index, name) in columns.enumerated() {
      guard let column = table[name] else { continue }
      for row in 0..<column.count where !column.isMissing(row) { seen[index].insert(column[row]) }
    }
  }
}
