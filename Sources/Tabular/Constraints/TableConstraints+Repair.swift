extension TableConstraints {
  /// A table whose rows obey the constraints as far as changing single rows can do it.
  ///
  /// Two numbers in the wrong order change places, numbers outside a range move to its end, and
  /// a dependent value follows its determinant. Uniqueness is left to whoever draws the values, and
  /// so are determinants that were never seen.
  public func repaired(_ table: Table) -> Table {
    var columns = table.columns
    var index: [String: Int] = [:]
    for (position, column) in columns.enumerated() { index[column.name] = position }
    func numbers(_ name: String) -> [Double]? {
      guard let position = index[name], case .numbers(let numbers) = columns[position].values
      else { return nil }
      return numbers
    }
    // A chain of inequalities is sorted like bubbles rise.
    for _ in inequalities {
      for inequality in inequalities {
        guard let i = index[inequality.lower], let j = index[inequality.upper],
          var a = numbers(inequality.lower), var b = numbers(inequality.upper)
        else { continue }
        var hasChanged = false
        for row in a.indices where a[row] > b[row] {
          (a[row], b[row]) = (b[row], a[row])
          hasChanged = true
        }
        guard hasChanged else { continue }
        columns[i].values = .numbers(a)
        columns[j].values = .numbers(b)
      }
    }
    for range in ranges {
      guard let position = index[range.column], let values = numbers(range.column) else { continue }
      columns[position].values = .numbers(values.map { $0.isNaN ? $0 : range.clamped($0) })
    }
    for dependency in ordered {
      guard let i = index[dependency.determinant], let j = index[dependency.dependent] else {
        continue
      }
      columns[j] = Self.followed(columns[j], by: columns[i], dependency)
    }
    return Table(columns: columns)
  }

  /// The dependencies in an order in which each determinant is settled before it is used.
  public var ordered: [Dependency] {
    var rest = dependencies
    var result: [Dependency] = []
    while !rest.isEmpty {
      let open = Set(rest.map(\.dependent))
      let ready = rest.filter { !open.contains($0.determinant) }
      // A cycle, which only hand-made constraints can have, is taken as it comes.
      if ready.isEmpty { return result + rest }
      result += ready
      rest.removeAll { !open.contains($0.determinant) }
    }
    return result
  }

  private static func followed(
    _ column: Column, by determinant: Column, _ dependency: Dependency
  ) -> Column {
    let mapping = dependency.mapping
    var column = column
    switch column.values {
    case .numbers(var numbers):
      for row in numbers.indices {
        switch mapping[determinant[row]] {
        case .number(let number): numbers[row] = number
        case .missing: numbers[row] = .nan
        case .text, nil: break
        }
      }
      column.values = .numbers(numbers)
    case .codes(var codes, var levels):
      var known: [String: Int32] = [:]
      for (code, level) in levels.enumerated() { known[level] = Int32(code) }
      for row in codes.indices {
        switch mapping[determinant[row]] {
        case .text(let text):
          if known[text] == nil {
            known[text] = Int32(levels.count)
            levels.append(text)
          }
          codes[row] = known[text] ?? codes[row]
        case .missing: codes[row] = -1
        case .number, nil: break
        }
      }
      column.values = .codes(codes, levels: levels)
    }
    return column
  }
}
