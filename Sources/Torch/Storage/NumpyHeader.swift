/// The header of an npy file: a Python dictionary in text, of one form only.
struct NumpyHeader {
  let dtype: DType
  let shape: [Int]
  /// Whether the first axis is innermost.
  let isFortranOrder: Bool

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// Far beyond what any shape needs.
  static let maximumLength = 65_536

  /// NumPy's names of element types.
  private static let names: [(dtype: DType, name: String)] = [
    (.bool, "|b1"), (.uint8, "|u1"), (.int8, "|i1"), (.int16, "<i2"), (.int32, "<i4"),
    (.int64, "<i8"), (.float16, "<f2"), (.float32, "<f4"), (.float64, "<f8"),
    (.complex64, "<c8"), (.complex128, "<c16"),
  ]

  init(dtype: DType, shape: [Int], isFortranOrder: Bool) {
    self.dtype = dtype
    self.shape = shape
    self.isFortranOrder = isFortranOrder
  }

  /// Reads a header's text.
  ///
  /// - Throws: `TorchError` when it is not such a header.
  init(parsing bytes: [UInt8]) throws {
    var scanner = HeaderScanner(bytes)
    var description: String?
    var order: Bool?
    var sizes: [Int]?
    try scanner.expect(UInt8(ascii: "{"))
    while !scanner.take(UInt8(ascii: "}")) {
      let key = try scanner.plainString(quote: UInt8(ascii: "'"))
      try scanner.expect(UInt8(ascii: ":"))
      switch key {
      case "descr" where description == nil:
        description = try scanner.plainString(quote: UInt8(ascii: "'"))
      case "fortran_order" where order == nil:
        order = scanner.take("True")
        if order == false, !scanner.take("False") {
          throw scanner.failure("True or False expected")
        }
      case "shape" where sizes == nil: sizes = try Self.tuple(&scanner)
      default: throw scanner.failure("the key \(key.quotedForMessage) is unknown or there twice")
      }
      if !scanner.take(UInt8(ascii: ",")) {
        try scanner.expect(UInt8(ascii: "}"))
        break
      }
    }
    guard scanner.isAtEnd() else { throw scanner.failure("something follows the last \"}\"") }
    guard let description, let order, let sizes else {
      throw scanner.failure("descr, fortran_order and shape are needed")
    }
    guard let known = Self.names.first(where: { $0.name == description }) else {
      throw TorchError(
        "its elements are \(description.quotedForMessage); known are "
          + Self.names.map(\.name).joined(separator: ", "))
    }
    self.init(dtype: known.dtype, shape: sizes, isFortranOrder: order)
  }

  private static func tuple(_ scanner: inout HeaderScanner) throws -> [Int] {
    var sizes: [Int] = []
    try scanner.expect(UInt8(ascii: "("))
    while !scanner.take(UInt8(ascii: ")")) {
      guard sizes.count < ElementLayout.maximumAxes else {
        throw scanner.failure("more than \(ElementLayout.maximumAxes) axes")
      }
      sizes.append(try scanner.nonNegativeInteger())
      if !scanner.take(UInt8(ascii: ",")) {
        try scanner.expect(UInt8(ascii: ")"))
        break
      }
    }
    return sizes
  }

  /// What stands before the data: version 1.0, filled up to a multiple of 64 bytes, with NumPy's room
  /// for an axis that grows.
  ///
  /// - Throws: `TorchError` when NumPy does not have the element type.
  func bytes() throws -> [UInt8] {
    guard let name = Self.names.first(where: { $0.dtype == dtype })?.name else {
      throw TorchError("npy files have no \(dtype); convert the tensor to float32 first")
    }
    let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var text =
      "{'descr': '\(name)', 'fortran_order': \(isFortranOrder ? "True" : "False"), "
      + "'shape': (\(sizes)), }"
    if let growing = isFortranOrder ? shape.last : shape.first {
      text += String(repeating: " ", count: max(0, 21 - String(growing).count))
    }
    let filling = 64 - (Self.magic.count + 4 + text.utf8.count + 1) % 64
    text += String(repeating: " ", count: filling) + "\n"
    let length = text.utf8.count
    return Self.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8)
  }
}
