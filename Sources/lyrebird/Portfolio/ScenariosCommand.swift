public import ArgumentParser
import Foundation
public import Portfolio

struct ScenariosCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenarios",
    abstract: "Draws the next period from a model of the returns: tail risks and stress tests.")

  @OptionGroup(title: "Prices") var prices: PriceOptions
  @OptionGroup(title: "Constraints") var constraints: ConstraintOptions

  @Option(
    help: ArgumentHelp(
      "The model: \(ScenarioFamily.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "model"))
  var model: ScenarioFamily = .conditionalFlow

  @Option(help: ArgumentHelp("How many scenarios.", valueName: "n"))
  var count = 10_000

  @Option(
    help: ArgumentHelp(
      "What the scenarios fulfil, as in \"JPM <= -5%\"; conditions are joined by and.",
      valueName: "condition"))
  var given: String?

  @Option(
    help: ArgumentHelp(
      "The weights: a CSV file with the columns asset and weight; equal weights by default.",
      valueName: "file.csv"), completion: .file(extensions: ["csv"]))
  var weights: String?

  @Flag(
    help: """
      Judge the model beside others on the last fifth of the periods: likelihood, tails, and \
      whether value at risk is exceeded as often as it should be.
      """)
  var judge = false

  @Flag(help: "Train for half a minute or less.")
  var fast = false

  @Option(help: ArgumentHelp("Where the scenarios go, as CSV.", valueName: "file.csv"))
  var output: String?

  @Option(help: ArgumentHelp("Where the report goes.", valueName: "file.html"))
  var report: String?

  @OptionGroup(title: "General") var options: RunOptions

  func validate() throws {
    if !(1...10_000_000).contains(count) {
      throw ValidationError("--count is from 1 to 10000000.")
    }
  }

  func run() throws {
    let session = options.begin()
    let baselines: [ScenarioFamily] = [
      .bootstrap, .gaussian, .studentT, .studentTCopula, .dynamicCorrelationGARCH,
      .filteredHistoricalSimulation,
    ]
    let run = ScenariosRun(
      prices: prices.url, configuration: try prices.configuration { constraints.add(to: &$0) },
      family: model, settings: fast ? .fast : ScenarioSettings(), count: count, condition: given,
      weights: weights.map { URL(filePath: $0) },
      judged: judge ? baselines.filter { $0 != model } + [model] : [], seed: options.seed,
      output: output.map { URL(filePath: $0) }, report: report.map { URL(filePath: $0) },
      overwrites: options.overwrite, command: session.command.repeatable(options))
    let outcome = try session.finish { try run.run(session.progress.observe) }
    try session.show(outcome, options, text: outcome.text)
  }
}

extension ScenarioFamily: ExpressibleByArgument {}
