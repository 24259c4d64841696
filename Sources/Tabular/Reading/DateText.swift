/// A text with the shape of a date, taken apart; whether there is such a day depends on the order.
struct DateText {
  /// The three numbers of the date, as written.
  private(set) var parts: (Int, Int, Int) = (0, 0, 0)
  /// The pattern, up to the order of day and month. `isPadded` is `false` only where that shows.
  private(set) var pattern = DatePattern(order: .yearMonthDay, separator: UInt8(ascii: "-"))
  /// Whether a zero in front shows that numbers are padded.
  private(set) var showsPadding = false
  /// Seconds since midnight.
  private(set) var secondOfDay = 0.0

  /// Takes `bytes` apart; `nil` when they have another shape.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count >= 8, bytes.count <= 36, bytes[0] &- 0x30 < 10 else { return nil }
    var at = 0
    func number(upTo limit: Int) -> (value: Int, digits: Int)? {
      var value = 0
      let start = at
      while at < bytes.count, at - start < limit, case let digit = bytes[at] &- 0x30, digit < 10 {
        value = value * 10 + Int(digit)
        at += 1
      }
      return at > start ? (value, at - start) : nil
    }
    func take(_ byte: UInt8) -> Bool {
      guard at < bytes.count, bytes[at] == byte else { return false }
      at += 1
      return true
    }
    guard let first = number(upTo: 4), at < bytes.count else { return nil }
    let separator = bytes[at]
    guard separator == 0x2D || separator == 0x2F || separator == 0x2E else { return nil }
    at += 1
    guard let second = number(upTo: 2), take(separator), let third = number(upTo: 4) else {
      return nil
    }
    let short: [(value: Int, digits: Int)]
    if first.digits == 4, third.digits <= 2 {
      pattern.order = .yearMonthDay
      short = [second, third]
    } else if third.digits == 4, first.digits <= 2 {
      pattern.order = separator == 0x2F ? .monthDayYear : .dayMonthYear
      short = [first, second]
    } else {
      return nil
    }
    parts = (first.value, second.value, third.value)
    pattern.separator = separator
    pattern.isPadded = short.allSatisfy { $0.digits == 2 }
    showsPadding = short.contains { $0.digits == 2 && $0.value < 10 }

    guard at < bytes.count else { return }
    if take(UInt8(ascii: "T")) {
      pattern.timeSeparator = UInt8(ascii: "T")
    } else {
      guard take(0x20) else { return nil }
    }
    let colon = UInt8(ascii: ":")
    guard let hour = number(upTo: 2), hour.digits == 2, hour.value < 24, take(colon),
      let minute = number(upTo: 2), minute.digits == 2, minute.value < 60
    else { return nil }
    pattern.time = .minutes
    secondOfDay = Double(hour.value * 3600 + minute.value * 60)
    if take(colon) {
      guard let second = number(upTo: 2), second.digits == 2, second.value < 60 else { return nil }
      pattern.time = .seconds
      secondOfDay += Double(second.value)
      if take(UInt8(ascii: ".")) {
        guard let fraction = number(upTo: 6) else { return nil }
        pattern.time = .fraction(fraction.digits)
        let scale = (0..<fraction.digits).reduce(1.0) { scale, _ in scale * 10 }
        secondOfDay += Double(fraction.value) / scale
      }
    }
    pattern.isZulu = take(UInt8(ascii: "Z"))
    guard at == bytes.count else { return nil }
  }

  /// Seconds since 1970 UTC when day and month stand in `order`; `nil` when there is no such day.
  func seconds(_ order: DatePattern.Order) -> Double? {
    let (year, month, day) =
      switch order {
      case .yearMonthDay: parts
      case .dayMonthYear: (parts.2, parts.1, parts.0)
      case .monthDayYear: (parts.2, parts.0, parts.1)
      }
    guard CivilDate.exists(year: year, month: month, day: day) else { return nil }
    return Double(CivilDate.days(year: year, month: month, day: day)) * 86_400 + secondOfDay
  }
}
