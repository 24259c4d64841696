import Reporting

/// What was run, so that it can be run again.
public struct RunSettings: Codable, Sendable, Equatable {
  /// One setting and its value.
  public struct Setting: Codable, Sendable, Equatable {
    /// The name, such as `seed`.
    public var name: String
    /// The value as text.
    public var value: String

    /// Makes a setting.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The name of the table that was learnt from or compared, such as `adult.csv`.
  public var source: String
  /// The command line that gives the same result again.
  public var command: String
  /// Every setting that has a bearing on the result, defaults included.
  public var settings: [Setting]
  /// One line at the foot of the page: what wrote the report, and when.
  public var footer: String

  /// Makes settings.
  public init(source: String, command: String, settings: [Setting] = [], footer: String = "") {
    self.source = source
    self.command = command
    self.settings = settings
    self.footer = footer
  }

  /// The section that ends every report.
  var section: Report.Section {
    var blocks: [Report.Block] = [.command(command)]
    if !settings.isEmpty {
      blocks.append(
        .table(
          TextTable(header: ["setting", "value"], rows: settings.map { [$0.name, $0.value] })))
    }
    return Report.Section(
      "Run it again", introduction: "The same command, seed and input give the same rows.",
      blocks: blocks)
  }
}
