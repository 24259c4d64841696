public import Foundation
import Yams

extension TableSchema {
  /// Reads a schema from a YAML file.
  ///
  ///     columns:
  ///       - name: age
  ///         type: integer
  ///         missing: ["?", "-9"]
  ///         range: [0, 120]
  ///       - name: size
  ///         levels: [S, M, L]
  ///     constraints:
  ///       - determines: [education, education-num]
  ///       - inequality: start <= end
  ///       - unique: customer
  ///
  /// - Parameter url: The file.
  /// - Throws: `TableError` that names the line and what is wrong with it.
  public init(yaml url: URL) throws(TableError) {
    guard try FileBytes(url).byteCount <= Self.byteLimit else {
      throw TableError(.schema, "\(url.path) is larger than 1 MB; a schema is a short text.")
    }
    guard let data = try? Data(contentsOf: url),
      let yaml = String(validating: data, as: UTF8.self)
    else { throw TableError(.schema, "\(url.path) is not UTF-8.") }
    try self.init(parsing: yaml)
  }

  private static let byteLimit = 1 << 20

  /// Reads a schema from YAML text.
  ///
  /// - Parameter text: The YAML text.
  /// - Throws: `TableError` that names the line and what is wrong with it.
  public init(parsing text: String) throws(TableError) {
    guard text.utf8.count <= Self.byteLimit else {
      throw TableError(.schema, "the schema is larger than 1 MB; a schema is a short text.")
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw TableError(.schema, "the schema is not valid YAML: \(error).")
    }
    self.init()
    guard let root, root != Node("") else { return }
    let map = try SchemaMap(root, keys: ["columns", "constraints"])
    if let node = map["columns"] { try readColumns(node) }
    for node in try map["constraints"].map(SchemaMap.list) ?? [] { try readConstraint(node) }
  }

  private mutating func readColumns(_ node: Node) throws(TableError) {
    // Either a list of rules with names, or rules by name.
    if let mapping = node.mapping {
      for (name, rule) in mapping {
        let name = try SchemaMap.text(name)
        if let kind = rule.scalar?.string, !kind.isEmpty {
          try add(ColumnRule(name: name, kind: SchemaMap.kind(kind, at: rule)), at: rule)
        } else {
          try add(Self.rule(SchemaMap(rule, keys: Self.ruleKeys), name: name), at: rule)
        }
      }
      return
    }
    for item in try SchemaMap.list(node) {
      let map = try SchemaMap(item, keys: ["name"] + Self.ruleKeys)
      guard let name = map["name"] else { throw SchemaMap.error(item, "a column has no name.") }
      try add(Self.rule(map, name: SchemaMap.text(name)), at: item)
    }
  }

  private mutating func add(_ rule: ColumnRule, at node: Node) throws(TableError) {
    guard self[rule.name] == nil else {
      throw SchemaMap.error(node, "column \"\(rule.name)\" is described twice.")
    }
    columns.append(rule)
  }

  private static let ruleKeys = ["type", "missing", "range", "levels", "pattern"]

  private static func rule(_ map: SchemaMap, name: String) throws(TableError) -> ColumnRule {
    var rule = ColumnRule(name: name)
    if let node = map["type"] { rule.kind = try SchemaMap.kind(SchemaMap.text(node), at: node) }
    if let node = map["missing"] { rule.missing = try SchemaMap.texts(node) }
    if let node = map["levels"] { rule.levels = try SchemaMap.texts(node) }
    if let node = map["pattern"] {
      let text = try SchemaMap.text(node)
      guard DatePattern(text: text) != nil else {
        throw SchemaMap.error(
          node, "\"\(text)\" is no date pattern; write one such as yyyy-MM-dd or dd.MM.yyyy HH:mm.")
      }
      rule.datePattern = text
      rule.kind = rule.kind ?? .dateTime
    }
    if let node = map["range"] {
      let ends = try SchemaMap.list(node)
      guard ends.count == 2 else {
        throw SchemaMap.error(node, "a range has two ends, such as [0, 120] or [0, null].")
      }
      rule.minimum = try SchemaMap.end(ends[0])
      rule.maximum = try SchemaMap.end(ends[1])
      if let low = rule.minimum, let high = rule.maximum, low > high {
        throw SchemaMap.error(node, "the range of \"\(name)\" is empty; its lower end comes first.")
      }
    }
    return rule
  }

  private mutating func readConstraint(_ node: Node) throws(TableError) {
    let map = try SchemaMap(node, keys: ["determines", "inequality", "unique"])
    if let node = map["determines"] {
      let names = try SchemaMap.texts(node)
      guard names.count == 2, names[0] != names[1] else {
        throw SchemaMap.error(node, "determines takes two columns, such as [city, country].")
      }
      constraints.append(.determines(names[0], names[1]))
    }
    if let node = map["inequality"] {
      let text = try SchemaMap.text(node)
      guard let inequality = TableConstraints.Inequality(text) else {
        throw SchemaMap.error(
          node, "\"\(text)\" is no inequality between two columns, such as start <= end.")
      }
      constraints.append(.inequality(inequality))
    }
    if let node = map["unique"] {
      for name in try SchemaMap.texts(node) { constraints.append(.unique(name)) }
    }
  }
}
