import ArgumentParser
import Foundation
import Tabular

struct Sample: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draws rows from a model, any number of them, straight to the disk.")

  @Argument(help: "The model that fit wrote.", completion: .file(extensions: ["safetensors"]))
  var model: String

  @Option(help: ArgumentHelp("How many rows; as many as were learnt by default.", valueName: "n"))
  var rows: Int?

  @Option(
    help: ArgumentHelp(
      "Where the rows go; NAME-synthetic.csv by default.", valueName: "file.csv"))
  var output: String?

  @OptionGroup(title: "General") var options: RunOptions

  func validate() throws {
    if let rows, rows < 1 { throw ValidationError("--rows is at least 1.") }
  }

  func run() throws {
    let session = options.begin()
    let url = URL(filePath: model)
    let stem = TableSource(url).stem
    let run = SamplingRun(
      model: url, rowCount: rows, seed: options.seed,
      output: URL(filePath: output ?? "\(stem)-synthetic.csv"), overwrites: options.overwrite)
    let outcome = try session.finish { try run.run(session.progress.observe) }
    try session.show(outcome, options, text: outcome.text)
  }
}
