public import Foundation
internal import Torch

/// A file that comes into being whole or not at all.
///
/// The bytes go to a hidden file beside the place where they are wanted, which takes the wanted
/// name in `finish()`. Whatever happens before leaves nothing behind.
public final class OutputFile {
  /// What writes bytes to a descriptor: `write(2)`, or a disk that a test has filled.
  typealias Write = (CInt, UnsafeRawPointer?, Int) -> Int

  private let url: URL
  private let temporary: URL
  private let overwrites: Bool
  private let write: Write
  private var descriptor: CInt

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - url: Where the file is to be.
  ///   - overwrites: Whether a file that is there may be replaced.
  /// - Throws: `TableError` when there is such a file already, or when none can be made there.
  public convenience init(_ url: URL, overwrites: Bool = false) throws(TableError) {
    try self.init(url, overwrites: overwrites, write: Foundation.write)
  }

  init(_ url: URL, overwrites: Bool, write: @escaping Write) throws(TableError) {
    self.url = url
    self.overwrites = overwrites
    self.write = write
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    temporary = url.deletingLastPathComponent()
      .appending(path: ".\(url.lastPathComponent.prefix(100)).\(random).partial")
    try Self.checkPlace(url, overwrites: overwrites)
    descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw TableError(.output, "\(url.path) cannot be written: \(Self.reason()).")
    }
    UnfinishedFiles.add(temporary.path)
  }

  deinit { discard() }

  /// Appends bytes.
  ///
  /// - Parameter bytes: What to append.
  /// - Throws: `TableError` when they cannot be written, as on a full disk; the file is then gone.
  public func append(_ bytes: UnsafeRawBufferPointer) throws(TableError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = write(descriptor, rest.baseAddress, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw failed(Self.reason())
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Gives the file its name.
  ///
  /// - Throws: `TableError` when that fails; the file is then gone.
  public func finish() throws(TableError) {
    // Some file systems report a full disk only now.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
      throw failed(Self.reason())
    }
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0 else { throw failed(Self.reason()) }
    do throws(TableError) {
      try Self.checkPlace(url, overwrites: overwrites)
    } catch {
      discard()
      throw error
    }
    guard rename(temporary.path, url.path) == 0 else { throw failed(Self.reason()) }
    UnfinishedFiles.remove(temporary.path)
    isFinished = true
  }

  private var isFinished = false

  private static func checkPlace(_ url: URL, overwrites: Bool) throws(TableError) {
    var status = stat()
    guard stat(url.path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw TableError(.output, "\(url.path) is a directory; name a file in it.")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw TableError(.output, "\(url.path) is not a regular file; name one that is to be made.")
    }
    guard overwrites else {
      throw TableError(.exists, "\(url.path) exists; pass --overwrite to replace it.")
    }
  }

  private static func reason() -> String { String(cString: strerror(errno)) }

  private func failed(_ reason: String) -> TableError {
    discard()
    return TableError(
      .write, "\(url.path) could not be written: \(reason). Nothing was left behind.")
  }

  private func discard() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    guard !isFinished else { return }
    unlink(temporary.path)
    UnfinishedFiles.remove(temporary.path)
  }
}
