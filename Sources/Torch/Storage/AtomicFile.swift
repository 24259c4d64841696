package import Foundation

/// Files that are there whole or not at all.
package enum AtomicFile {
  /// Writes a file under a temporary name in the same folder, brings it to the disk, and gives it
  /// its name.
  ///
  /// - Parameters:
  ///   - url: Where the file is to stand.
  ///   - overwrite: Whether a file that stands there is replaced.
  ///   - body: Calls its argument with the bytes, piece by piece.
  /// - Throws: `TorchError` when a file stands there and is not to be replaced, or when the disk
  ///   refuses; what `body` throws. No half-written file stays behind.
  package static func write(
    to url: URL, overwrite: Bool,
    _ body: (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    var status = stat()
    if !overwrite, lstat(url.path, &status) == 0 { throw alreadyExists(url) }
    let temporary = url.deletingLastPathComponent().appending(
      path: ".\(url.lastPathComponent).\(UInt64.random(in: 0 ... .max)).part")
    let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw TorchError.system("cannot be created", url) }
    UnfinishedFiles.add(temporary.path)
    var isOpen = true
    defer {
      if isOpen { close(descriptor) }
      unlink(temporary.path)
      UnfinishedFiles.remove(temporary.path)
    }
    try body { bytes in try writeAll(bytes, to: descriptor, url) }
    guard fsync(descriptor) == 0 else { throw TorchError.system("cannot be written", url) }
    isOpen = false
    guard close(descriptor) == 0 else { throw TorchError.system("cannot be written", url) }
    try giveName(temporary, url, overwrite: overwrite)
    synchronize(folder: url.deletingLastPathComponent())
  }

  private static func writeAll(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ url: URL
  ) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest)
      #if canImport(Darwin)
      let written = Darwin.write(descriptor, piece.baseAddress, min(piece.count, 1 << 30))
      #else
      let written = Glibc.write(descriptor, piece.baseAddress, min(piece.count, 1 << 30))
      #endif
      if written < 0 {
        if errno == EINTR { continue }
        throw TorchError.system("cannot be written", url)
      }
      rest = rest.dropFirst(written)
    }
  }

  /// A link fails where a name is taken, so a file that appeared in the meantime is safe too; on file
  /// systems without links renaming has to do.
  private static func giveName(_ temporary: URL, _ url: URL, overwrite: Bool) throws {
    if !overwrite {
      if link(temporary.path, url.path) == 0 { return }
      if errno == EEXIST { throw alreadyExists(url) }
    }
    guard rename(temporary.path, url.path) == 0 else {
      throw TorchError.system("cannot be given its name", url)
    }
  }

  /// Brings the new name to the disk, as far as the file system can.
  private static func synchronize(folder: URL) {
    let descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func alreadyExists(_ url: URL) -> TorchError {
    TorchError("\(url.path): already exists; choose another name or ask to overwrite it")
  }
}
