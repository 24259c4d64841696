import ArgumentParser
import Foundation
import Tabular

struct Fit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Learns a table and writes a model, from which sample draws rows at any time.",
    discussion: """
      Ctrl-C ends the training: the best model so far is written, and the exit status is 130. Once \
      more stops at once and leaves no half file.
      """)

  @Argument(help: "The table, a CSV file.", completion: .file(extensions: ["csv"]))
  var train: String

  @Option(
    help: ArgumentHelp("Where the model goes; NAME.safetensors by default.", valueName: "file"))
  var model: String?

  @OptionGroup(title: "Learning") var learning: LearningOptions
  @OptionGroup(title: "Reading") var table: TableOptions
  @OptionGroup(title: "General") var options: RunOptions

  func run() throws {
    let session = options.begin()
    let source = try table.source(train)
    let run = FittingRun(
      source: source, learning: learning.settings(seed: options.seed),
      model: URL(filePath: model ?? "\(source.stem).safetensors"), overwrites: options.overwrite)
    let outcome = try session.finish {
      try run.run(interruption: session.interruption, session.progress.observe)
    }
    try session.show(outcome, options, text: outcome.text)
    try session.exitIfInterrupted()
  }
}
