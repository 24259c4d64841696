public import Foundation
import Tabular
import Yams

extension PortfolioConfiguration {
  /// Reads a configuration from a YAML file.
  ///
  ///     missing: [start-at-latest, fill-forward 3]
  ///     covariance: ledoit-wolf
  ///     groups:
  ///       tech: [AAPL, AMD, MSFT]
  ///     constraints:
  ///       - tech <= 40%
  ///       - each <= 20%
  ///
  /// - Parameter url: The file.
  /// - Throws: `PortfolioError` that names the line and what is wrong with it, `TableError` when the
  ///   file cannot be read.
  public init(yaml url: URL) throws {
    try InputPlace.check(url)
    guard let handle = try? FileHandle(forReadingFrom: url),
      let data = try? handle.read(upToCount: Self.byteLimit + 1) ?? Data()
    else { throw PortfolioError(.data, "\(url.path) cannot be read.") }
    guard data.count <= Self.byteLimit else {
      throw PortfolioError(
        .data, "\(url.path) is larger than 1 MB; a configuration is a short text.")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw PortfolioError(.data, "\(url.path) is not UTF-8.")
    }
    try self.init(parsing: text)
  }

  private static let byteLimit = 1 << 20

  /// Reads a configuration from YAML text.
  ///
  /// - Parameter text: The YAML text.
  /// - Throws: `PortfolioError` that names the line and what is wrong with it.
  public init(parsing text: String) throws(PortfolioError) {
    self.init()
    let root: Node?
    do { root = try Yams.compose(yaml: text) } catch {
      throw PortfolioError(.request, "the configuration is not valid YAML: \(error).")
    }
    guard let root, root != Node("") else { return }
    guard root.mapping != nil else {
      throw PortfolioError(
        .request,
        "the configuration, line 1: a configuration is written as keys with values, such as "
          + "\"covariance: oas\".")
    }
    do throws(TableError) {
      let map = try SchemaMap(root, keys: Key.allCases.map(\.rawValue))
      for key in Key.allCases {
        guard let node = map[key.rawValue] else { continue }
        let isNamed = key == .groups || key == .riskBudgets && node.mapping != nil
        set(key, try isNamed ? Self.named(node) : SchemaMap.texts(node))
      }
    } catch {
      throw PortfolioError(
        .request, error.message.replacingOccurrences(of: "the schema", with: "the configuration"))
    }
  }

  private static func named(_ node: Node) throws(TableError) -> [String] {
    guard let mapping = node.mapping else {
      throw SchemaMap.error(node, "groups are written as names with lists of assets.")
    }
    var result: [String] = []
    for (name, members) in mapping {
      let members = try SchemaMap.texts(members).joined(separator: ",")
      result.append("\(try SchemaMap.text(name)): \(members)")
    }
    return result
  }
}
