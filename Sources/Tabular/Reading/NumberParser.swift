/// Reads numbers from bytes without making strings.
struct NumberParser {
  /// What a cell holds.
  enum Outcome {
    /// A finite number.
    case number
    /// A number beyond the largest `Double`, such as `1e999`.
    case overflow
    /// Something else.
    case text
  }

  /// The decimal separator: `.` or `,`.
  let decimal: UInt8

  /// The number found last.
  private(set) var value = 0.0
  /// Its digits behind the decimal point.
  private(set) var fractionDigits = 0
  /// Its significant digits.
  private(set) var digits = 0
  /// Whether it was written with an exponent.
  private(set) var hasExponent = false
  /// Whether it was written with a needless zero in front, as codes such as `007` are.
  private(set) var hasLeadingZero = false

  init(decimal: UInt8 = UInt8(ascii: ".")) { self.decimal = decimal }

  private static let powers: [Double] = (0...22).map { power in
    (0..<power).reduce(1.0) { product, _ in product * 10 }
  }

  /// Reads the whole of `bytes` as one number, spaces around it ignored.
  mutating func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Outcome {
    guard var at = bytes.baseAddress else { return .text }
    var end = at + bytes.count
    while at < end, at.pointee == 0x20 { at += 1 }
    while at < end, (end - 1).pointee == 0x20 { end -= 1 }
    let start = at
    var isNegative = false
    if at < end, at.pointee == UInt8(ascii: "-") || at.pointee == UInt8(ascii: "+") {
      isNegative = at.pointee == UInt8(ascii: "-")
      at += 1
    }
    let firstDigit = at
    var mantissa: UInt64 = 0
    var significant = 0
    var exponent = 0
    while at < end, case let digit = at.pointee &- 0x30, digit < 10 {
      mantissa = mantissa &* 10 &+ UInt64(digit)
      significant += significant > 0 || digit > 0 ? 1 : 0
      at += 1
    }
    let wholeDigits = at - firstDigit
    var fraction = 0
    if at < end, at.pointee == decimal {
      at += 1
      let point = at
      while at < end, case let digit = at.pointee &- 0x30, digit < 10 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        significant += significant > 0 || digit > 0 ? 1 : 0
        at += 1
      }
      fraction = at - point
    }
    guard wholeDigits + fraction > 0 else { return .text }
    hasLeadingZero = wholeDigits > 1 && firstDigit.pointee == 0x30
    hasExponent = false
    if at < end, at.pointee | 0x20 == UInt8(ascii: "e") {
      hasExponent = true
      at += 1
      var isDown = false
      if at < end, at.pointee == UInt8(ascii: "-") || at.pointee == UInt8(ascii: "+") {
        isDown = at.pointee == UInt8(ascii: "-")
        at += 1
      }
      let first = at
      while at < end, case let digit = at.pointee &- 0x30, digit < 10 {
        exponent = min(exponent * 10 + Int(digit), 1_000_000)
        at += 1
      }
      guard at > first else { return .text }
      if isDown { exponent = -exponent }
    }
    guard at == end else { return .text }
    fractionDigits = fraction
    digits = significant
    let power = exponent - fraction
    // Both the digits and the power of ten are exact, so one rounding gives the nearest number
    // (Clinger, "How to read floating point numbers accurately", 1990).
    if significant <= 19, mantissa < 1 << 53, power >= -22, power <= 22 {
      let scaled =
        power < 0 ? Double(mantissa) / Self.powers[-power] : Double(mantissa) * Self.powers[power]
      value = isNegative ? -scaled : scaled
      return .number
    }
    return parseSlowly(UnsafeBufferPointer(start: start, count: end - start))
  }

  private mutating func parseSlowly(_ bytes: UnsafeBufferPointer<UInt8>) -> Outcome {
    let point = UInt8(ascii: ".")
    let text =
      decimal == point
      ? String(decoding: bytes, as: UTF8.self)
      : String(decoding: bytes.map { $0 == decimal ? point : $0 }, as: UTF8.self)
    guard let number = Double(text) else { return .text }
    value = number
    return number.isFinite ? .number : .overflow
  }
}
