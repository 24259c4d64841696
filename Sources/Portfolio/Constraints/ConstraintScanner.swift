/// The words of a constraint such as `0.1 <= tech + "B & C" <= 40%`.
enum ConstraintToken: Equatable {
  case number(Double)
  case name(String)
  case plus
  case minus
  case times
  case atMost
  case atLeast
  case equal
}

/// Cuts the text of a constraint into words.
struct ConstraintScanner {
  private let text: String
  private let characters: [Character]
  /// Names that hold characters which would be read otherwise, such as `BRK-B`.
  private let known: Set<String>
  private var place = 0

  init(_ text: String, known: Set<String>) {
    self.text = text
    self.known = known
    characters = Array(text)
  }

  /// All words.
  ///
  /// - Throws: `PortfolioError` that shows what cannot be read.
  static func tokens(_ text: String, known: Set<String>) throws(PortfolioError) -> [ConstraintToken]
  {
    var scanner = ConstraintScanner(text, known: known)
    var tokens: [ConstraintToken] = []
    while let token = try scanner.next() { tokens.append(token) }
    return tokens
  }

  private mutating func next() throws(PortfolioError) -> ConstraintToken? {
    while place < characters.count, characters[place].isWhitespace { place += 1 }
    guard place < characters.count else { return nil }
    let character = characters[place]
    switch character {
    case "+": return single(.plus)
    case "-", "−": return single(.minus)
    case "*", "×", "·": return single(.times)
    case "≤": return single(.atMost)
    case "≥": return single(.atLeast)
    case "<", ">", "=":
      place += 1
      let hasEqual = place < characters.count && characters[place] == "="
      if hasEqual { place += 1 }
      if character == "=" { return .equal }
      guard hasEqual else {
        throw PortfolioError(
          .request,
          "\"\(text)\": a weight cannot be kept strictly \(character == "<" ? "below" : "above") a "
            + "limit; write \(character)=.")
      }
      return character == "<" ? .atMost : .atLeast
    case "\"", "'": return try quoted(character)
    case "0"..."9", ".": return try number()
    default: return try name()
    }
  }

  private mutating func single(_ token: ConstraintToken) -> ConstraintToken {
    place += 1
    return token
  }

  private mutating func quoted(_ mark: Character) throws(PortfolioError) -> ConstraintToken {
    guard let end = characters[(place + 1)...].firstIndex(of: mark) else {
      throw PortfolioError(.request, "\"\(text)\": a quotation mark is not closed.")
    }
    defer { place = end + 1 }
    return .name(String(characters[(place + 1)..<end]))
  }

  private mutating func number() throws(PortfolioError) -> ConstraintToken {
    // A name may begin with a digit, as `3M` does.
    if let name = longestKnownName() { return .name(name) }
    var end = place
    while end < characters.count, isPartOfNumber(end) { end += 1 }
    let digits = String(characters[place..<end])
    guard let value = Double(digits), value.isFinite else {
      throw PortfolioError(.request, "\"\(text)\": \"\(digits)\" is not a number.")
    }
    place = end
    var next = place
    while next < characters.count, characters[next] == " " { next += 1 }
    if next < characters.count, characters[next] == "%" {
      place = next + 1
      return .number(value / 100)
    }
    return .number(value)
  }

  private func isPartOfNumber(_ index: Int) -> Bool {
    let character = characters[index]
    if character.isASCII, character.isNumber || character == "." { return true }
    let follows = index > place && index + 1 < characters.count
    if character == "e" || character == "E" {
      return follows && (characters[index + 1].isNumber || "+-".contains(characters[index + 1]))
    }
    return "+-".contains(character) && follows && "eE".contains(characters[index - 1])
      && characters[index + 1].isNumber
  }

  private mutating func name() throws(PortfolioError) -> ConstraintToken {
    if let name = longestKnownName() { return .name(name) }
    var end = place
    while end < characters.count,
      characters[end].isLetter || characters[end].isNumber || "._&/^".contains(characters[end])
    {
      end += 1
    }
    guard end > place else {
      throw PortfolioError(
        .request,
        "\"\(text)\": \"\(characters[place])\" has no place in a constraint. Write something like "
          + "\"tech <= 0.4\" or \"AAPL + MSFT >= 10%\"; quote names with other characters.")
    }
    defer { place = end }
    return .name(String(characters[place..<end]))
  }

  /// The longest name that is known and ends where a name may end.
  private mutating func longestKnownName() -> String? {
    var end = characters.count
    while end > place {
      let candidate = String(characters[place..<end])
      let isWhole =
        end == characters.count || !(characters[end].isLetter || characters[end].isNumber)
      if isWhole, known.contains(candidate) {
        place = end
        return candidate
      }
      end -= 1
    }
    return nil
  }
}
