import Foundation

/// The terminal: results on standard output, everything else on standard error.
enum Console {
  /// Prints a remark.
  static func note(_ text: String) {
    FileHandle.standardError.write(Data("lyrebird: \(text)\n".utf8))
  }

  /// Prints a result.
  static func print(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  /// Prints a result for programs.
  static func print(json value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    print(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
  }
}
