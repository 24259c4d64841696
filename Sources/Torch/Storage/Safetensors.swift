public import Foundation

/// Files of named tensors in the safetensors format: a JSON header and raw little-endian elements.
///
/// The format is the one of https://github.com/huggingface/safetensors; reading such a file never
/// runs code. Files go both ways between Lyrebird and Python.
public enum Safetensors {
  /// Reads a file.
  ///
  /// The tensors share the file's memory mapping: loading costs no copy, and pages are read when they
  /// are touched. In-place changes stay in this process. Only tensors that the file holds at an
  /// address unfit for their element type are copied.
  ///
  /// - Parameter url: The file.
  /// - Returns: The tensors by name, on the processor, and the metadata.
  /// - Throws: `TorchError` with the file's name when it cannot be read or is not a sound
  ///   safetensors file. Nothing of it has been used then.
  public static func load(
    from url: URL
  ) throws -> (tensors: [String: Tensor], metadata: [String: String]) {
    let mapping = try FileMapping(of: url)
    do {
      let (header, dataStart) = try readHeader(UnsafeRawBufferPointer(mapping.bytes))
      var tensors: [String: Tensor] = [:]
      tensors.reserveCapacity(header.entries.count)
      for entry in header.entries {
        let range = dataStart + entry.range.lowerBound..<dataStart + entry.range.upperBound
        do {
          tensors[entry.name] = try Tensor(
            stored: UnsafeMutableRawBufferPointer(rebasing: mapping.bytes[range]), of: mapping,
            shape: entry.shape, dtype: entry.dtype)
        } catch let error as TorchError {
          throw TorchError("tensor \(entry.name.quotedForMessage): \(error.message)")
        }
      }
      return (tensors, header.metadata)
    } catch let error as TorchError {
      throw TorchError(
        "\(url.path): \(error.message). It is damaged or no safetensors file: fetch or write it "
          + "again")
    }
  }

  /// Writes a file. The same tensors and metadata give the same bytes, in whatever order they come.
  ///
  /// - Parameters:
  ///   - tensors: The tensors with their names, each name once.
  ///   - metadata: Texts beside them.
  ///   - url: Where to write.
  ///   - overwrite: Whether a file that stands there is replaced.
  /// - Throws: `TorchError` when a file stands there and is not to be replaced, a name or an element
  ///   type has no place in the format, or the disk refuses. No half-written file stays behind.
  public static func save(
    _ tensors: [(String, Tensor)], metadata: [String: String] = [:], to url: URL,
    overwrite: Bool = false
  ) throws {
    let layout = try SafetensorsLayout(tensors, metadata: metadata)
    try AtomicFile.write(to: url, overwrite: overwrite) { write in
      try layout.header.withUnsafeBytes(write)
      for tensor in layout.tensors { try tensor.withRawBytes(write) }
    }
  }

  /// Writes a file of tensors by name, as `save` of a list does.
  ///
  /// - Parameters:
  ///   - tensors: The tensors by name.
  ///   - metadata: Texts beside them.
  ///   - url: Where to write.
  ///   - overwrite: Whether a file that stands there is replaced.
  /// - Throws: As the other.
  public static func save(
    _ tensors: [String: Tensor], metadata: [String: String] = [:], to url: URL,
    overwrite: Bool = false
  ) throws {
    try save(tensors.map { ($0.key, $0.value) }, metadata: metadata, to: url, overwrite: overwrite)
  }

  /// The header and where the data begins.
  private static func readHeader(
    _ bytes: UnsafeRawBufferPointer
  ) throws -> (SafetensorsHeader, dataStart: Int) {
    guard bytes.count >= 8 else { throw TorchError("it has \(bytes.count) bytes, too few") }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(SafetensorsHeader.maximumLength) else {
      throw TorchError(
        "its header is \(length) bytes long; \(SafetensorsHeader.maximumLength) are the most")
    }
    let dataStart = 8 + Int(length)
    guard dataStart <= bytes.count else {
      throw TorchError("its header is \(length) bytes long, but the file has only \(bytes.count)")
    }
    // A copy, so that what has been checked stays as it is.
    let header = try SafetensorsHeader(
      parsing: Array(bytes[8..<dataStart]), dataSize: bytes.count - dataStart)
    return (header, dataStart)
  }
}
