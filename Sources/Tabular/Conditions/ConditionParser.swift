/// Understands the text of a condition:
///
///     condition  = conjunction { "or" conjunction }
///     conjunction = part { "and" part }
///     part       = "not" part | "(" condition ")" | column test
///     test       = ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) value
///                | [ "not" ] "in" "(" value { "," value } ")"
///                | [ "not" ] "between" value "and" value
///                | "is" [ "not" ] ( "missing" | "null" )
///
/// All values are texts at first; `Condition.bound(to:)` gives them the types of their columns.
struct ConditionParser {
  private let tokens: [ConditionToken]
  private var position = 0
  private var depth = 0

  static func parse(_ text: String) throws(TableError) -> Condition {
    var parser = ConditionParser(tokens: try ConditionLexer.tokens(text))
    guard !parser.tokens.isEmpty else {
      throw TableError(.condition, "the condition is empty; write one such as \"age >= 40\".")
    }
    let condition = try parser.disjunction()
    guard parser.position == parser.tokens.count else { throw parser.unexpected("and or or") }
    return condition
  }

  private init(tokens: [ConditionToken]) { self.tokens = tokens }

  private mutating func disjunction() throws(TableError) -> Condition {
    var parts = [try conjunction()]
    while take(keyword: "or") { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() throws(TableError) -> Condition {
    var parts = [try part()]
    while take(keyword: "and") { parts.append(try part()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func part() throws(TableError) -> Condition {
    depth += 1
    defer { depth -= 1 }
    // Deeper nesting is no honest condition, and would exhaust the stack.
    guard depth <= 100 else {
      throw TableError(.condition, "the condition is nested more than 100 levels deep.")
    }
    if take(keyword: "not") { return .not(try part()) }
    if take(sign: "(") {
      let inner = try disjunction()
      guard take(sign: ")") else { throw unexpected("a closing parenthesis") }
      return inner
    }
    return try test(of: column())
  }

  private mutating func column() throws(TableError) -> String {
    guard position < tokens.count else { throw unexpected("a column") }
    switch tokens[position] {
    case .word(let name), .name(let name):
      position += 1
      return name
    case .text(let text):
      throw TableError(
        .condition,
        "the condition has the value '\(text)' where a column should stand; names of columns stand "
          + "in double quotes.")
    case .sign: throw unexpected("a column")
    }
  }

  private mutating func test(of column: String) throws(TableError) -> Condition {
    if position < tokens.count, case .sign(let sign) = tokens[position],
      let comparison = Condition.Comparison(rawValue: sign)
    {
      position += 1
      return .compare(column: column, comparison, try value())
    }
    if take(keyword: "is") {
      let isNegated = take(keyword: "not")
      guard take(keyword: "missing") || take(keyword: "null") else { throw unexpected("missing") }
      return negated(.isMissing(column: column), if: isNegated)
    }
    let isNegated = take(keyword: "not")
    if take(keyword: "between") {
      let lower = try value()
      guard take(keyword: "and") else { throw unexpected("and") }
      let upper = try value()
      let range = Condition.all([
        .compare(column: column, .greaterOrEqual, lower),
        .compare(column: column, .lessOrEqual, upper),
      ])
      return negated(range, if: isNegated)
    }
    guard take(keyword: "in") else {
      throw unexpected("=, !=, <, <=, >, >=, in, between or is missing after \"\(column)\"")
    }
    guard take(sign: "(") else { throw unexpected("an opening parenthesis") }
    var values = [try value()]
    while take(sign: ",") { values.append(try value()) }
    guard take(sign: ")") else { throw unexpected("a comma or a closing parenthesis") }
    return negated(.isIn(column: column, values), if: isNegated)
  }

  private mutating func value() throws(TableError) -> Condition.Value {
    guard position < tokens.count else { throw unexpected("a value") }
    switch tokens[position] {
    case .word(let text), .name(let text), .text(let text):
      position += 1
      return .text(text)
    case .sign: throw unexpected("a value")
    }
  }

  private func negated(_ condition: Condition, if isNegated: Bool) -> Condition {
    isNegated ? .not(condition) : condition
  }

  private mutating func take(keyword: String) -> Bool {
    guard position < tokens.count, case .word(let word) = tokens[position],
      word.lowercased() == keyword
    else { return false }
    position += 1
    return true
  }

  private mutating func take(sign: String) -> Bool {
    guard position < tokens.count, tokens[position] == .sign(sign) else { return false }
    position += 1
    return true
  }

  private func unexpected(_ wanted: String) -> TableError {
    let place =
      position < tokens.count ? "at \"\(tokens[position].shown)\"" : "at the end"
    return TableError(
      .condition,
      "the condition is not understood \(place): \(wanted) should stand there. Names with spaces "
        + "stand in double quotes, texts in single quotes.")
  }
}
