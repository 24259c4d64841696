extension CSVScanner {
  /// Scans all of `source`, behind `skipping` bytes at its start, in pieces of bounded size.
  ///
  /// `progress` receives the number of bytes read so far.
  mutating func scan(
    _ source: inout some ByteSource, skipping: Int, into sink: inout some CSVSink,
    progress: (Int) -> Void
  ) throws(TableError) {
    var capacity = 1 << 20
    var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
    defer { buffer.deallocate() }
    var filled = 0
    var total = 0
    var toSkip = skipping
    while !isStopped {
      if filled == capacity {
        // One cell fills the buffer; the scanner bounds its length, and so the buffer's.
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity * 2, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
        buffer.deallocate()
        buffer = larger
        capacity *= 2
      }
      let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      filled += count
      total += count
      let from = min(toSkip, filled)
      if count > 0, filled < toSkip { continue }
      let bytes = UnsafeRawBufferPointer(rebasing: buffer[from..<filled])
        .assumingMemoryBound(to: UInt8.self)
      let done = try scan(bytes, isLast: count == 0, into: &sink) + from
      toSkip = 0
      if count == 0 { return }
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[done..<filled]))
      filled -= done
      progress(total)
    }
  }
}
