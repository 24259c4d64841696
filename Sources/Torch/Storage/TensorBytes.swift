internal import CTorch

extension Tensor {
  /// Makes a tensor of elements in a mapped file: in place where they are aligned, else of a copy.
  ///
  /// - Precondition: the bytes are as many as the shape says.
  convenience init(
    stored bytes: UnsafeMutableRawBufferPointer, of mapping: FileMapping, shape: [Int],
    dtype: DType
  ) throws {
    // Any other byte would be a truth value that is neither.
    if dtype == .bool, let wrong = bytes.first(where: { $0 > 1 }) {
      throw TorchError("the byte \(wrong) stands among truth values")
    }
    if Int(bitPattern: bytes.baseAddress) % dtype.size == 0, !bytes.isEmpty {
      try self.init(sharing: bytes, of: mapping, shape: shape, dtype: dtype)
    } else {
      try self.init(copying: UnsafeRawBufferPointer(bytes), shape: shape, dtype: dtype)
    }
  }

  /// Makes a tensor that lies in a mapped file and keeps the mapping alive.
  ///
  /// - Precondition: the bytes are as many as the shape says, and aligned for the element type.
  private convenience init(
    sharing bytes: UnsafeMutableRawBufferPointer, of mapping: FileMapping, shape: [Int],
    dtype: DType
  ) throws {
    let kept = Unmanaged.passRetained(mapping)
    let made = ctorch_borrow_memory(
      bytes.baseAddress, shape.map(Int64.init), Int32(shape.count), dtype.rawValue,
      { context in
        if let context { Unmanaged<FileMapping>.fromOpaque(context).release() }
      }, kept.toOpaque())
    guard let made else { throw TorchError.last }
    self.init(owning: made)
  }

  /// Makes a tensor from a copy of raw elements.
  ///
  /// - Precondition: the bytes are as many as the shape says.
  private convenience init(copying bytes: UnsafeRawBufferPointer, shape: [Int], dtype: DType) throws
  {
    let made = ctorch_from_memory(
      bytes.baseAddress, shape.map(Int64.init), Int32(shape.count), dtype.rawValue)
    guard let made else { throw TorchError.last }
    self.init(owning: made)
  }

  /// Calls `body` with the raw elements in row-major order.
  func withRawBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    let source = detach().to(device: .cpu).contiguous()
    return try withExtendedLifetime(source) {
      try body(
        UnsafeRawBufferPointer(
          start: ctorch_data(source.handle), count: source.size * source.dtype.size))
    }
  }
}
