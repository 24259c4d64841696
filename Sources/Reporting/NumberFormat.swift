/// How a number is written for a reader.
public enum NumberFormat: Sendable, Equatable, Codable {
  /// A plain number with this many digits behind the point.
  case number(decimals: Int)
  /// A fraction written as a percentage with this many digits behind the point.
  case percent(decimals: Int)
  /// A number of seconds, written in seconds, minutes or hours.
  case duration

  /// The text for `value`, with `,` between thousands and `–` for no number.
  public func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "–" : value > 0 ? "∞" : "−∞" }
    switch self {
    case .number(let decimals): return Self.decimal(value, decimals)
    case .percent(let decimals): return Self.decimal(value * 100, decimals) + " %"
    case .duration: return Self.duration(value)
    }
  }

  private static func decimal(_ value: Double, _ decimals: Int) -> String {
    guard abs(value) < 1e15 else { return "\(value)" }
    let digits = max(0, min(decimals, 9))
    let power = (0..<digits).reduce(1.0) { product, _ in product * 10 }
    let scaled = (abs(value) * power).rounded(.toNearestOrEven)
    guard scaled < 9e18 else { return "\(value)" }
    let units = Int(scaled)
    let fraction = units % Int(power)
    var text = grouped(units / Int(power))
    if digits > 0 {
      let tail = String(fraction)
      text += "." + String(repeating: "0", count: digits - tail.count) + tail
    }
    return value < 0 && units > 0 ? "−" + text : text
  }

  private static func grouped(_ value: Int) -> String {
    var text = ""
    for (place, digit) in String(value).reversed().enumerated() {
      if place > 0 && place % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  private static func duration(_ seconds: Double) -> String {
    guard seconds >= 0 else { return "–" }
    if seconds < 59.95 { return decimal(seconds, seconds < 10 ? 1 : 0) + " s" }
    guard seconds < 1e12 else { return decimal(seconds / 3600, 0) + " h" }
    let whole = Int(seconds.rounded())
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(grouped(whole / 3600)) h \(whole % 3600 / 60) min"
  }
}
