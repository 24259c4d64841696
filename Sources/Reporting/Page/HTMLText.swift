/// Text that is safe inside an HTML page: what came from outside has been escaped.
struct HTMLText: ExpressibleByStringInterpolation, ExpressibleByStringLiteral, Sendable {
  /// The markup.
  private(set) var markup: String

  /// Markup that this module wrote itself.
  init(markup: String) { self.markup = markup }

  /// Markup that this module wrote itself.
  init(stringLiteral value: String) { markup = value }

  /// Literal parts are markup; every interpolated string is escaped.
  init(stringInterpolation: StringInterpolation) { markup = stringInterpolation.markup }

  /// Puts `more` behind the markup.
  mutating func append(_ more: HTMLText) {
    markup += more.markup
    markup += "\n"
  }

  /// `text` with the five characters escaped that mean something to HTML, and without the control
  /// characters that it forbids.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n": result.unicodeScalars.append(scalar)
      case _ where scalar.properties.generalCategory == .control: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Collects the parts of an interpolated text.
  struct StringInterpolation: StringInterpolationProtocol {
    var markup = ""

    init(literalCapacity: Int, interpolationCount: Int) { markup.reserveCapacity(literalCapacity) }

    mutating func appendLiteral(_ literal: String) { markup += literal }

    mutating func appendInterpolation(_ text: String) { markup += HTMLText.escaped(text) }

    mutating func appendInterpolation(_ number: Int) { markup += String(number) }

    mutating func appendInterpolation(_ html: HTMLText) { markup += html.markup }
  }
}

extension Sequence where Element == HTMLText {
  /// All parts, one a line.
  var joined: HTMLText { HTMLText(markup: map(\.markup).joined(separator: "\n")) }
}
