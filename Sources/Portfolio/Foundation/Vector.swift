/// Memory for doubles that is made once and used in a loop; zeros at the beginning.
final class Vector {
  /// The first element.
  let start: UnsafeMutablePointer<Double>
  /// How many elements.
  let count: Int

  /// Makes memory for `count` doubles.
  init(_ count: Int) {
    self.count = count
    start = .allocate(capacity: max(1, count))
    start.initialize(repeating: 0, count: max(1, count))
  }

  deinit { start.deallocate() }

  /// One element; not checked in release builds.
  subscript(index: Int) -> Double {
    get {
      assert(index >= 0 && index < count, "outside of the memory")
      return start[index]
    }
    set {
      assert(index >= 0 && index < count, "outside of the memory")
      start[index] = newValue
    }
  }

  /// A copy of the elements.
  var elements: [Double] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
