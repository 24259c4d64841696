public import Foundation
internal import GenerativeModels

/// Draws rows from a model to a CSV file in pieces, so that any number fits on the disk and none
/// has to fit into memory.
public struct TableDrawing: Sendable {
  /// Rows a piece.
  public static let pieceRows = 16_384

  /// How many rows.
  public var rowCount: Int
  /// The seed.
  public var seed: UInt64
  /// What the rows have to fulfil, as text.
  public var condition: String?
  /// Where the rows go.
  public var output: URL
  /// How they are laid out there.
  public var dialect: CSVDialect
  /// Whether a file that is there may be replaced.
  public var overwrites: Bool
  /// How many of the rows are handed back as well, for a report.
  public var keptRows: Int

  /// Makes a drawing.
  public init(
    rowCount: Int, seed: UInt64, condition: String? = nil, output: URL,
    dialect: CSVDialect = CSVDialect(), overwrites: Bool = false, keptRows: Int = 0
  ) {
    self.rowCount = rowCount
    self.seed = seed
    self.condition = condition
    self.output = output
    self.dialect = dialect
    self.overwrites = overwrites
    self.keptRows = keptRows
  }

  /// What came of a drawing.
  public struct Outcome: Sendable {
    /// The first rows, as many as were wanted.
    public var kept: Table?
    /// The share of all rows that fulfil the condition, according to the model.
    public var probability: Double
    /// Seconds for drawing and writing.
    public var seconds: Double
  }

  /// Draws and writes.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - observer: Told how far it is.
  /// - Returns: How long it took, and the first rows.
  /// - Throws: `TableError` when the condition cannot be understood or fulfilled, or the file cannot
  ///   be written; nothing is left behind then.
  public func run(_ model: TableModel, _ observer: WorkObserver = { _ in }) throws -> Outcome {
    let start = ContinuousClock.now
    observer(.phase("drawing \(rowCount) rows"))
    let writer = try CSVWriter(output, dialect: dialect, overwrites: overwrites)
    let stream = try model.stream(seed: seed, where: condition.map(model.condition))
    if let note = stream.note { observer(.note(note)) }
    var kept: [Table] = []
    while writer.rowCount < rowCount {
      let count = min(Self.pieceRows, rowCount - writer.rowCount)
      let piece = try stream.next(count)
      if writer.rowCount < keptRows {
        let wanted = keptRows - writer.rowCount
        kept.append(wanted >= count ? piece : piece.rows(Array(0..<wanted)))
      }
      try writer.append(piece)
      observer(.fraction(Double(writer.rowCount) / Double(rowCount)))
    }
    try writer.finish()
    return Outcome(
      kept: kept.isEmpty ? nil : Table(joining: kept),
      probability: stream.probability, seconds: (ContinuousClock.now - start).seconds)
  }
}
