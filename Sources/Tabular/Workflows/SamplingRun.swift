public import Foundation

/// From a model file to rows in a CSV file.
public struct SamplingRun: Sendable {
  /// The model.
  public var model: URL
  /// How many rows; as many as the model has learnt if `nil`.
  public var rowCount: Int?
  /// What the rows have to fulfil, as text.
  public var condition: String?
  /// The seed.
  public var seed: UInt64
  /// Where the rows go.
  public var output: URL
  /// Whether a file that is there may be replaced.
  public var overwrites: Bool

  /// Makes a run.
  public init(
    model: URL, rowCount: Int? = nil, condition: String? = nil, seed: UInt64 = 0, output: URL,
    overwrites: Bool = false
  ) {
    self.model = model
    self.rowCount = rowCount
    self.condition = condition
    self.seed = seed
    self.output = output
    self.overwrites = overwrites
  }

  /// What came of a run.
  public struct Outcome: Codable, Sendable {
    /// The file with the rows.
    public var output: String
    /// How many they are.
    public var rowCount: Int
    /// The seed.
    public var seed: UInt64
    /// The share of all rows that fulfil the condition, according to the model; 1 without one.
    public var probability: Double
    /// Seconds for drawing and writing.
    public var seconds: Double
    /// Rows a second.
    public var rowsPerSecond: Double

    init(_ output: URL, rowCount: Int, seed: UInt64, _ drawing: TableDrawing.Outcome) {
      self.output = output.path
      self.rowCount = rowCount
      self.seed = seed
      probability = drawing.probability
      seconds = drawing.seconds
      rowsPerSecond = Double(rowCount) / max(seconds, 1e-9)
    }

    /// The outcome for a terminal.
    public var text: String {
      let share =
        probability < 1
        ? String(
          format: "By the model, %.3g %% of all rows fulfil the condition.\n", 100 * probability)
        : ""
      return share
        + String(
          format: "%d rows in %@ (%.1f s: %.0f rows a second)\n", rowCount, output, seconds,
          rowsPerSecond)
    }
  }

  /// Reads the model, draws and writes.
  ///
  /// - Parameter observer: Told what happens.
  /// - Returns: What came of it.
  /// - Throws: `TableError`, in words for the user; nothing is left behind then.
  public func run(_ observer: WorkObserver = { _ in }) throws -> Outcome {
    try OutputPlace.check(output, overwrites: overwrites)
    observer(.phase("reading \(model.lastPathComponent)"))
    let model = try TableModel.read(model)
    let count = rowCount ?? model.card.trainingRows
    let drawing = try TableDrawing(
      rowCount: count, seed: seed, condition: condition, output: output,
      dialect: model.card.dialect ?? CSVDialect(), overwrites: overwrites
    ).run(model, observer)
    return Outcome(output, rowCount: count, seed: seed, drawing)
  }
}
