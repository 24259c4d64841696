extension Table {
  /// The rows of several tables with the same columns, one below the other.
  ///
  /// - Precondition: there is a table, and all have columns of the same names and sorts.
  init(joining tables: [Table]) {
    self.init(
      columns: tables[0].columns.indices.map { index in
        Column(joining: tables.map { $0.columns[index] })
      })
  }
}

extension Column {
  /// The values of several columns one below the other; levels are those of all.
  fileprivate init(joining columns: [Column]) {
    self = columns[0]
    guard columns.count > 1 else { return }
    if isNumeric {
      values = .numbers(
        columns.flatMap { column -> [Double] in
          guard case .numbers(let numbers) = column.values else {
            preconditionFailure("columns of different sorts")
          }
          return numbers
        })
      return
    }
    var places: [String: Int32] = [:]
    var shared: [String] = []
    var all: [Int32] = []
    all.reserveCapacity(columns.reduce(0) { $0 + $1.count })
    for column in columns {
      guard case .codes(let codes, let levels) = column.values else {
        preconditionFailure("columns of different sorts")
      }
      let recoded = levels.map { level in
        if let place = places[level] { return place }
        places[level] = Int32(shared.count)
        shared.append(level)
        return Int32(shared.count - 1)
      }
      for code in codes { all.append(code < 0 ? -1 : recoded[Int(code)]) }
    }
    values = .codes(all, levels: shared)
  }
}
