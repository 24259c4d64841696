import ArgumentParser
import Foundation
import Tabular

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures how far a synthetic table is from the real one, whoever made it.")

  @Argument(help: "The real table, a CSV file.", completion: .file(extensions: ["csv"]))
  var real: String

  @Argument(help: "The synthetic table, a CSV file.", completion: .file(extensions: ["csv"]))
  var synthetic: String

  @Option(
    help: ArgumentHelp(
      "Real rows that the generator never saw; with them more can be measured, and better.",
      valueName: "file.csv"), completion: .file(extensions: ["csv"]))
  var test: String?

  @Option(
    help: ArgumentHelp(
      "The column that a classifier trained on the synthetic rows is to predict.",
      valueName: "column"))
  var target: String?

  @Option(
    help: ArgumentHelp(
      "The class of that column that is sought; the rarer one by default.", valueName: "class"))
  var positive: String?

  @Option(help: ArgumentHelp("Where a report goes; none by default.", valueName: "file.html"))
  var report: String?

  @OptionGroup(title: "Reading") var table: TableOptions
  @OptionGroup(title: "General") var options: RunOptions

  func run() throws {
    let session = options.begin()
    let run = EvaluationRun(
      real: try table.source(real), synthetic: try table.source(synthetic),
      holdout: try test.map(table.source),
      options: EvaluationOptions(
        target: target, positive: positive, seed: options.seed, threads: session.threads),
      report: report.map { URL(filePath: $0) }, overwrites: options.overwrite,
      command: session.command)
    let evaluation = try session.finish { try run.run(session.progress.observe) }
    let place = run.report.map { "\nThe report:  \($0.path)\n" } ?? ""
    try session.show(evaluation, options, text: evaluation.text + place)
  }
}
