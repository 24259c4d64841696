internal import Dispatch
internal import Synchronization

/// Threads that share pieces of work which do not need each other.
///
/// Where work falls apart into such pieces this beats threads inside operators, which wait for each
/// other after every operator. What a piece computes must not depend on the thread it runs on; then
/// the result does not depend on the number of lanes.
public struct Lanes: Sendable, Equatable {
  /// One lane: the calling thread, as it is.
  public static let single = Lanes(threads: 1, pieces: 1)

  /// How many pieces are worked on at a time.
  public let count: Int
  /// How many threads an operator may use in each.
  private let threadsEach: Int

  /// Lanes for `pieces` pieces on `threads` threads.
  public init(threads: Int, pieces: Int) {
    count = max(1, min(threads, pieces))
    threadsEach = max(1, threads / count)
  }

  /// Calls `body` once for each number below `pieces`, from several threads at a time, and waits.
  ///
  /// - Parameters:
  ///   - pieces: How many.
  ///   - body: Told the number of a piece; it must be safe to call from several threads, and change
  ///     nothing that another piece reads.
  public func run(_ pieces: Int, _ body: (Int) -> Void) {
    guard count > 1, pieces > 1 else { return (0..<pieces).forEach(body) }
    let threads = Runtime.threadCount
    defer { Runtime.threadCount = threads }
    let next = Atomic<Int>(0)
    withoutActuallyEscaping(body) { body in
      // The pieces are told apart by their number, and all are done before this returns.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: min(count, pieces)) { _ in
        Runtime.threadCount = threadsEach
        while true {
          let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard piece < pieces else { return }
          body(piece)
        }
      }
    }
  }

  /// What `transform` makes of each number below `pieces`, in their order; called from several
  /// threads at a time.
  ///
  /// - Parameters:
  ///   - pieces: How many.
  ///   - transform: As the body of `run`.
  /// - Returns: The results.
  public func map<Result>(_ pieces: Int, _ transform: (Int) -> Result) -> [Result] {
    var results = [Result?](repeating: nil, count: pieces)
    results.withUnsafeMutableBufferPointer { places in
      run(pieces) { places[$0] = transform($0) }
    }
    return results.compactMap { $0 }
  }

  /// The same on lanes made for it.
  ///
  /// - Parameters:
  ///   - pieces: How many.
  ///   - threads: On how many threads, at the most.
  ///   - transform: As the body of `run`.
  /// - Returns: The results.
  public static func map<Result>(
    _ pieces: Int, threads: Int, _ transform: (Int) -> Result
  ) -> [Result] {
    Lanes(threads: threads, pieces: pieces).map(pieces, transform)
  }
}
