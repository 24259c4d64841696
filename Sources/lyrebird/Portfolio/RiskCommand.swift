import ArgumentParser
import Foundation
import Portfolio

struct RiskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "risk",
    abstract: "Measures the risk of given weights, and what each asset contributes to it.")

  @OptionGroup(title: "Prices") var prices: PriceOptions

  @Option(
    help: ArgumentHelp(
      "The weights: a CSV file with the columns asset and weight; equal weights by default.",
      valueName: "file.csv"), completion: .file(extensions: ["csv"]))
  var weights: String?

  @Option(help: ArgumentHelp("The level of tail measures.", valueName: "share"))
  var confidence = 0.95

  @OptionGroup(title: "General") var options: RunOptions

  func run() throws {
    let session = options.begin()
    let run = RiskRun(
      prices: prices.url, weights: weights.map { URL(filePath: $0) },
      configuration: try prices.configuration(), confidence: confidence)
    let outcome = try session.finish { try run.run(session.progress.observe) }
    try session.show(outcome, options, text: outcome.text)
  }
}
