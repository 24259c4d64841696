/// Reads the tokens of a small text header from bytes that nobody vouches for.
///
/// It never reads past the end, never recurses and allocates no more than the header has bytes.
struct HeaderScanner {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// An error at this place.
  func failure(_ what: String) -> TorchError {
    TorchError("header, byte \(position): \(what)")
  }

  /// Whether only spaces are left.
  mutating func isAtEnd() -> Bool {
    skipSpaces()
    return position == bytes.count
  }

  /// Steps over `byte` where it comes next.
  mutating func take(_ byte: UInt8) -> Bool {
    skipSpaces()
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// Steps over `byte`.
  mutating func expect(_ byte: UInt8) throws {
    guard take(byte) else {
      throw failure("\"\(Character(Unicode.Scalar(byte)))\" expected, \(found)")
    }
  }

  /// Steps over `word` where it comes next.
  mutating func take(_ word: StaticString) -> Bool {
    skipSpaces()
    let count = word.utf8CodeUnitCount
    guard position + count <= bytes.count else { return false }
    let matches = word.withUTF8Buffer { $0.elementsEqual(bytes[position..<position + count]) }
    if matches { position += count }
    return matches
  }

  /// A whole number from zero, in digits.
  mutating func nonNegativeInteger() throws -> Int {
    skipSpaces()
    let start = position
    var value = 0
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
      let (scaled, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = scaled.addingReportingOverflow(Int(bytes[position] - 0x30))
      guard !overflows, !overflowsToo else { throw failure("a number is too large") }
      value = sum
      position += 1
    }
    guard position > start else {
      throw failure("a whole number, not negative, expected, \(found)")
    }
    guard bytes[start] != 0x30 || position == start + 1 else {
      throw failure("a number begins with zero")
    }
    return value
  }

  /// A string between `quote`s without escapes.
  mutating func plainString(quote: UInt8) throws -> String {
    try expect(quote)
    let start = position
    while position < bytes.count, bytes[position] != quote, bytes[position] >= 0x20,
      bytes[position] < 0x7F, bytes[position] != UInt8(ascii: "\\")
    {
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard position < bytes.count, bytes[position] == quote else {
      throw failure("a string does not end, or holds what it may not")
    }
    position += 1
    return text
  }

  /// A JSON string (RFC 8259), without NUL.
  mutating func jsonString() throws -> String {
    try expect(UInt8(ascii: "\""))
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let valid = String(validating: text, as: UTF8.self) else {
          throw failure("a string is not UTF-8")
        }
        return valid
      case UInt8(ascii: "\\"): text += try escapedCharacter()
      case 0..<0x20: throw failure("a string holds the control character \(byte)")
      default: text.append(byte)
      }
    }
    throw failure("a string does not end")
  }

  private mutating func escapedCharacter() throws -> [UInt8] {
    guard position < bytes.count else { throw failure("a string does not end") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return try Array(String(unicodeEscape()).utf8)
    default: throw failure("an escape that JSON does not know")
    }
  }

  /// What follows `\u`, with its second half where it is a surrogate.
  private mutating func unicodeEscape() throws -> Character {
    var code = try hexadecimal()
    if (0xD800..<0xDC00).contains(code), take("\\u" as StaticString) {
      let low = try hexadecimal()
      guard (0xDC00..<0xE000).contains(low) else { throw failure("half a character") }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard code != 0 else { throw failure("a string holds NUL") }
    guard let scalar = Unicode.Scalar(code) else { throw failure("half a character") }
    return Character(scalar)
  }

  private mutating func hexadecimal() throws -> UInt32 {
    guard position + 4 <= bytes.count else { throw failure("a string does not end") }
    var value: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("four hexadecimal digits expected")
      }
      value = value << 4 | UInt32(digit)
    }
    position += 4
    return value
  }

  private mutating func skipSpaces() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }

  /// What comes next, for messages.
  private var found: String {
    guard position < bytes.count else { return "the header ends" }
    let byte = bytes[position]
    return (0x21..<0x7F).contains(byte)
      ? "\"\(Character(Unicode.Scalar(byte)))\" found" : "byte \(byte) found"
  }
}

extension String {
  /// The text in quotes for a message, short and without control characters.
  var quotedForMessage: String {
    count > 80 ? String(prefix(80)).debugDescription + "…" : debugDescription
  }
}
