/// How many bytes a tensor of a declared shape takes, checked before anything is allocated.
enum ElementLayout {
  /// The number of axes that libtorch's kernels take.
  static let maximumAxes = 64

  /// The bytes of `shape`, also where an axis of size zero would hide an overflow.
  ///
  /// - Throws: `TorchError` when no memory could hold such a tensor.
  static func byteCount(_ shape: [Int], _ dtype: DType) throws -> Int {
    guard shape.count <= maximumAxes else {
      throw TorchError("a tensor has \(shape.count) axes; \(maximumAxes) are the most")
    }
    var bytes = dtype.size
    for size in shape {
      let (product, overflows) = bytes.multipliedReportingOverflow(by: max(1, size))
      guard size >= 0, !overflows else {
        throw TorchError("no memory holds a tensor of shape \(shape)")
      }
      bytes = product
    }
    return shape.contains(0) ? 0 : bytes
  }
}
