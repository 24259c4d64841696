internal import Torch

/// Makes new identifiers that look like the real ones; none of the real ones is kept.
struct IdentifierCodec: Codable, Sendable, Equatable {
  /// What stands at one place of an identifier.
  enum Place: Codable, Sendable, Equatable {
    case digit
    case lowercase
    case uppercase
    /// Punctuation that all have in common there.
    case literal(String)
  }

  /// The places of a text identifier; `nil` for numbers, which are counted from one.
  var places: [Place]?

  /// Looks at the shape that most identifiers of a column have.
  init(_ column: Column) {
    guard case .codes(let codes, let levels) = column.values,
      let code = codes.first(where: { $0 >= 0 })
    else {
      places = nil
      return
    }
    // Letters and digits lose what they say; only punctuation stays.
    places = levels[Int(code)].prefix(64).map { character in
      if character.isNumber { return .digit }
      if character.isLetter { return character.isUppercase ? .uppercase : .lowercase }
      return .literal(String(character))
    }
  }

  /// New identifiers, each different: the last places count, the others are drawn.
  func make(rows: Int, firstRow: Int, using random: inout SeededGenerator) -> Column.Values {
    guard let places else {
      return .numbers((0..<rows).map { Double(firstRow + $0 + 1) })
    }
    var levels: [String] = []
    levels.reserveCapacity(rows)
    for row in 0..<rows { levels.append(text(places, number: firstRow + row, using: &random)) }
    return .codes((0..<rows).map(Int32.init), levels: levels)
  }

  private func text(
    _ places: [Place], number: Int, using random: inout SeededGenerator
  ) -> String {
    var rest = number
    var characters: [String] = []
    for place in places.reversed() {
      let alphabet: [Character]
      switch place {
      case .literal(let text):
        characters.append(text)
        continue
      case .digit: alphabet = Array("0123456789")
      case .lowercase: alphabet = Array("abcdefghijklmnopqrstuvwxyz")
      case .uppercase: alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
      }
      characters.append(String(alphabet[rest % alphabet.count]))
      rest /= alphabet.count
    }
    // More rows than the shape has identifiers: they grow longer rather than repeat.
    if rest > 0 { characters.append("\(rest)-") }
    return characters.reversed().joined()
  }
}
