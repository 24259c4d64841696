/// The header of a safetensors file: what it says about each tensor, and its metadata.
///
/// The text is JSON of one form only, an object of objects, so it is read without recursion; whatever
/// has another form is refused.
struct SafetensorsHeader {
  /// One tensor.
  struct Entry {
    let name: String
    let dtype: DType
    let shape: [Int]
    /// Where its bytes lie in the data that follows the header.
    let range: Range<Int>
  }

  /// The longest header that is read, as in the reference implementation.
  static let maximumLength = 100_000_000
  /// The key of the metadata.
  static let metadataKey = "__metadata__"

  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]

  /// Reads and checks a header that `dataSize` bytes of data follow.
  ///
  /// - Throws: `TorchError` when the text is not such a header, or when the tensors do not fill the
  ///   data without gap or overlap.
  init(parsing bytes: [UInt8], dataSize: Int) throws {
    var scanner = HeaderScanner(bytes)
    var seen: Set<String> = []
    try scanner.expect(UInt8(ascii: "{"))
    if !scanner.take(UInt8(ascii: "}")) {
      repeat {
        let key = try Self.key(&scanner, &seen)
        if key == Self.metadataKey {
          metadata = try Self.metadata(&scanner)
        } else {
          entries.append(try Self.entry(&scanner, name: key))
        }
      } while scanner.take(UInt8(ascii: ","))
      try scanner.expect(UInt8(ascii: "}"))
    }
    guard scanner.isAtEnd() else { throw scanner.failure("something follows the last \"}\"") }
    try checkCoverage(dataSize: dataSize)
  }

  private static func key(
    _ scanner: inout HeaderScanner, _ seen: inout Set<String>
  ) throws -> String {
    let key = try scanner.jsonString()
    guard seen.insert(key).inserted else {
      throw scanner.failure("the key \(key.quotedForMessage) stands there twice")
    }
    try scanner.expect(UInt8(ascii: ":"))
    return key
  }

  private static func metadata(_ scanner: inout HeaderScanner) throws -> [String: String] {
    var metadata: [String: String] = [:]
    var seen: Set<String> = []
    try scanner.expect(UInt8(ascii: "{"))
    if scanner.take(UInt8(ascii: "}")) { return metadata }
    repeat {
      let key = try key(&scanner, &seen)
      metadata[key] = try scanner.jsonString()
    } while scanner.take(UInt8(ascii: ","))
    try scanner.expect(UInt8(ascii: "}"))
    return metadata
  }

  private static func entry(_ scanner: inout HeaderScanner, name: String) throws -> Entry {
    var dtype: DType?
    var shape: [Int]?
    var offsets: [Int]?
    var seen: Set<String> = []
    try scanner.expect(UInt8(ascii: "{"))
    repeat {
      switch try key(&scanner, &seen) {
      case "dtype":
        let text = try scanner.jsonString()
        guard let known = DType(safetensorsName: text) else {
          throw scanner.failure(
            "tensor \(name.quotedForMessage) has the element type \(text.quotedForMessage); "
              + "known are \(DType.safetensorsOrder.map(\.name).joined(separator: ", "))")
        }
        dtype = known
      case "shape": shape = try integers(&scanner, atMost: ElementLayout.maximumAxes)
      case "data_offsets": offsets = try integers(&scanner, atMost: 2)
      case let other:
        throw scanner.failure(
          "tensor \(name.quotedForMessage) has the unknown key \(other.quotedForMessage)")
      }
    } while scanner.take(UInt8(ascii: ","))
    try scanner.expect(UInt8(ascii: "}"))
    guard let dtype, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
      throw scanner.failure(
        "tensor \(name.quotedForMessage) needs dtype, shape and ascending data_offsets")
    }
    let byteCount = try ElementLayout.byteCount(shape, dtype)
    guard offsets[1] - offsets[0] == byteCount else {
      throw TorchError(
        "tensor \(name.quotedForMessage), \(dtype) of shape \(shape), takes \(byteCount) bytes, "
          + "but its data_offsets give it \(offsets[1] - offsets[0])")
    }
    return Entry(name: name, dtype: dtype, shape: shape, range: offsets[0]..<offsets[1])
  }

  private static func integers(
    _ scanner: inout HeaderScanner, atMost limit: Int
  ) throws -> [Int] {
    var list: [Int] = []
    try scanner.expect(UInt8(ascii: "["))
    if scanner.take(UInt8(ascii: "]")) { return list }
    repeat {
      guard list.count < limit else {
        throw scanner.failure("more than \(limit) numbers in a list")
      }
      list.append(try scanner.nonNegativeInteger())
    } while scanner.take(UInt8(ascii: ","))
    try scanner.expect(UInt8(ascii: "]"))
    return list
  }

  private func checkCoverage(dataSize: Int) throws {
    var end = 0
    let ordered = entries.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    for entry in ordered {
      guard entry.range.lowerBound == end else {
        throw TorchError(
          "tensor \(entry.name.quotedForMessage) begins at byte \(entry.range.lowerBound) of the "
            + "data, \(entry.range.lowerBound < end ? "inside another tensor" : "behind a gap")")
      }
      end = entry.range.upperBound
    }
    guard end == dataSize else {
      throw TorchError(
        "the header describes \(end) bytes of data, but the file has \(dataSize) "
          + "(\(dataSize < end ? "it is cut short" : "something follows"))")
    }
  }
}

extension DType {
  /// The names that safetensors has for element types, in the order in which the reference
  /// implementation lays tensors out: the largest last.
  static let safetensorsOrder: [(dtype: DType, name: String)] = [
    (.bool, "BOOL"), (.uint8, "U8"), (.int8, "I8"), (.int16, "I16"), (.float16, "F16"),
    (.bfloat16, "BF16"), (.int32, "I32"), (.float32, "F32"), (.complex64, "C64"),
    (.float64, "F64"), (.int64, "I64"),
  ]

  init?(safetensorsName name: String) {
    guard let found = Self.safetensorsOrder.first(where: { $0.name == name }) else { return nil }
    self = found.dtype
  }
}
