internal import Dispatch

/// The results of `transform` for 0 ..< `count`, worked out on at most `threads` threads.
///
/// The order of the results, and so everything computed from them, does not depend on `threads`.
func concurrentMap<Result: Sendable>(
  _ count: Int, threads: Int, _ transform: @Sendable (Int) -> Result
) -> [Result] {
  guard count > 0 else { return [] }
  let lanes = max(1, min(threads, count))
  guard lanes > 1 else { return (0..<count).map(transform) }
  var results = [Result?](repeating: nil, count: count)
  results.withUnsafeMutableBufferPointer { buffer in
    // Each lane writes to places of its own, and all are done before the buffer goes away.
    nonisolated(unsafe) let places = buffer
    DispatchQueue.concurrentPerform(iterations: lanes) { lane in
      for index in stride(from: lane, to: count, by: lanes) { places[index] = transform(index) }
    }
  }
  return results.compactMap { $0 }
}
