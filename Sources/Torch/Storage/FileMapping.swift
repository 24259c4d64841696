import Foundation

/// The bytes of a file, mapped into memory and private to this process: writing to them changes no
/// file. Unmapped when the last tensor that shares them is gone.
///
/// A file that another program shortens while it is mapped cannot be read any more; Lyrebird itself
/// replaces files by renaming and never shortens one.
final class FileMapping: Sendable {
  /// The whole file.
  nonisolated(unsafe) let bytes: UnsafeMutableRawBufferPointer

  /// Maps the regular file at `url`.
  ///
  /// - Throws: `TorchError` when it cannot be opened or is no regular file.
  init(of url: URL) throws {
    // A pipe without a writer would block in open().
    let descriptor = open(url.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw TorchError.system("cannot be opened", url) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw TorchError.system("cannot be read", url) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw TorchError("\(url.path): is not a regular file; name a file")
    }
    guard let count = Int(exactly: status.st_size) else {
      throw TorchError("\(url.path): is too large to map")
    }
    guard count > 0 else {
      bytes = UnsafeMutableRawBufferPointer(start: nil, count: 0)
      return
    }
    // Without a reserve, since hardly a page is ever written to: the file may exceed the memory.
    let start = mmap(
      nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, descriptor, 0)
    guard let start, start != MAP_FAILED else {
      throw TorchError.system("cannot be mapped into memory", url)
    }
    bytes = UnsafeMutableRawBufferPointer(start: start, count: count)
  }

  deinit {
    if let start = bytes.baseAddress { munmap(start, bytes.count) }
  }
}

extension TorchError {
  /// What the system just refused to do with a file.
  static func system(_ what: String, _ url: URL) -> TorchError {
    TorchError("\(url.path): \(what): \(String(cString: strerror(errno)))")
  }
}
