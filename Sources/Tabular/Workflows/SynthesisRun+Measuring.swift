import Foundation
import GenerativeModels
import Reporting

extension SynthesisRun {
  /// Real rows fewer than these are not compared with.
  private static let leastRows = 20

  /// Measures what was drawn and writes the report.
  ///
  /// Rows that were drawn under a condition are compared with the real rows that fulfil it.
  ///
  /// - Returns: What was measured; `nil` where too few real rows fulfil the condition.
  func measure(
    _ table: Table, _ drawn: Table, _ test: Table?, model: TableModel, _ outcome: Outcome,
    to file: URL, _ observer: WorkObserver
  ) throws -> EvaluationReport? {
    var warnings: [String] = []
    if outcome.wasInterrupted {
      warnings.append("The training was interrupted; this is the best model until then.")
    }
    var (real, holdout, target) = (table, test, target)
    if let condition {
      real = try rows(of: table, where: condition)
      holdout = try test.map { try rows(of: $0, where: condition) }
      if let rows = holdout?.rowCount, rows < Self.leastRows { holdout = nil }
      if let name = target, (try? PredictionTarget(name, in: real)) == nil { target = nil }
      warnings.append(
        "Only rows with \(condition) were drawn; they are compared with the \(real.rowCount) real "
          + "rows for which it holds.")
    }
    var evaluation: EvaluationReport?
    if real.rowCount >= Self.leastRows || condition == nil {
      evaluation = try EvaluationReport(
        real: real, synthetic: drawn, holdout: holdout,
        options: EvaluationOptions(
          target: target, positive: positive, seed: outcome.seed, threads: threads),
        observer: observer)
    } else {
      let text = "These are too few to measure anything."
      warnings.append(text)
      observer(.note("\(real.rowCount) real rows fulfil the condition, too few to measure by."))
    }
    observer(.phase("writing the report"))
    let page = SynthesisReport(
      real: real, synthetic: drawn, run: settings(outcome, model), evaluation: evaluation,
      training: model.card.history.map {
        TrainingPoint(
          seconds: $0.seconds, step: $0.step, trainingLoss: $0.trainingLoss,
          validationLoss: $0.validationLoss)
      }, keptStep: outcome.keptStep, warnings: warnings)
    let html = try page.report().html()
    try OutputFile.write(Data(html.utf8), to: file, overwrites: overwrites)
    return evaluation
  }

  private func rows(of table: Table, where condition: String) throws(TableError) -> Table {
    let condition = try Condition(parsing: condition, columns: table.descriptions)
    let matches = try condition.matches(in: table)
    return table.rows(matches.indices.filter { matches[$0] })
  }
}
