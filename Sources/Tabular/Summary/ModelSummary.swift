internal import Foundation
public import GenerativeModels

/// What a model file says about itself.
public struct ModelSummary: Codable, Sendable {
  /// The model family.
  public var family: ModelFamily
  /// What it was made with.
  public var software: String
  /// Rows that it was trained on.
  public var trainingRows: Int
  /// The columns, in the order of the file.
  public var columns: [ColumnDescription]
  /// What holds in every drawn row.
  public var constraints: TableConstraints
  /// The steps of the training plan.
  public var steps: Int
  /// The step whose parameters were kept.
  public var keptStep: Int?
  /// The held-out loss of the kept step.
  public var heldOutLoss: Double?
  /// The training curve.
  public var history: [TrainingRecord]

  /// Describes a model.
  public init(_ model: TableModel) {
    let card = model.card
    family = card.family
    software = card.software
    trainingRows = card.trainingRows
    columns = card.columns
    constraints = card.constraints
    steps = card.plan.steps
    history = card.history
    keptStep = model.keptStep
    heldOutLoss = history.map(\.validationLoss).min()
  }
}

extension ModelSummary: CustomStringConvertible {
  /// The summary as plain text.
  public var description: String {
    let width = min(40, columns.map(\.name.count).max() ?? 0)
    var lines = ["A model of a table (\(family.rawValue)), learnt from \(trainingRows) rows.", ""]
    for column in columns {
      let name = column.name.padding(
        toLength: max(width, column.name.count), withPad: " ", startingAt: 0)
      let levels =
        column.levels.isEmpty
        ? ""
        : ", \(column.levels.count) names: "
          + column.levels.prefix(4).joined(separator: ", ")
          + (column.levels.count > 4 ? ", ..." : "")
      lines.append("  \(name)  \(column.kind.rawValue)\(levels)")
    }
    let rules =
      constraints.dependencies.map(\.description) + constraints.inequalities.map(\.description)
      + constraints.unique.map { "\"\($0)\" is different in every row" }
    if !rules.isEmpty { lines += ["", "in every row"] + rules.map { "  \($0)" } }
    if !history.isEmpty {
      lines += ["", "    step      loss  held out"]
      for record in history {
        let mark = record.step == keptStep ? "  kept" : ""
        lines.append(
          String(
            format: "%8d  %8.3f  %8.3f", record.step, record.trainingLoss, record.validationLoss)
            + mark)
      }
    }
    lines += ["", "Written by \(software)."]
    return lines.joined(separator: "\n") + "\n"
  }
}
