internal import Torch

extension Lanes {
  /// Calls `body` with ranges of the places of `tensors`, one a lane and of about as many elements,
  /// and once with all of them where they are few.
  func share(_ tensors: [Tensor], _ body: (Range<Int>) -> Void) {
    let total = tensors.reduce(0) { $0 + $1.size }
    // Below, waking a thread takes longer.
    guard count > 1, total >= 1 << 16 else { return body(tensors.indices) }
    var ranges: [Range<Int>] = []
    var start = 0
    var elements = 0
    for (index, tensor) in tensors.enumerated() {
      elements += tensor.size
      guard elements * count >= total * (ranges.count + 1) else { continue }
      ranges.append(start..<index + 1)
      start = index + 1
    }
    run(ranges.count) { body(ranges[$0]) }
  }
}
