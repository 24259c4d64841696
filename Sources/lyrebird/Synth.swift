import ArgumentParser
import Foundation
import Tabular

struct Synth: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Learns a table, draws a synthetic one, and reports how good it is.",
    discussion: """
      Ctrl-C while learning ends the training: the best model so far draws the rows, and the exit \
      status is 130. Once more stops at once and leaves no half file.
      """)

  @Argument(help: "The real table, a CSV file.", completion: .file(extensions: ["csv"]))
  var train: String

  @Option(
    help: ArgumentHelp(
      "Real rows that are not learnt from; with them more can be measured, and measured better.",
      valueName: "file.csv"), completion: .file(extensions: ["csv"]))
  var test: String?

  @Option(
    help: ArgumentHelp(
      "The column that a classifier trained on the synthetic rows is to predict.",
      valueName: "column"))
  var target: String?

  @Option(
    help: ArgumentHelp(
      "Where the synthetic rows go; NAME-synthetic.csv by default.", valueName: "file.csv"))
  var output: String?

  @Option(
    help: ArgumentHelp("Where the report goes; NAME-report.html by default.", valueName: "file"))
  var report: String?

  @Flag(name: .customLong("no-report"), help: "Measure nothing and write no report.")
  var withoutReport = false

  @Option(help: ArgumentHelp("Where the model goes, to draw more later.", valueName: "file"))
  var model: String?

  @Option(help: ArgumentHelp("How many rows; as many as were learnt by default.", valueName: "n"))
  var rows: Int?

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "What the rows have to fulfil, such as \"income = '>50K' and age >= 40\".",
      valueName: "condition"))
  var condition: String?

  @OptionGroup(title: "Learning") var learning: LearningOptions
  @OptionGroup(title: "Reading") var table: TableOptions
  @OptionGroup(title: "General") var options: RunOptions

  func validate() throws {
    if let rows, rows < 1 { throw ValidationError("--rows is at least 1.") }
    if withoutReport, report != nil {
      throw ValidationError("--report and --no-report exclude each other.")
    }
  }

  func run() throws {
    let session = options.begin()
    let source = try table.source(train)
    let run = SynthesisRun(
      source: source, holdout: try test.map(table.source),
      learning: learning.settings(seed: options.seed), rowCount: rows, condition: condition,
      target: target,
      threads: session.threads,
      output: URL(filePath: output ?? "\(source.stem)-synthetic.csv"),
      model: model.map { URL(filePath: $0) },
      report: withoutReport ? nil : URL(filePath: report ?? "\(source.stem)-report.html"),
      overwrites: options.overwrite, command: session.command)
    let outcome = try session.finish {
      try run.run(interruption: session.interruption, session.progress.observe)
    }
    try session.show(outcome, options, text: outcome.text)
    try session.exitIfInterrupted()
  }
}
