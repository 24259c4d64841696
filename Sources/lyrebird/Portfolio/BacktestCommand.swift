public import ArgumentParser
import Foundation
public import Portfolio

struct BacktestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Compares strategies that knew the past alone, with intervals.",
    discussion:
      "Where a strategy finds weights for no window, the results of the others are written, "
      + "and the exit status is 64.")

  @OptionGroup(title: "Prices") var prices: PriceOptions
  @OptionGroup(title: "Constraints") var constraints: ConstraintOptions

  @Option(
    name: .customLong("strategy"),
    help: ArgumentHelp(
      "A strategy; may be repeated. Equal weight is always among them.",
      discussion: "By default "
        + PortfolioStrategy.standard.map(\.rawValue).joined(separator: ", ")
        + ". Those that optimise nothing (equal-weight, inverse-volatility, risk-parity, hrp, herc, "
        + "nco) are long-only and keep no other constraint.", valueName: "name"))
  var strategies: [PortfolioStrategy] = []

  @Option(
    help: ArgumentHelp("Periods that a strategy learns from; a year by default.", valueName: "n"))
  var training: Int?

  @Option(
    help: ArgumentHelp("Periods that weights are kept; a month by default.", valueName: "n"))
  var test: Int?

  @Flag(help: "Learn from everything so far instead of the last periods.")
  var expanding = false

  @Flag(help: "Make histories by combinatorial purged cross-validation as well.")
  var crossValidate = false

  @Option(help: ArgumentHelp("Where the report goes.", valueName: "file.html"))
  var report: String?

  @OptionGroup(title: "General") var options: RunOptions

  func run() throws {
    let session = options.begin()
    let run = BacktestRun(
      prices: prices.url, configuration: try prices.configuration { constraints.add(to: &$0) },
      strategies: strategies.isEmpty ? PortfolioStrategy.standard : strategies,
      trainingSize: training, testSize: test, growth: expanding ? .expanding : .rolling,
      crossValidates: crossValidate, seed: options.seed, report: report.map { URL(filePath: $0) },
      overwrites: options.overwrite, command: session.command.repeatable(options))
    let outcome = try session.finish { try run.run(session.progress.observe) }
    try session.show(outcome, options, text: outcome.text)
    if let complaint = outcome.complaint { throw complaint }
  }
}

extension PortfolioStrategy: ExpressibleByArgument {}
