import Foundation
internal import Torch

/// Work on many rows, cut into chunks that several threads take one after the other.
///
/// What a chunk computes must follow from its number alone. Inside a chunk libtorch runs on one
/// thread, so the result does not depend on the number of threads.
enum ConcurrentChunks {
  /// Calls `body` once for each chunk of `size` rows.
  ///
  /// - Parameters:
  ///   - rows: How many rows there are.
  ///   - size: Rows a chunk.
  ///   - device: Where the model is; anywhere but on the processor one thread is used.
  ///   - body: Told the number of the chunk and its rows; it must be safe to call from several
  ///     threads.
  static func run(
    rows: Int, size: Int, device: Device, body: @escaping (Int, Range<Int>) -> Void
  ) {
    let chunks = (rows + size - 1) / size
    let threads = Runtime.threadCount
    Runtime.threadCount = 1
    defer { Runtime.threadCount = threads }
    let work = SharedWork(body: body)
    let next = ChunkCounter()
    let workers = device.kind == .cpu ? min(threads, max(chunks, 1)) : 1
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while let chunk = next.take(below: chunks) {
        work.body(chunk, chunk * size..<min(rows, (chunk + 1) * size))
      }
    }
  }
}

/// Work that reads the same tensors from several threads, none of which changes them.
private struct SharedWork: @unchecked Sendable {
  let body: (Int, Range<Int>) -> Void
}

/// Hands out chunks to threads.
private final class ChunkCounter: @unchecked Sendable {
  private let lock = NSLock()
  private var next = 0

  func take(below count: Int) -> Int? {
    lock.withLock {
      guard next < count else { return nil }
      defer { next += 1 }
      return next
    }
  }
}

/// A result of which each chunk writes its own part.
struct SharedOutput<Element>: @unchecked Sendable {
  let buffer: UnsafeMutableBufferPointer<Element>

  func write(_ values: [Element], from start: Int) {
    for (offset, value) in values.enumerated() { buffer[start + offset] = value }
  }
}
