import Foundation

extension Encodable {
  /// Writes figures as JSON, whole or not at all, and makes the folder where there is none.
  func writeResult(to file: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try (encoder.encode(self) + Data("\n".utf8)).write(to: file, options: .atomic)
  }
}
