public import Foundation

/// Files of one array in NumPy's npy format, versions 1 to 3.
///
/// Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
public enum NumpyFile {
  /// Reads a file; the tensor shares the file's memory mapping where its elements are aligned.
  ///
  /// - Parameter url: The file.
  /// - Returns: The array, on the processor.
  /// - Throws: `TorchError` with the file's name when it cannot be read, is not a sound npy file, or
  ///   holds elements that no tensor has, such as Python objects, texts or big-endian numbers.
  public static func load(from url: URL) throws -> Tensor {
    let mapping = try FileMapping(of: url)
    do {
      let (header, dataStart) = try readHeader(UnsafeRawBufferPointer(mapping.bytes))
      let expected = try ElementLayout.byteCount(header.shape, header.dtype)
      guard mapping.bytes.count - dataStart == expected else {
        throw TorchError(
          "its header describes \(expected) bytes of data, but the file has "
            + "\(mapping.bytes.count - dataStart)")
      }
      let data = UnsafeMutableRawBufferPointer(rebasing: mapping.bytes[dataStart...])
      // In Fortran's order the first axis is innermost: the transpose of an array in row-major order.
      let shape = header.isFortranOrder ? header.shape.reversed() : header.shape
      let stored = try Tensor(stored: data, of: mapping, shape: shape, dtype: header.dtype)
      return header.isFortranOrder ? stored.permute((0..<shape.count).reversed()) : stored
    } catch let error as TorchError {
      throw TorchError(
        "\(url.path): \(error.message). Write it again with numpy.save, as little-endian numbers")
    }
  }

  /// Writes a file as `numpy.save` does, byte for byte.
  ///
  /// - Parameters:
  ///   - tensor: The array.
  ///   - url: Where to write.
  ///   - fortranOrder: Whether the first axis is innermost.
  ///   - overwrite: Whether a file that stands there is replaced.
  /// - Throws: `TorchError` when a file stands there and is not to be replaced, NumPy does not have
  ///   the element type, or the disk refuses. No half-written file stays behind.
  public static func save(
    _ tensor: Tensor, to url: URL, fortranOrder: Bool = false, overwrite: Bool = false
  ) throws {
    let header = NumpyHeader(
      dtype: tensor.dtype, shape: tensor.shape, isFortranOrder: fortranOrder)
    let bytes = try header.bytes()
    let stored = fortranOrder ? tensor.permute((0..<tensor.ndim).reversed()) : tensor
    try AtomicFile.write(to: url, overwrite: overwrite) { write in
      try bytes.withUnsafeBytes(write)
      try stored.withRawBytes(write)
    }
  }

  /// The header and where the data begins.
  private static func readHeader(
    _ bytes: UnsafeRawBufferPointer
  ) throws -> (NumpyHeader, dataStart: Int) {
    guard bytes.count >= 10, bytes.prefix(6).elementsEqual(NumpyHeader.magic) else {
      throw TorchError("it does not begin as an npy file does")
    }
    guard (1...3).contains(bytes[6]), bytes[7] == 0 else {
      throw TorchError("its version is \(bytes[6]).\(bytes[7]); known are 1.0, 2.0 and 3.0")
    }
    let textStart = bytes[6] == 1 ? 10 : 12
    guard bytes.count >= textStart else { throw TorchError("it is cut short") }
    let length = (8..<textStart).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
    guard length <= NumpyHeader.maximumLength, textStart + length <= bytes.count else {
      throw TorchError(
        "its header is \(length) bytes long; the file has \(bytes.count) and "
          + "\(NumpyHeader.maximumLength) are the most")
    }
    let dataStart = textStart + length
    return (try NumpyHeader(parsing: Array(bytes[textStart..<dataStart])), dataStart)
  }
}
