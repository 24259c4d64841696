import Foundation

extension DatePattern {
  /// Appends a date as text; `seconds` since 1970 UTC.
  func append(_ seconds: Double, to bytes: inout [UInt8]) {
    // Rounded to what the pattern shows, or 11:59:59.9996 would lose a second.
    let ticks = (seconds * ticksPerSecond).rounded()
    let wholeSeconds = (ticks / ticksPerSecond).rounded(.down)
    let days = (wholeSeconds / 86_400).rounded(.down)
    guard abs(days) < 1e9 else { return bytes.append(contentsOf: "\(seconds)".utf8) }
    let (year, month, day) = CivilDate.date(days: Int(days))
    func put(_ value: Int, width: Int) {
      let digits = String(abs(value))
      if value < 0 { bytes.append(UInt8(ascii: "-")) }
      for _ in 0..<max(0, width - digits.count) { bytes.append(UInt8(ascii: "0")) }
      bytes.append(contentsOf: digits.utf8)
    }
    let width = isPadded ? 2 : 1
    let parts =
      switch order {
      case .yearMonthDay: [(year, 4), (month, width), (day, width)]
      case .dayMonthYear: [(day, width), (month, width), (year, 4)]
      case .monthDayYear: [(month, width), (day, width), (year, 4)]
      }
    for (index, part) in parts.enumerated() {
      if index > 0 { bytes.append(separator) }
      put(part.0, width: part.1)
    }
    guard time != .none else { return }
    let second = Int(wholeSeconds - days * 86_400)
    bytes.append(timeSeparator)
    put(second / 3600, width: 2)
    bytes.append(UInt8(ascii: ":"))
    put(second / 60 % 60, width: 2)
    if time != .minutes {
      bytes.append(UInt8(ascii: ":"))
      put(second % 60, width: 2)
    }
    if case .fraction(let digits) = time {
      bytes.append(UInt8(ascii: "."))
      put(Int(ticks - wholeSeconds * ticksPerSecond), width: digits)
    }
    if isZulu { bytes.append(UInt8(ascii: "Z")) }
  }

  /// The finest part of a second that the pattern shows.
  private var ticksPerSecond: Double {
    guard case .fraction(let digits) = time else { return 1 }
    return (0..<digits).reduce(1.0) { ticks, _ in ticks * 10 }
  }
}
