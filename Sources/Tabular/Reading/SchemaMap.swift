package import Yams

/// A YAML mapping with known keys, whose mistakes are named with their lines.
package struct SchemaMap {
  private var values: [String: Node] = [:]

  package init(_ node: Node, keys: [String]) throws(TableError) {
    guard let mapping = node.mapping else {
      throw Self.error(node, "a mapping with the keys \(keys.joined(separator: ", ")) is expected.")
    }
    for (key, value) in mapping {
      let name = try Self.text(key)
      guard keys.contains(name) else {
        let near = suggestion(for: name, in: keys)
        let known = near.isEmpty ? " The keys are \(keys.joined(separator: ", "))." : near
        throw Self.error(key, "\"\(name)\" means nothing here.\(known)")
      }
      values[name] = value
    }
  }

  package subscript(key: String) -> Node? { values[key] }

  package static func error(_ node: Node, _ message: String) -> TableError {
    let line = node.mark.map { ", line \($0.line)" } ?? ""
    return TableError(.schema, "the schema\(line): \(message)")
  }

  package static func text(_ node: Node) throws(TableError) -> String {
    guard let scalar = node.scalar else { throw error(node, "a single text is expected.") }
    return scalar.string
  }

  package static func list(_ node: Node) throws(TableError) -> [Node] {
    guard let sequence = node.sequence else { throw error(node, "a list is expected.") }
    return Array(sequence)
  }

  /// A list of texts, or a single one.
  package static func texts(_ node: Node) throws(TableError) -> [String] {
    guard node.scalar == nil else { return [try text(node)] }
    var texts: [String] = []
    for item in try list(node) { texts.append(try text(item)) }
    return texts
  }

  static func kind(_ name: String, at node: Node) throws(TableError) -> ColumnKind {
    guard let kind = ColumnKind(rawValue: name) else {
      let kinds = ColumnKind.allCases.map(\.rawValue)
      throw error(
        node, "\"\(name)\" is no type; the types are \(kinds.joined(separator: ", ")).")
    }
    return kind
  }

  /// An end of a range: a number, a date, or nothing.
  static func end(_ node: Node) throws(TableError) -> Double? {
    let text = try text(node)
    if ["", "null", "~"].contains(text) { return nil }
    if let number = ColumnDescription.number(text) { return number }
    let bytes = Array(text.utf8)
    if let date = bytes.withUnsafeBufferPointer({ DateText($0) }),
      let seconds = date.seconds(date.pattern.order)
    {
      return seconds
    }
    throw error(node, "\"\(text)\" is neither a number nor a date.")
  }
}
