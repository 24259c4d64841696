import ArgumentParser
import Foundation
import Tabular

struct Balance: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Adds rows of a rare class, and says honestly whether that helps a classifier.",
    discussion: """
      The comparison learns each training fold by itself and tests on rows that nobody has \
      touched: the table as it is, class weights, SMOTENC, and rows that Lyrebird adds.
      """)

  @Argument(help: "The table, a CSV file.", completion: .file(extensions: ["csv"]))
  var data: String

  @Option(help: ArgumentHelp("The column of the class.", valueName: "column"))
  var target: String

  @Option(help: ArgumentHelp("The class; the rarest by default.", valueName: "class"))
  var positive: String?

  @Option(
    help: ArgumentHelp(
      "How many rows of the class there are to be, as a part of all other rows.",
      valueName: "number"))
  var ratio = 1.0

  @Option(
    help: ArgumentHelp("Where the table goes; NAME-balanced.csv by default.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp("Where the report goes; NAME-balance.html by default.", valueName: "file"))
  var report: String?

  @Option(help: ArgumentHelp("Folds of the comparison, 2 to 20.", valueName: "number"))
  var folds = 5

  @Flag(name: .customLong("no-comparison"), help: "Compare nothing and write no report.")
  var withoutComparison = false

  @OptionGroup(title: "Learning") var learning: LearningOptions
  @OptionGroup(title: "Reading") var table: TableOptions
  @OptionGroup(title: "General") var options: RunOptions

  func validate() throws {
    guard ratio > 0, ratio <= 1000 else {
      throw ValidationError("--ratio is above 0, and 1000 at the most.")
    }
    guard (2...20).contains(folds) else { throw ValidationError("--folds is from 2 to 20.") }
    if withoutComparison, report != nil {
      throw ValidationError("--report and --no-comparison exclude each other.")
    }
  }

  func run() throws {
    let session = options.begin()
    let source = try table.source(data)
    let run = BalancingRun(
      source: source, learning: learning.settings(seed: options.seed),
      options: BalanceOptions(
        target: target, positive: positive, folds: folds, ratio: ratio, seed: options.seed,
        threads: session.threads),
      isCompared: !withoutComparison,
      output: URL(filePath: output ?? "\(source.stem)-balanced.csv"),
      report: withoutComparison ? nil : URL(filePath: report ?? "\(source.stem)-balance.html"),
      overwrites: options.overwrite, command: session.command)
    let outcome = try session.finish {
      try run.run(interruption: session.interruption, session.progress.observe)
    }
    try session.show(outcome, options, text: outcome.text)
    try session.exitIfInterrupted()
  }
}
