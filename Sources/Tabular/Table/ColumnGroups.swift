/// The rows of a column put into groups of equal values; missing values are a group as well.
struct ColumnGroups {
  /// The group of each row.
  let groups: [Int32]
  /// The value of each group.
  let values: [CellValue]

  /// How many groups there are.
  var count: Int { values.count }

  /// Groups the rows of `column`; `nil` when that takes more than `limit` groups.
  init?(_ column: Column, limit: Int) {
    var values: [CellValue] = []
    var groups: [Int32] = []
    groups.reserveCapacity(column.count)
    switch column.values {
    case .numbers(let numbers):
      var known: [Double: Int32] = [:]
      var missing: Int32?
      for number in numbers {
        if number.isNaN {
          if missing == nil {
            missing = Int32(values.count)
            values.append(.missing)
          }
          groups.append(missing ?? 0)
        } else if let group = known[number] {
          groups.append(group)
        } else {
          known[number] = Int32(values.count)
          groups.append(Int32(values.count))
          values.append(.number(number))
        }
        if values.count > limit { return nil }
      }
    case .codes(let codes, let levels):
      // Slot 0 is for missing values.
      var known = [Int32](repeating: -1, count: levels.count + 1)
      for code in codes {
        let slot = Int(code) + 1
        if known[slot] < 0 {
          known[slot] = Int32(values.count)
          values.append(code < 0 ? .missing : .text(levels[Int(code)]))
          if values.count > limit { return nil }
        }
        groups.append(known[slot])
      }
    }
    self.groups = groups
    self.values = values
  }

  /// How many rows each group has.
  var sizes: [Int] {
    var sizes = [Int](repeating: 0, count: count)
    for group in groups { sizes[Int(group)] += 1 }
    return sizes
  }
}
