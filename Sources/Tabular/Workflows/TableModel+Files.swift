public import Foundation
internal import GenerativeModels
internal import Torch

extension TableModel {
  /// The step whose parameters the model has: the one with the least held-out loss.
  public var keptStep: Int? { card.history.min { $0.validationLoss < $1.validationLoss }?.step }

  /// Writes the model, with errors as outputs have them.
  ///
  /// - Throws: `TableError` when it cannot be written; nothing is left behind then.
  public func write(to url: URL, overwrites: Bool) throws(TableError) {
    try OutputPlace.check(url, overwrites: overwrites)
    do {
      try save(to: url, overwrite: overwrites)
    } catch {
      throw TableError(.write, "\(error).")
    }
  }

  /// Reads a model, with errors as inputs have them.
  ///
  /// - Parameter url: The file.
  /// - Returns: The model.
  /// - Throws: `TableError` when the file cannot be read, or is no model of a table.
  public static func read(_ url: URL) throws(TableError) -> TableModel {
    guard try isModel(url) else {
      throw TableError(
        .structure, "\(url.path) is not a model of a table; lyrebird fit writes one.")
    }
    do {
      return try TableModel(contentsOf: url)
    } catch {
      throw TableError(.structure, "\(error).")
    }
  }

  /// Whether a file holds tensors rather than text: the length of a header, then the header.
  ///
  /// - Parameter url: The file.
  /// - Returns: Whether it looks like a model.
  /// - Throws: `TableError` when the file cannot be read.
  public static func isModel(_ url: URL) throws(TableError) -> Bool {
    if url.pathExtension == "safetensors" { return true }
    let file = try FileBytes(url)
    var start = [UInt8](repeating: 0, count: 9)
    let count = try start.withUnsafeMutableBytes { bytes -> Result<Int, TableError> in
      do throws(TableError) {
        return .success(try file.read(into: bytes))
      } catch {
        return .failure(error)
      }
    }.get()
    // No text has three bytes of nought where the header's length ends.
    return count == 9 && start[5..<8].allSatisfy { $0 == 0 } && start[8] == UInt8(ascii: "{")
  }
}
