import Foundation

/// Bytes that can be read in order, and again from the start.
protocol ByteSource {
  /// How many bytes there are.
  var byteCount: Int { get }
  /// What an error calls it.
  var name: String { get }
  /// Fills `buffer` as far as it can; 0 at the end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int
  /// Goes back to the first byte.
  mutating func rewind() throws(TableError)
}

/// The bytes of a regular file.
final class FileBytes: ByteSource {
  let byteCount: Int
  let name: String
  private let descriptor: CInt

  init(_ url: URL) throws(TableError) {
    name = url.lastPathComponent
    descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw TableError(.file, "\(url.path) cannot be opened: \(String(cString: strerror(errno))).")
    }
    var status = stat()
    let known = fstat(descriptor, &status) == 0
    guard known, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw TableError(.file, "\(url.path) is not a regular file; save the table in a file first.")
    }
    byteCount = Int(status.st_size)
  }

  deinit { close(descriptor) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    while true {
      let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR {
        throw TableError(.file, "\(name) cannot be read: \(String(cString: strerror(errno))).")
      }
    }
  }

  func rewind() throws(TableError) {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw TableError(.file, "\(name) cannot be read twice: \(String(cString: strerror(errno))).")
    }
  }
}

/// Bytes in memory.
struct MemoryBytes: ByteSource {
  let bytes: [UInt8]
  let name: String
  private var position = 0

  init(_ bytes: [UInt8], name: String = "the table") {
    self.bytes = bytes
    self.name = name
  }

  var byteCount: Int { bytes.count }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let end = min(position + buffer.count, bytes.count)
    buffer.copyBytes(from: bytes[position..<end])
    defer { position = end }
    return end - position
  }

  mutating func rewind() { position = 0 }
}
