public import Foundation

/// A CSV file together with what the user knows about it.
public struct TableSource: Sendable {
  /// The file.
  public var url: URL
  /// What is known about its layout and its columns' types.
  public var options: CSVOptions
  /// What is known about its columns.
  public var schema: TableSchema?

  /// Makes a source.
  public init(_ url: URL, options: CSVOptions = CSVOptions(), schema: TableSchema? = nil) {
    self.url = url
    self.options = options
    self.schema = schema
  }

  /// The name of the file.
  public var name: String { url.lastPathComponent }

  /// The name without what follows the last point, from which the names of outputs are made.
  public var stem: String {
    let stem = url.deletingPathExtension().lastPathComponent
    return stem.isEmpty ? "table" : stem
  }

  /// Reads the table.
  ///
  /// - Parameter observer: Told how far the reading is, and what the user should know.
  /// - Returns: The table, its layout and remarks.
  /// - Throws: `TableError` when the file cannot be read or is no table.
  public func read(_ observer: WorkObserver = { _ in }) throws -> TableReading {
    observer(.phase("reading \(name)"))
    let reading = try CSVReader.read(url, options: options, schema: schema) {
      observer(.fraction($0))
    }
    for note in reading.notes { observer(.note(note)) }
    return reading
  }

  /// A source of another file with rows of the same kind: what is a name or a date in `columns` is
  /// one there too, even if the file's few rows look otherwise.
  ///
  /// - Parameters:
  ///   - columns: What the columns hold.
  ///   - names: The columns that the file has; all if `nil`.
  ///   - keepsNumbers: Whether numbers have to be numbers there as well.
  /// - Returns: The source.
  public func like(
    _ columns: [ColumnDescription], among names: Set<String>? = nil, keepsNumbers: Bool = false
  ) -> TableSource {
    var result = self
    for column in columns where options.types[column.name] == nil {
      guard schema?[column.name]?.kind == nil, names?.contains(column.name) ?? true else {
        continue
      }
      switch column.kind {
      case .categorical, .boolean: result.options.types[column.name] = .categorical
      case .continuous, .integer:
        if keepsNumbers { result.options.types[column.name] = .continuous }
      case .dateTime:
        var rule = schema?[column.name] ?? .init(name: column.name)
        rule.kind = .dateTime
        rule.datePattern = rule.datePattern ?? column.format.datePattern
        var rules = result.schema ?? TableSchema()
        rules.columns.removeAll { $0.name == column.name }
        rules.columns.append(rule)
        result.schema = rules
      default: break
      }
    }
    return result
  }
}
