/// A piece of the text of a condition.
enum ConditionToken: Equatable {
  /// A bare word: a keyword, a name, a number.
  case word(String)
  /// A text in double quotes or backticks.
  case name(String)
  /// A text in single quotes.
  case text(String)
  /// `=`, `<=`, `(` and so on.
  case sign(String)

  /// How an error shows it.
  var shown: String {
    switch self {
    case .word(let text), .name(let text), .text(let text), .sign(let text): text
    }
  }
}

/// Cuts the text of a condition into tokens.
enum ConditionLexer {
  static let limit = 100_000

  static func tokens(_ text: String) throws(TableError) -> [ConditionToken] {
    guard text.utf8.count <= 10 * limit else {
      throw TableError(.condition, "the condition is longer than \(10 * limit) bytes.")
    }
    let characters = Array(text.unicodeScalars)
    var tokens: [ConditionToken] = []
    var at = 0
    while at < characters.count {
      let character = characters[at]
      if character.properties.isWhitespace {
        at += 1
      } else if "'\"`".unicodeScalars.contains(character) {
        let quoted = try quoted(characters, &at)
        tokens.append(character == "'" ? .text(quoted) : .name(quoted))
      } else if "()=<>!,".unicodeScalars.contains(character) {
        let pair = String(String.UnicodeScalarView(characters[at..<min(at + 2, characters.count)]))
        let sign = ["<=", ">=", "!=", "<>", "=="].contains(pair) ? pair : String(character)
        guard sign != "!" else {
          throw TableError(.condition, "the condition has a lone \"!\"; write != or not.")
        }
        at += sign.unicodeScalars.count
        tokens.append(.sign(["<>": "!=", "==": "="][sign] ?? sign))
      } else {
        let start = at
        while at < characters.count, !characters[at].properties.isWhitespace,
          !"()=<>!,'\"`".unicodeScalars.contains(characters[at])
        {
          at += 1
        }
        tokens.append(.word(String(String.UnicodeScalarView(characters[start..<at]))))
      }
      guard tokens.count <= limit else {
        throw TableError(.condition, "the condition has more than \(limit) words.")
      }
    }
    return tokens
  }

  /// The text between the quote at `at` and its partner; a doubled quote stands for one.
  private static func quoted(
    _ characters: [Unicode.Scalar], _ at: inout Int
  ) throws(TableError) -> String {
    let quote = characters[at]
    var text = String.UnicodeScalarView()
    at += 1
    while at < characters.count {
      if characters[at] == quote {
        at += 1
        guard at < characters.count, characters[at] == quote else { return String(text) }
      }
      text.append(characters[at])
      at += 1
    }
    throw TableError(.condition, "the condition opens a quote \(quote) and never closes it.")
  }
}
