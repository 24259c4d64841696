/// A block is written as an object with its `kind` and its `content`.
extension Report.Block: Codable {
  private enum Key: String, CodingKey {
    case kind, content
  }

  private enum Kind: String, Codable {
    case text, note, keyFigures, figures, table, command
  }

  /// Reads a block.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(Kind.self, forKey: .kind) {
    case .text: self = .text(try container.decode(String.self, forKey: .content))
    case .note: self = .note(try container.decode(Report.Note.self, forKey: .content))
    case .keyFigures:
      self = .keyFigures(try container.decode([KeyFigure].self, forKey: .content))
    case .figures: self = .figures(try container.decode([Figure].self, forKey: .content))
    case .table: self = .table(try container.decode(TextTable.self, forKey: .content))
    case .command: self = .command(try container.decode(String.self, forKey: .content))
    }
  }

  /// Writes a block.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    func write(_ kind: Kind, _ content: some Encodable) throws {
      try container.encode(kind, forKey: .kind)
      try container.encode(content, forKey: .content)
    }
    switch self {
    case .text(let text): try write(.text, text)
    case .note(let note): try write(.note, note)
    case .keyFigures(let figures): try write(.keyFigures, figures)
    case .figures(let figures): try write(.figures, figures)
    case .table(let table): try write(.table, table)
    case .command(let lines): try write(.command, lines)
    }
  }
}
