/// One value of a table.
public enum CellValue: Codable, Sendable, Hashable {
  /// No value.
  case missing
  /// A number; for dates, seconds since 1970 UTC.
  case number(Double)
  /// A name.
  case text(String)
}

extension Column {
  /// The value in `row`.
  public subscript(row: Int) -> CellValue {
    switch values {
    case .numbers(let numbers): numbers[row].isNaN ? .missing : .number(numbers[row])
    case .codes(let codes, let levels):
      codes[row] < 0 ? .missing : .text(levels[Int(codes[row])])
    }
  }
}
