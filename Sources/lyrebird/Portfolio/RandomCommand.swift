import ArgumentParser
import Foundation
import Portfolio

struct RandomCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "random",
    abstract: "Lists random portfolios with return and risk, and says what random search misses.")

  @OptionGroup(title: "Prices") var prices: PriceOptions
  @OptionGroup(title: "Estimates") var estimates: EstimateOptions
  @OptionGroup(title: "Constraints") var constraints: ConstraintOptions

  @Option(help: ArgumentHelp("How many portfolios.", valueName: "n"))
  var count = 100_000

  @Option(
    help: ArgumentHelp(
      "The law of the weights: uniform (normalised, as tutorials do), dirichlet or sparse.",
      valueName: "law"))
  var sampler: SamplerName = .uniform

  @Option(
    help: ArgumentHelp(
      "The concentration of dirichlet: 1 is uniform on all portfolios, less is more extreme.",
      valueName: "number"))
  var concentration = 1.0

  @Option(help: ArgumentHelp("How many assets a sparse portfolio holds.", valueName: "n"))
  var held = 5

  @Option(help: ArgumentHelp("Where the list goes, as CSV.", valueName: "file.csv"))
  var output: String?

  @OptionGroup(title: "General") var options: RunOptions

  enum SamplerName: String, CaseIterable, ExpressibleByArgument {
    case uniform
    case dirichlet
    case sparse
  }

  func validate() throws {
    if !(1...1_000_000_000).contains(count) {
      throw ValidationError("--count is from 1 to 1000000000.")
    }
  }

  func run() throws {
    let session = options.begin()
    let law: WeightSampler =
      switch sampler {
      case .uniform: .uniformNormalized
      case .dirichlet: .dirichlet(concentration: concentration)
      case .sparse: .sparse(count: held)
      }
    let run = RandomPortfoliosRun(
      prices: prices.url,
      configuration: try prices.configuration {
        estimates.add(to: &$0)
        constraints.add(to: &$0)
      }, count: count, sampler: law, seed: options.seed, threads: session.threads,
      output: output.map { URL(filePath: $0) }, overwrites: options.overwrite)
    let outcome = try session.finish { try run.run(session.progress.observe) }
    try session.show(outcome, options, text: outcome.text)
  }
}
