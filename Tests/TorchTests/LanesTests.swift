import Synchronization
import Testing

@testable import Torch

@Suite("Lanes")
struct LanesTests {
  @Test(
    "Each piece is worked on once, whatever the number of threads",
    arguments: [1, 2, 3, 8], [0, 1, 2, 7, 100])
  func pieces(threads: Int, pieces: Int) {
    let counts = (0..<pieces).map { _ in Counter() }
    let lanes = Lanes(threads: threads, pieces: pieces)
    lanes.run(pieces) { counts[$0].add() }
    #expect(counts.allSatisfy { $0.value == 1 })
    let squares: [Int] = (0..<pieces + 3).map { $0 * $0 }
    #expect(lanes.map(pieces + 3) { $0 * $0 } == squares)
    #expect(lanes.count == max(1, min(threads, pieces)))
  }

  @Test("The lanes divide the threads among them, and leave the caller's as they were")
  func threads() {
    let before = Runtime.threadCount
    defer { Runtime.threadCount = before }
    for (threads, pieces, each) in [(4, 2, 2), (2, 4, 1), (3, 2, 1), (8, 2, 4)] {
      Runtime.threadCount = 3
      let seen = Lanes(threads: threads, pieces: pieces).map(pieces) { _ in Runtime.threadCount }
      #expect(seen == Array(repeating: each, count: pieces))
      #expect(Runtime.threadCount == 3)
    }
    // One lane is the caller's own thread, as it is.
    #expect(Lanes.single.map(2) { _ in Runtime.threadCount } == [3, 3])
  }

  @Test("Gradients are recorded in a lane as on the calling thread, and apart from it")
  func gradients() {
    let x = Tensor([Float(2), 3]).requiringGrad()
    let slopes = withoutGradient {
      Lanes(threads: 2, pieces: 4).map(4) { piece in
        withGradient(enabled: true) {
          grad(of: [(x * x * Double(piece)).sum()], withRespectTo: [x])[0]?.asArray(Float.self)
        }
      }
    }
    let expected: [[Float]?] = [[0, 0], [4, 6], [8, 12], [12, 18]]
    #expect(slopes == expected)
  }
}

private final class Counter: Sendable {
  private let count = Atomic<Int>(0)
  var value: Int { count.load(ordering: .relaxed) }
  func add() { count.wrappingAdd(1, ordering: .relaxed) }
}
