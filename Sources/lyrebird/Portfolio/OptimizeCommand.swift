public import ArgumentParser
import Foundation
public import Portfolio

struct OptimizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "optimize", abstract: "Finds one portfolio, and says how it was found.",
    discussion: CostNote.text)

  @OptionGroup(title: "Prices") var prices: PriceOptions
  @OptionGroup(title: "Estimates") var estimates: EstimateOptions
  @OptionGroup(title: "Constraints") var constraints: ConstraintOptions

  @Option(
    help: ArgumentHelp(
      "What the portfolio is best at; maximum-ratio by default, minimum-risk with a target "
        + "return, maximum-return with a target volatility or risk.", valueName: "goal"))
  var goal: OptimizationRun.Goal?

  @Option(
    help: ArgumentHelp(
      "The risk that counts, for minimum-risk, maximum-ratio, risk-parity and maximum-return "
        + "with --target-risk; the variance by default.",
      discussion: "gaussian-var takes expected returns and covariances as estimated and is exact. "
        + "Other measures look at the returns of the past; none but the variance takes "
        + "--maximum-assets and --minimum-position. "
        + "gini-mean-difference compares all pairs of periods: thousands of them take long. "
        + "var, the historical value at risk, and cornish-fisher-var, its expansion in skewness and "
        + "kurtosis, are not convex: what is found is good, not proven best.",
      valueName: "measure"))
  var measure: RiskMeasureName?

  @Option(
    help: ArgumentHelp(
      "The level of the values at risk, cvar, evar, cdar and edar, as in 95%.",
      valueName: "share"))
  var confidence = Share(value: 0.95)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The least expected return of a year, as in 12%.", valueName: "share"))
  var targetReturn: Share?

  @Option(help: ArgumentHelp("The largest volatility of a year.", valueName: "share"))
  var targetVolatility: Share?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The largest risk by --measure: of a period, or of the drawdown.", valueName: "share"))
  var targetRisk: Share?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A of maximum-utility, which is the mean less A/2 times the variance.",
      valueName: "number"))
  var riskAversion = 2.5

  @Option(help: ArgumentHelp("The largest number of assets held.", valueName: "n"))
  var maximumAssets: Int?

  @Option(help: ArgumentHelp("The smallest weight of what is held.", valueName: "share"))
  var minimumPosition: String?

  @Option(
    name: .customLong("risk-budget"),
    help: ArgumentHelp(
      "The share of the risk that an asset or a group is to carry with risk-parity, as in "
        + "\"tech: 30%\"; may be repeated.",
      discussion:
        "Members of a group carry equal parts of its share, and assets without a share equal "
        + "parts of what is left.", valueName: "text"))
  var riskBudgets: [String] = []

  @Option(help: ArgumentHelp("Where the weights go, as CSV.", valueName: "file.csv"))
  var output: String?

  @OptionGroup(title: "General") var options: RunOptions

  func run() throws {
    let session = options.begin()
    let run = OptimizationRun(
      prices: prices.url,
      configuration: try prices.configuration {
        estimates.add(to: &$0)
        constraints.add(to: &$0)
        $0.set(.maximumAssets, maximumAssets.map(String.init))
        $0.set(.minimumPosition, minimumPosition)
        $0.set(.riskBudgets, riskBudgets)
      }, goal: goal, measure: measure?.measure(confidence: confidence.value),
      targetReturn: targetReturn?.value, targetVolatility: targetVolatility?.value,
      targetRisk: targetRisk?.value, riskAversion: riskAversion,
      output: output.map { URL(filePath: $0) },
      overwrites: options.overwrite)
    let outcome = try session.finish { try run.run(session.progress.observe) }
    try session.show(outcome, options, text: outcome.text)
  }
}

extension OptimizationRun.Goal: ExpressibleByArgument {}

/// A measure of risk that can be made as small as possible, by its name.
enum RiskMeasureName: String, CaseIterable, ExpressibleByArgument {
  case variance
  case semivariance
  case meanAbsoluteDeviation = "mean-absolute-deviation"
  case firstLowerPartialMoment = "first-lower-partial-moment"
  case giniMeanDifference = "gini-mean-difference"
  case valueAtRisk = "var"
  case gaussianValueAtRisk = "gaussian-var"
  case cornishFisherValueAtRisk = "cornish-fisher-var"
  case conditionalValueAtRisk = "cvar"
  case entropicValueAtRisk = "evar"
  case worstCase = "worst-case"
  case maximumDrawdown = "maximum-drawdown"
  case averageDrawdown = "average-drawdown"
  case conditionalDrawdown = "cdar"
  case entropicDrawdown = "edar"
  case ulcerIndex = "ulcer-index"

  /// What is to be small; `nil` for the variance.
  func measure(confidence: Double) -> RiskObjective? {
    switch self {
    case .valueAtRisk: .valueAtRisk(confidence: confidence, method: .historical)
    case .gaussianValueAtRisk: .valueAtRisk(confidence: confidence, method: .gaussian)
    case .cornishFisherValueAtRisk:
      .valueAtRisk(confidence: confidence, method: .cornishFisher)
    default: convex(confidence: confidence).map { .convex($0) }
    }
  }

  private func convex(confidence: Double) -> ConvexRiskMeasure? {
    switch self {
    case .variance, .valueAtRisk, .gaussianValueAtRisk, .cornishFisherValueAtRisk: nil
    case .semivariance: .semivariance()
    case .meanAbsoluteDeviation: .meanAbsoluteDeviation
    case .firstLowerPartialMoment: .firstLowerPartialMoment()
    case .giniMeanDifference: .giniMeanDifference
    case .conditionalValueAtRisk: .conditionalValueAtRisk(level: confidence)
    case .entropicValueAtRisk: .entropicValueAtRisk(level: confidence)
    case .worstCase: .worstCase
    case .maximumDrawdown: .maximumDrawdown
    case .averageDrawdown: .averageDrawdown
    case .conditionalDrawdown: .conditionalDrawdown(level: confidence)
    case .entropicDrawdown: .entropicDrawdown(level: confidence)
    case .ulcerIndex: .ulcerIndex
    }
  }
}

/// A share such as `12%` or `0.12`.
struct Share: ExpressibleByArgument, CustomStringConvertible {
  let value: Double

  var description: String { "\(value)" }

  init(value: Double) { self.value = value }

  init?(argument: String) {
    let isPercent = argument.hasSuffix("%")
    guard let number = Double(isPercent ? String(argument.dropLast()) : argument), number.isFinite
    else { return nil }
    value = isPercent ? number / 100 : number
  }
}
