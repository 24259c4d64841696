/// Reads a linear expression over the names of assets, such as `0.5 AAPL + 2*MSFT - 3%`.
///
/// A name is the longest known one that stands at a place, so that names may hold signs (`BRK-B`).
struct ViewScanner {
  private let text: [Character]
  private let assets: [[Character]]
  private let names: [String]
  private var place = 0

  /// Σ coefficient · asset + constant.
  struct Expression {
    var coefficients: [Double]
    var constant: Double
  }

  init(_ text: String, assets: [String]) {
    self.text = Array(text)
    self.assets = assets.map { Array($0) }
    names = assets
  }

  /// Whether everything was read.
  mutating func isAtEnd() -> Bool {
    skipSpaces()
    return place == text.count
  }

  /// What has not been read yet.
  var rest: String { String(text[place...]) }

  /// Takes `word` where it stands next.
  mutating func take(_ word: String) -> Bool {
    skipSpaces()
    guard text[place...].starts(with: word) else { return false }
    place += word.count
    return true
  }

  /// A sum of terms, until something follows that is none.
  mutating func expression() throws -> Expression {
    var result = Expression(
      coefficients: [Double](repeating: 0, count: names.count), constant: 0)
    var sign = take("-") ? -1.0 : 1.0
    repeat {
      let factor = try number()
      _ = factor.map { _ in take("*") }
      if let asset = try asset(required: factor == nil) {
        result.coefficients[asset] += sign * (factor ?? 1)
      } else {
        result.constant += sign * (factor ?? 0)
      }
      if take("+") {
        sign = 1
      } else if take("-") {
        sign = -1
      } else {
        break
      }
    } while true
    return result
  }

  /// A number, with `%` for hundredths, where one stands next.
  mutating func number() throws -> Double? {
    skipSpaces()
    // A name such as `3M` is a name, not a number.
    if knownAsset() != nil { return nil }
    var end = place
    while end < text.count {
      let character = text[end]
      let isExponent =
        (character == "e" || character == "E") && end > place && end + 1 < text.count
        && (text[end + 1].isNumber || text[end + 1] == "-")
      let isSign = character == "-" && end > place && (text[end - 1] == "e" || text[end - 1] == "E")
      guard character.isASCII, character.isNumber || character == "." || isExponent || isSign else {
        break
      }
      end += 1
    }
    guard end > place else { return nil }
    let digits = String(text[place..<end])
    guard let value = Double(digits), value.isFinite else {
      throw PortfolioError(.request, "“\(digits)” in “\(String(text))” is not a number.")
    }
    place = end
    return take("%") ? value / 100 : value
  }

  /// An asset's name, where one stands next.
  mutating func asset(required: Bool) throws -> Int? {
    skipSpaces()
    if let found = knownAsset() {
      place += assets[found].count
      return found
    }
    var end = place
    while end < text.count, Self.belongsToName(text[end]) { end += 1 }
    guard end > place else {
      guard required else { return nil }
      let what = place < text.count ? "“\(rest)”" : "the end"
      throw PortfolioError(
        .request,
        "“\(String(text))” has \(what) where an asset or a number should stand. Write views such as "
          + "“\(names.first ?? "A") = 12%”.")
    }
    throw PortfolioError.unknownAsset(String(text[place..<end]), among: names, in: String(text))
  }

  private mutating func skipSpaces() {
    while place < text.count, text[place].isWhitespace { place += 1 }
  }

  /// The longest asset whose name stands here and is not the beginning of a longer word.
  private func knownAsset() -> Int? {
    assets.indices.filter { index in
      let end = place + assets[index].count
      guard !assets[index].isEmpty, text[place...].starts(with: assets[index]) else { return false }
      return end == text.count || !Self.belongsToName(text[end])
    }.max { assets[$0].count < assets[$1].count }
  }

  private static func belongsToName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "."
      || character == "^"
  }
}
