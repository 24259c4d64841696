/// How tensors will lie in a safetensors file, and the header that says so.
struct SafetensorsLayout {
  /// The length, the JSON and spaces up to a multiple of eight bytes.
  let header: [UInt8]
  /// The tensors in the order of their data: the largest elements first, so that each is aligned,
  /// then by name, as the reference implementation has them.
  let tensors: [Tensor]

  /// Lays tensors out.
  ///
  /// - Throws: `TorchError` when a name comes twice or has no place in the format, or an element
  ///   type has none.
  init(_ tensors: [(String, Tensor)], metadata: [String: String]) throws {
    var names: Set<String> = []
    let ordered = try tensors.map { name, tensor in
      guard names.insert(name).inserted else {
        throw TorchError("two tensors have the name \(name.quotedForMessage); rename one")
      }
      guard name != SafetensorsHeader.metadataKey else {
        throw TorchError("no tensor can have the name \(name); rename it")
      }
      try Self.check(name)
      let order = DType.safetensorsOrder
      guard let rank = order.firstIndex(where: { $0.dtype == tensor.dtype }) else {
        throw TorchError(
          "tensor \(name.quotedForMessage) has the element type \(tensor.dtype), which safetensors "
            + "does not know; convert it first")
      }
      return (rank: rank, name: name, tensor: tensor)
    }.sorted { left, right in
      left.rank != right.rank
        ? left.rank > right.rank : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
    self.tensors = ordered.map(\.tensor)

    var members: [String] = []
    if !metadata.isEmpty {
      let texts = try metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
        try Self.check($0.key)
        try Self.check($0.value)
        return "\($0.key.jsonQuoted):\($0.value.jsonQuoted)"
      }
      members.append("\"\(SafetensorsHeader.metadataKey)\":{\(texts.joined(separator: ","))}")
    }
    var offset = 0
    for (rank, name, tensor) in ordered {
      let shape = tensor.shape
      let end = offset + (try ElementLayout.byteCount(shape, tensor.dtype))
      let sizes = shape.map(String.init).joined(separator: ",")
      members.append(
        "\(name.jsonQuoted):{\"dtype\":\"\(DType.safetensorsOrder[rank].name)\","
          + "\"shape\":[\(sizes)],\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var text = Array("{\(members.joined(separator: ","))}".utf8)
    while text.count % 8 != 0 { text.append(0x20) }
    guard text.count <= SafetensorsHeader.maximumLength else {
      throw TorchError(
        "the names and metadata take \(text.count) bytes; \(SafetensorsHeader.maximumLength) are "
          + "the most")
    }
    header = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
  }

  private static func check(_ text: String) throws {
    guard !text.utf8.contains(0) else {
      throw TorchError(
        "\(text.quotedForMessage) holds NUL, which no safetensors file can; change it")
    }
  }
}

extension String {
  /// The text as a JSON string, escaped no more than it must be.
  fileprivate var jsonQuoted: String {
    var quoted = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "\u{8}": quoted += "\\b"
      case "\u{C}": quoted += "\\f"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
