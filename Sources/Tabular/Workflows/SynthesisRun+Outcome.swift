import Foundation

extension SynthesisRun {
  /// What came of a run.
  public struct Outcome: Codable, Sendable {
    /// How long each part took.
    public struct Seconds: Codable, Sendable {
      /// Reading the tables.
      public var reading: Double
      /// Preparing and training.
      public var learning: Double
      /// Drawing and writing rows.
      public var drawing: Double
      /// Measuring and writing the report.
      public var measuring: Double
    }

    /// The file with the rows.
    public var output: String
    /// The file with the model.
    public var model: String?
    /// The file with the report.
    public var report: String?
    /// The rows that were drawn.
    public var rowCount: Int
    /// The seed.
    public var seed: UInt64
    /// The threads.
    public var threads: Int
    /// The steps of the training plan.
    public var steps: Int
    /// The step whose model was kept.
    public var keptStep: Int?
    /// Whether the user ended the training early.
    public var wasInterrupted: Bool
    /// How long each part took.
    public var seconds: Seconds
    /// What was measured.
    public var evaluation: EvaluationReport?

    /// Rows drawn and written a second.
    public var rowsPerSecond: Double { Double(rowCount) / max(seconds.drawing, 1e-9) }
  }
}

extension SynthesisRun.Outcome {
  /// The key figures and where things are, for a terminal.
  public var text: String {
    var lines: [String] = []
    if let evaluation {
      lines.append(evaluation.keyFigures)
      lines.append("")
    }
    lines.append(
      String(
        format:
          "%d rows in %@ (%.1f s to read, %.1f s to learn, %.1f s to draw: %.0f rows a second)",
        rowCount, output, seconds.reading, seconds.learning, seconds.drawing, rowsPerSecond))
    if let model { lines.append("The model:   \(model)") }
    if let report { lines.append("The report:  \(report)") }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension EvaluationReport {
  /// One line a figure: its value and what real data reaches.
  public var keyFigures: String {
    let width = figures.map(\.title.count).max() ?? 0
    let head = String(repeating: " ", count: width + 2) + "synthetic   real rows"
    let lines = figures.compactMap { figure -> String? in
      guard let value = figure.value else { return nil }
      let title = figure.title.padding(toLength: width, withPad: " ", startingAt: 0)
      let ceiling = figure.ceiling.map { figure.written($0) } ?? ""
      return "\(title)  \(figure.written(value).leftPadded(to: 9))   \(ceiling.leftPadded(to: 9))"
    }
    return ([head] + lines).joined(separator: "\n")
  }
}
