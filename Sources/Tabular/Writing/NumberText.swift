/// Writes numbers as text.
enum NumberText {
  /// `value` with the digits that `format` asks for.
  static func text(_ value: Double, _ format: ColumnFormat) -> String {
    var bytes: [UInt8] = []
    append(value, format, decimal: UInt8(ascii: "."), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends `value` with the digits that `format` asks for.
  static func append(
    _ value: Double, _ format: ColumnFormat, decimal: UInt8, to bytes: inout [UInt8]
  ) {
    guard let digits = format.fractionDigits, (0...15).contains(digits),
      abs(value) * powers[digits] < 0x1p53
    else { return appendShortest(value, format, decimal: decimal, to: &bytes) }
    // At most 2^53, so the whole number is exact.
    var scaled = UInt64((abs(value) * powers[digits]).rounded())
    var fraction = digits
    while fraction > format.minimumFractionDigits, scaled % 10 == 0 {
      scaled /= 10
      fraction -= 1
    }
    if value < 0, scaled > 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    var written = 0
    repeat {
      if written == fraction, fraction > 0 { bytes.append(decimal) }
      bytes.append(UInt8(ascii: "0") + UInt8(scaled % 10))
      scaled /= 10
      written += 1
    } while scaled > 0 || written <= fraction
    bytes[start...].reverse()
  }

  private static let powers: [Double] = (0...15).map { power in
    (0..<power).reduce(1.0) { product, _ in product * 10 }
  }

  private static func appendShortest(
    _ value: Double, _ format: ColumnFormat, decimal: UInt8, to bytes: inout [UInt8]
  ) {
    var text = value.description
    if format.minimumFractionDigits == 0, text.hasSuffix(".0") { text.removeLast(2) }
    for byte in text.utf8 { bytes.append(byte == UInt8(ascii: ".") ? decimal : byte) }
  }
}
