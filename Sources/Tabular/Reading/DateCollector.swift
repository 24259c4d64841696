/// Gathers the dates of a column and finds the one pattern that fits them all.
struct DateCollector {
  /// Seconds since 1970, NaN where missing.
  private(set) var seconds: [Double] = []
  private var pattern: DatePattern?
  private var otherOrder: DatePattern.Order?
  private var showsPadding = false
  private var lacksPadding = false

  /// Makes a collector; `pattern` fixes the pattern in advance.
  init(pattern: DatePattern? = nil) {
    self.pattern = pattern
    isFixed = pattern != nil
  }

  private let isFixed: Bool

  mutating func appendMissing() { seconds.append(.nan) }

  mutating func reserve(_ count: Int) { seconds.reserveCapacity(count) }

  /// Adds a cell; `false` when it is no date, or one in another pattern than those before.
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let text = DateText(bytes) else { return false }
    guard let known = pattern else { return begin(text) }
    guard fits(text.pattern, known) else { return false }
    if case .fraction(let digits) = text.pattern.time, case .fraction(let before) = known.time {
      pattern?.time = .fraction(max(digits, before))
    }
    showsPadding = showsPadding || text.showsPadding
    lacksPadding = lacksPadding || !text.pattern.isPadded
    if showsPadding && lacksPadding && !isFixed { return false }
    if let other = otherOrder, text.seconds(other) == nil { otherOrder = nil }
    if let value = text.seconds(known.order) {
      seconds.append(value)
      return true
    }
    guard let other = otherOrder, let value = text.seconds(other) else { return false }
    swapDaysAndMonths()
    pattern?.order = other
    otherOrder = nil
    seconds.append(value)
    return true
  }

  /// The pattern of all dates, if there were any.
  var foundPattern: DatePattern? {
    var found = pattern
    if !isFixed { found?.isPadded = !lacksPadding }
    return found
  }

  private mutating func begin(_ text: DateText) -> Bool {
    showsPadding = text.showsPadding
    lacksPadding = !text.pattern.isPadded
    let order = text.pattern.order
    let other: DatePattern.Order? =
      switch order {
      case .yearMonthDay: nil
      case .dayMonthYear: .monthDayYear
      case .monthDayYear: .dayMonthYear
      }
    pattern = text.pattern
    if let value = text.seconds(order) {
      seconds.append(value)
      // Dots are German; nobody writes the month first with them.
      otherOrder = text.pattern.separator == UInt8(ascii: ".") ? nil : other
      if let alternative = otherOrder, text.seconds(alternative) == nil { otherOrder = nil }
      return true
    }
    guard let other, let value = text.seconds(other) else { return false }
    pattern?.order = other
    seconds.append(value)
    return true
  }

  private func fits(_ pattern: DatePattern, _ known: DatePattern) -> Bool {
    let isOrderAlike = (pattern.order == .yearMonthDay) == (known.order == .yearMonthDay)
    let isTimeAlike =
      switch (pattern.time, known.time) {
      case (.fraction, .fraction): true
      default: pattern.time == known.time
      }
    return isOrderAlike && isTimeAlike && pattern.separator == known.separator
      && (pattern.time == .none || pattern.timeSeparator == known.timeSeparator)
      && pattern.isZulu == known.isZulu
  }

  private mutating func swapDaysAndMonths() {
    for index in seconds.indices where !seconds[index].isNaN {
      let days = (seconds[index] / 86_400).rounded(.down)
      let (year, month, day) = CivilDate.date(days: Int(days))
      let swapped = CivilDate.days(year: year, month: day, day: month)
      seconds[index] += (Double(swapped) - days) * 86_400
    }
  }
}
