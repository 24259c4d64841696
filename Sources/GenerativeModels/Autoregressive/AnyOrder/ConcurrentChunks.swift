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
    rows: Int, size: Int, device: Device, body: (Int, Range<Int>) -> Void
  ) {
    let chunks = (rows + size - 1) / size
    let threads = Runtime.threadCount
    Runtime.threadCount = 1
    defer { Runtime.threadCount = threads }
    let workers = device.kind == .cpu ? min(threads, chunks) : 1
    Lanes(threads: workers, pieces: workers).run(chunks) { chunk in
      body(chunk, chunk * size..<min(rows, (chunk + 1) * size))
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
