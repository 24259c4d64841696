import Foundation
internal import Torch

/// Draws many rows in chunks on several threads.
///
/// Each chunk has a number that its randomness follows from, so the rows do not depend on the number
/// of threads.
struct ChunkedRows {
  /// Rows a chunk.
  let size: Int
  /// Values a row.
  let width: Int
  private var nextChunk = 0

  init(size: Int, width: Int) {
    self.size = size
    self.width = width
  }

  /// Draws the next `count` rows, row-major.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - condition: As many partial rows, or `nil`.
  ///   - threads: The most threads to use.
  ///   - chunk: Draws one chunk: its number, its rows, its part of the condition. It is called from
  ///     several threads and must not change what they share.
  /// - Returns: The rows.
  mutating func draw(
    _ count: Int, given condition: PartialRows?, threads: Int,
    _ chunk: (_ index: UInt64, _ rows: Int, _ given: PartialRows?) -> [Float]
  ) -> [Float] {
    precondition(
      condition.map { $0.values.count == count * width } ?? true, "a condition of other length")
    let chunks = (count + size - 1) / size
    let first = UInt64(nextChunk)
    nextChunk += chunks
    let pieces = (0..<chunks).map { $0 * size..<min(count, ($0 + 1) * size) }
    let before = Runtime.threadCount
    Runtime.threadCount = 1
    defer { Runtime.threadCount = before }
    var result = [Float](repeating: 0, count: count * width)
    result.withUnsafeMutableBufferPointer { buffer in
      withoutActuallyEscaping(chunk) { chunk in
        let work = SharedWork(output: buffer, chunk: chunk, condition: condition, width: width)
        let queue = ChunkQueue(count: chunks)
        DispatchQueue.concurrentPerform(iterations: min(threads, max(chunks, 1))) { _ in
          while let index = queue.take() {
            work.perform(pieces[index], number: first + UInt64(index))
          }
        }
      }
    }
    return result
  }
}

/// What the threads share: each writes the part of the output that belongs to its chunk alone.
private struct SharedWork: @unchecked Sendable {
  let output: UnsafeMutableBufferPointer<Float>
  let chunk: (UInt64, Int, PartialRows?) -> [Float]
  let condition: PartialRows?
  let width: Int

  func perform(_ rows: Range<Int>, number: UInt64) {
    let range = rows.lowerBound * width..<rows.upperBound * width
    let part = condition.map {
      PartialRows(values: Array($0.values[range]), seen: Array($0.seen[range]))
    }
    let drawn = withoutGradient { chunk(number, rows.count, part) }
    _ = UnsafeMutableBufferPointer(rebasing: output[range]).update(fromContentsOf: drawn)
  }
}

/// Hands out chunks to threads.
private final class ChunkQueue: @unchecked Sendable {
  private let lock = NSLock()
  private var next = 0
  private let count: Int

  init(count: Int) { self.count = count }

  func take() -> Int? {
    lock.withLock {
      guard next < count else { return nil }
      defer { next += 1 }
      return next
    }
  }
}
