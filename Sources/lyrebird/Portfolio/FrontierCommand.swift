import ArgumentParser
import Foundation
import Portfolio

struct FrontierCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frontier",
    abstract: "Computes the whole efficient frontier, exactly, and reports on it.")

  @OptionGroup(title: "Prices") var prices: PriceOptions
  @OptionGroup(title: "Estimates") var estimates: EstimateOptions
  @OptionGroup(title: "Constraints") var constraints: ConstraintOptions

  @Option(help: ArgumentHelp("Portfolios along the frontier.", valueName: "n"))
  var points = 100

  @Option(
    help: ArgumentHelp("Random portfolios to draw beside it; 0 for none.", valueName: "n"))
  var random = 20_000

  @Option(
    help: ArgumentHelp("Where the portfolios go, as CSV.", valueName: "file.csv"))
  var output: String?

  @Option(help: ArgumentHelp("Where the report goes.", valueName: "file.html"))
  var report: String?

  @OptionGroup(title: "General") var options: RunOptions

  func validate() throws {
    if !(2...100_000).contains(points) { throw ValidationError("--points is from 2 to 100000.") }
    if !(0...10_000_000).contains(random) {
      throw ValidationError("--random is from 0 to 10000000.")
    }
  }

  func run() throws {
    let session = options.begin()
    let run = FrontierRun(
      prices: prices.url,
      configuration: try prices.configuration {
        estimates.add(to: &$0)
        constraints.add(to: &$0)
      }, pointCount: points, randomCount: random, seed: options.seed,
      output: output.map { URL(filePath: $0) }, report: report.map { URL(filePath: $0) },
      overwrites: options.overwrite, command: session.command.repeatable(options))
    let outcome = try session.finish { try run.run(session.progress.observe) }
    try session.show(outcome, options, text: outcome.text)
  }
}
