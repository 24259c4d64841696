/// How the dates of a column are written: `yyyy-MM-dd`, `dd.MM.yyyy`, `MM/dd/yyyy HH:mm:ss` ...
struct DatePattern: Equatable, Sendable {
  /// The order of year, month and day.
  enum Order: Sendable {
    case yearMonthDay, dayMonthYear, monthDayYear
  }
  /// What follows the date.
  enum Time: Equatable, Sendable {
    case none
    case minutes
    case seconds
    /// Seconds with so many digits behind the point.
    case fraction(Int)
  }

  var order: Order
  /// `-`, `/` or `.`.
  var separator: UInt8
  /// Whether days and months below ten have a zero in front.
  var isPadded = true
  var time = Time.none
  /// A space or `T`.
  var timeSeparator = UInt8(ascii: " ")
  /// Whether `Z` ends the text.
  var isZulu = false

  /// The pattern in Unicode letters (UTS 35), as in `ColumnFormat.datePattern`.
  var text: String {
    let sign = String(UnicodeScalar(separator))
    let (month, day) = isPadded ? ("MM", "dd") : ("M", "d")
    let date =
      switch order {
      case .yearMonthDay: ["yyyy", month, day]
      case .dayMonthYear: [day, month, "yyyy"]
      case .monthDayYear: [month, day, "yyyy"]
      }
    var text = date.joined(separator: sign)
    if time != .none { text += timeSeparator == UInt8(ascii: "T") ? "'T'" : " " }
    switch time {
    case .none: break
    case .minutes: text += "HH:mm"
    case .seconds: text += "HH:mm:ss"
    case .fraction(let digits): text += "HH:mm:ss." + String(repeating: "S", count: digits)
    }
    return text + (isZulu ? "'Z'" : "")
  }

  init(
    order: Order, separator: UInt8, isPadded: Bool = true, time: Time = .none,
    timeSeparator: UInt8 = UInt8(ascii: " "), isZulu: Bool = false
  ) {
    self.order = order
    self.separator = separator
    self.isPadded = isPadded
    self.time = time
    self.timeSeparator = timeSeparator
    self.isZulu = isZulu
  }

  /// The pattern that `text` spells, or `nil` when it is none of those known here.
  init?(text: String) {
    var rest = Substring(text)
    func take(_ prefix: String) -> Bool {
      guard rest.hasPrefix(prefix) else { return false }
      rest = rest.dropFirst(prefix.count)
      return true
    }
    let isZulu = rest.hasSuffix("'Z'")
    if isZulu { rest = rest.dropLast(3) }
    let dateEnd = rest.firstIndex { $0 == " " || $0 == "'" } ?? rest.endIndex
    let date = rest[..<dateEnd]
    rest = rest[dateEnd...]
    guard let sign = date.first(where: { "-/.".contains($0) }), let separator = sign.asciiValue
    else { return nil }
    let parts = date.split(separator: sign, omittingEmptySubsequences: false)
    let isPadded = parts.contains("MM")
    let order: Order? =
      switch parts.map({ $0.first ?? " " }) {
      case ["y", "M", "d"]: .yearMonthDay
      case ["d", "M", "y"]: .dayMonthYear
      case ["M", "d", "y"]: .monthDayYear
      default: nil
      }
    guard let order else { return nil }
    var time = Time.none
    let usesT = take("'T'")
    if usesT || take(" ") {
      guard take("HH:mm") else { return nil }
      time = .minutes
      if take(":ss") { time = .seconds }
      if take(".") {
        time = .fraction(rest.count)
        rest = rest.drop { $0 == "S" }
      }
    }
    guard rest.isEmpty else { return nil }
    self.init(
      order: order, separator: separator, isPadded: isPadded, time: time,
      timeSeparator: UInt8(ascii: usesT ? "T" : " "), isZulu: isZulu)
    guard self.text == text else { return nil }
  }
}
