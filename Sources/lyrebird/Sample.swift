import ArgumentParser
import Foundation
import Tabular

struct Sample: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draws rows from a model, any number of them, or fills in given ones.")

  @Argument(help: "The model that fit wrote.", completion: .file(extensions: ["safetensors"]))
  var model: String

  @Option(help: ArgumentHelp("How many rows; as many as were learnt by default.", valueName: "n"))
  var rows: Int?

  @Option(
    help: ArgumentHelp(
      "Where the rows go; NAME-synthetic.csv by default.", valueName: "file.csv"))
  var output: String?

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "What the rows have to fulfil, such as \"income = '>50K' and age >= 40\".",
      valueName: "condition"))
  var condition: String?

  @Option(
    help: ArgumentHelp(
      "Rows with gaps, or without some columns: they are filled in, each given what it has.",
      valueName: "partial.csv"), completion: .file(extensions: ["csv"]))
  var given: String?

  @OptionGroup(title: "Reading the given rows") var table: TableOptions
  @OptionGroup(title: "General") var options: RunOptions

  func validate() throws {
    if let rows, rows < 1 { throw ValidationError("--rows is at least 1.") }
    if given != nil, rows != nil || condition != nil {
      throw ValidationError(
        "--given gives one row for each given one, so it excludes --rows and --where.")
    }
  }

  func run() throws {
    let session = options.begin()
    let url = URL(filePath: model)
    let stem = TableSource(url).stem
    let output = URL(filePath: output ?? "\(stem)-synthetic.csv")
    if let given {
      let run = FillingRun(
        model: url, source: try table.source(given), seed: options.seed, output: output,
        overwrites: options.overwrite)
      let outcome = try session.finish { try run.run(session.progress.observe) }
      return try session.show(outcome, options, text: outcome.text)
    }
    let run = SamplingRun(
      model: url, rowCount: rows, condition: condition, seed: options.seed,
      output: output, overwrites: options.overwrite)
    let outcome = try session.finish { try run.run(session.progress.observe) }
    try session.show(outcome, options, text: outcome.text)
  }
}
