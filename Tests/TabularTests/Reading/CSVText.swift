@testable import Tabular

/// Reads a CSV text that stands in a test.
func readText(
  _ text: String, options: CSVOptions = CSVOptions(), schema: TableSchema? = nil
) throws -> TableReading {
  try CSVReader.read(bytes: Array(text.utf8), options: options, schema: schema)
}

/// The sentence with which a text is refused, or `nil` when it is read.
func refusal(_ text: String, options: CSVOptions = CSVOptions()) -> String? {
  do {
    _ = try readText(text, options: options)
    return nil
  } catch {
    return "\(error)"
  }
}

extension Column {
  /// The values as text, `nil` where missing.
  var texts: [String?] {
    (0..<count).map { row in
      if isMissing(row) { return nil }
      switch values {
      case .numbers(let numbers): return NumberText.text(numbers[row], format)
      case .codes(let codes, let levels): return levels[Int(codes[row])]
      }
    }
  }
}
