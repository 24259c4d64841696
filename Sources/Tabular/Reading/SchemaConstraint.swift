/// A rule about all rows that the user states in a schema.
public enum SchemaConstraint: Codable, Sendable, Equatable {
  /// The value of the first column fixes that of the second.
  case determines(String, String)
  /// One column's number is never above another's.
  case inequality(TableConstraints.Inequality)
  /// The values of a column are all different.
  case unique(String)

  /// The columns it speaks of.
  var columns: [String] {
    switch self {
    case .determines(let a, let b): [a, b]
    case .inequality(let inequality): [inequality.lower, inequality.upper]
    case .unique(let name): [name]
    }
  }
}

extension TableConstraints.Inequality {
  /// Understands a text such as `start <= end` or `"price paid" < list-price`.
  init?(_ text: String) {
    guard let tokens = try? ConditionLexer.tokens(text), tokens.count == 3,
      case .sign(let sign) = tokens[1]
    else { return nil }
    var names: [String] = []
    for token in [tokens[0], tokens[2]] {
      switch token {
      case .word(let name), .name(let name): names.append(name)
      case .text, .sign: return nil
      }
    }
    guard names[0] != names[1] else { return nil }
    switch sign {
    case "<", "<=": self.init(lower: names[0], upper: names[1], isStrict: sign == "<")
    case ">", ">=": self.init(lower: names[1], upper: names[0], isStrict: sign == ">")
    default: return nil
    }
  }
}
