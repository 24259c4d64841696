public import ArgumentParser
import Foundation
public import Tabular

/// How a table is to be read.
struct TableOptions: ParsableArguments {
  @Option(
    name: .customLong("type"),
    help: ArgumentHelp(
      "The type of a column: \(ColumnKind.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "column=type"),
    transform: ColumnType.init)
  var types: [ColumnType] = []

  @Option(
    help: ArgumentHelp(
      "What is known about the columns, as YAML: types, missing values, ranges, constraints.",
      valueName: "file.yaml"), completion: .file(extensions: ["yaml", "yml"]))
  var schema: String?

  @Option(
    help: ArgumentHelp(
      "A text that stands for a missing value, such as '?' or -9.",
      discussion: "May be repeated. The empty cell, NA, NaN, null and NULL always do.",
      valueName: "text"))
  var missing: [String] = []

  @Option(
    help: ArgumentHelp("The delimiter; found from the file by default.", valueName: "character"),
    transform: Delimiter.init)
  var delimiter: Delimiter?

  @Flag(inversion: .prefixedNo, help: "Whether the first line holds the names of the columns.")
  var header: Bool?

  @Option(
    help:
      "The encoding of the text: \(TextEncoding.allCases.map(\.rawValue).joined(separator: " or "))."
  )
  var encoding: TextEncoding = .utf8

  /// The file at `path`, to be read in this way.
  func source(_ path: String) throws -> TableSource {
    var options = CSVOptions()
    options.delimiter = delimiter?.character
    options.hasHeader = header
    options.encoding = encoding
    options.missing = missing
    for type in types { options.types[type.column] = type.kind }
    return TableSource(
      URL(filePath: path), options: options,
      schema: try schema.map { try TableSchema(yaml: URL(filePath: $0)) })
  }
}

extension TextEncoding: ExpressibleByArgument {}

/// A column and its type, as in `age=integer`.
struct ColumnType {
  let column: String
  let kind: ColumnKind

  init(_ text: String) throws {
    guard let sign = text.lastIndex(of: "="), sign > text.startIndex else {
      throw ValidationError("\"\(text)\" names no type; write it as in --type age=integer.")
    }
    let name = String(text[text.index(after: sign)...])
    guard let kind = ColumnKind(rawValue: name) else {
      let kinds = ColumnKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("\"\(name)\" is no type; the types are \(kinds).")
    }
    column = String(text[..<sign])
    self.kind = kind
  }
}

/// A delimiter: one character, or the word `tab`.
struct Delimiter {
  let character: Character

  init(_ text: String) throws {
    if ["tab", "\\t"].contains(text) {
      character = "\t"
    } else if text.count == 1, let first = text.first {
      character = first
    } else {
      throw ValidationError("\"\(text)\" is not one character; a tab is written as tab.")
    }
  }
}
