import Foundation
import Tabular

/// The terminal: results on standard output, everything else on standard error.
enum Console {
  /// Prints a remark.
  static func note(_ text: String) {
    write("lyrebird: \(text)\n")
  }

  /// Writes to standard error; where that is closed, nobody wants to know.
  static func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Prints a result.
  static func print(_ text: String) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      throw TableError(.write, "standard output cannot be written: \(error.localizedDescription)")
    }
  }

  /// Prints a result for programs.
  static func print(json value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    try print(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
  }
}
