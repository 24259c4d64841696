import ArgumentParser
import Foundation
import Portfolio

struct AllocateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allocate", abstract: "Turns weights and a sum of money into whole shares.")

  @OptionGroup(title: "Prices") var prices: PriceOptions

  @Option(
    help: ArgumentHelp(
      "The weights: a CSV file with the columns asset and weight.", valueName: "file.csv"),
    completion: .file(extensions: ["csv"]))
  var weights: String

  @Option(help: ArgumentHelp("The sum, in the currency of the prices.", valueName: "number"))
  var amount: Double

  @Flag(help: "Take the fast method instead of looking for the best allocation.")
  var greedy = false

  @OptionGroup(title: "General") var options: RunOptions

  func run() throws {
    let session = options.begin()
    let run = AllocationRun(
      prices: prices.url, weights: URL(filePath: weights), amount: amount, isGreedy: greedy,
      configuration: try prices.configuration())
    let outcome = try session.finish { try run.run(session.progress.observe) }
    try session.show(outcome, options, text: outcome.text)
  }
}
