/// A report: what was found, in words, key figures, plots and tables.
///
/// It is written as one HTML file that opens offline (``html(thinnedTo:)``) and as the same content in JSON
/// (``json()``).
public struct Report: Codable, Sendable, Equatable {
  /// What the report is about, such as `Synthetic adult.csv`.
  public var title: String
  /// One sentence under the title.
  public var subtitle: String
  /// The parts of the report, in reading order.
  public var sections: [Section]
  /// One line at the foot of the page: what wrote the report, and when.
  public var footer: String

  /// Makes a report.
  public init(title: String, subtitle: String = "", sections: [Section] = [], footer: String = "") {
    self.title = title
    self.subtitle = subtitle
    self.sections = sections
    self.footer = footer
  }

  /// One part of a report, with an entry in the page's navigation.
  public struct Section: Codable, Sendable, Equatable {
    /// The heading.
    public var title: String
    /// One or two sentences under the heading: what the reader sees here.
    public var introduction: String
    /// The content, in reading order.
    public var blocks: [Block]

    /// Makes a section.
    public init(_ title: String, introduction: String = "", blocks: [Block]) {
      self.title = title
      self.introduction = introduction
      self.blocks = blocks
    }
  }

  /// A piece of a section.
  public enum Block: Sendable, Equatable {
    /// A paragraph of plain text; an empty line starts a new paragraph.
    case text(String)
    /// A remark that is set apart from the text.
    case note(Note)
    /// Figures on cards, side by side.
    case keyFigures([KeyFigure])
    /// Plots in a grid.
    case figures([Figure])
    /// Rows and columns of text.
    case table(TextTable)
    /// Lines to type into a shell, in a fixed-width font.
    case command(String)
  }

  /// A remark that is set apart from the text.
  public struct Note: Codable, Sendable, Equatable {
    /// How much attention a note asks for.
    public enum Level: String, Codable, Sendable, CaseIterable {
      /// Good to know.
      case information
      /// Something the reader should act on.
      case warning
    }

    /// How much attention the note asks for.
    public var level: Level
    /// The remark.
    public var text: String

    /// Makes a note.
    public init(_ level: Level, _ text: String) {
      self.level = level
      self.text = text
    }
  }
}
