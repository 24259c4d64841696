import ArgumentParser
import Foundation
import Portfolio

/// What prices are read and how they are cleaned.
struct PriceOptions: ParsableArguments {
  @Argument(
    help: "Prices or returns, a CSV file.", completion: .file(extensions: ["csv"]))
  var prices: String

  @Option(
    help: ArgumentHelp(
      "A YAML file whose keys are the names of options; what an option says counts.",
      discussion: "Its keys are the options below prices, estimates and constraints, and "
        + "maximum-assets, minimum-position and risk-budgets. Several assets, rules and texts are "
        + "lists; views, constraints, groups and risk-budgets are plural; groups are names with lists "
        + "of assets, risk-budgets names with shares.",
      valueName: "file.yaml"), completion: .file(extensions: ["yaml", "yml"]))
  var config: String?

  @Option(
    help: ArgumentHelp(
      "What the file holds: \(PriceReading.Content.allCases.map(\.rawValue).joined(separator: ", "));"
        + " found from the numbers by default.", valueName: "content"))
  var content: String?

  @Option(help: ArgumentHelp("The column of dates; found by default.", valueName: "name"))
  var dateColumn: String?

  @Option(
    help: ArgumentHelp(
      "The column that names the asset, where there is a row for each date and asset.",
      valueName: "name"))
  var assetColumn: String?

  @Option(help: ArgumentHelp("The column of prices in such a file.", valueName: "name"))
  var valueColumn: String?

  @Flag(help: "Read prices of zero and below as missing.")
  var dropNonPositive = false

  @Option(
    help: ArgumentHelp("The assets to look at, with commas; all by default.", valueName: "names"))
  var assets: String?

  @Option(help: ArgumentHelp("The first day, as in 2010-01-31.", valueName: "day"))
  var from: String?

  @Option(help: ArgumentHelp("The last day.", valueName: "day"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "What to do about missing prices: error, drop-days, start-at-latest, \"drop-assets 10%\", "
        + "\"fill-forward 3\".",
      discussion: "May be repeated; the rules are applied one after another.", valueName: "rule"))
  var missing: [String] = []

  @Option(
    help: ArgumentHelp(
      "What returns are: simple or logarithmic; simple by default.", valueName: "kind"))
  var returns: String?

  @Option(
    help: ArgumentHelp(
      "How often prices are noted: \(Frequency.allCases.map(\.rawValue).joined(separator: ", ")); "
        + "found from the dates by default.", valueName: "frequency"))
  var frequency: String?

  @Option(
    help: ArgumentHelp(
      "How often prices are to be looked at, as in monthly: the last price of each.",
      valueName: "frequency"))
  var resample: String?

  @Flag(help: "Correct prices for suspected splits instead of only naming them.")
  var adjustSplits = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The return without risk of a year, as in 2%.", valueName: "share"))
  var riskFree: String?

  /// The file.
  var url: URL { URL(filePath: prices) }

  /// What these options and the file of configuration say, the options first.
  func configuration(
    adding add: (inout PortfolioConfiguration) -> Void = { _ in }
  ) throws -> PortfolioConfiguration {
    var mine = PortfolioConfiguration()
    mine.set(.assets, assets)
    mine.set(.content, content)
    mine.set(.dateColumn, dateColumn)
    mine.set(.assetColumn, assetColumn)
    mine.set(.valueColumn, valueColumn)
    if dropNonPositive { mine.set(.dropNonPositive, "true") }
    mine.set(.from, from)
    mine.set(.to, to)
    mine.set(.missing, missing)
    mine.set(.returns, returns)
    mine.set(.frequency, frequency)
    mine.set(.resample, resample)
    mine.set(.riskFree, riskFree)
    if adjustSplits { mine.set(.adjustSplits, "true") }
    add(&mine)
    guard let config else { return mine }
    return mine.filled(from: try PortfolioConfiguration(yaml: URL(filePath: config)))
  }
}

/// How returns and risks are estimated.
struct EstimateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How expected returns are estimated: "
        + MeanMethod.allCases.map(\.rawValue).joined(separator: ", ")
        + "; arithmetic by default.", valueName: "method"))
  var mean: String?

  @Option(
    help: ArgumentHelp(
      "How covariances are estimated: "
        + CovarianceMethod.allCases.map(\.rawValue).joined(separator: ", ")
        + ", factor-model (with --factors); ledoit-wolf by default.", valueName: "method"))
  var covariance: String?

  @Option(
    name: .customLong("view"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A view on returns of a year, such as \"AAPL - MSFT = 3% @ 80%\"; may be repeated.",
      valueName: "view"))
  var views: [String] = []

  @Option(
    help: ArgumentHelp(
      "How views are blended in: black-litterman, the default, or entropy-pooling, which takes "
        + "inequalities too.",
      valueName: "method"))
  var viewMethod: String?

  @Option(
    help: ArgumentHelp(
      "Prices of the market, for --mean capm.", valueName: "file.csv"),
    completion: .file(extensions: ["csv"]))
  var benchmark: String?

  @Option(
    help: ArgumentHelp(
      "Prices of factors, for --covariance factor-model.", valueName: "file.csv"),
    completion: .file(extensions: ["csv"]))
  var factors: String?

  /// Writes these options into a configuration.
  func add(to configuration: inout PortfolioConfiguration) {
    configuration.set(.mean, mean)
    configuration.set(.covariance, covariance)
    configuration.set(.views, views)
    configuration.set(.viewMethod, viewMethod)
    configuration.set(.benchmark, benchmark)
    configuration.set(.factors, factors)
  }
}

/// What a portfolio may look like.
struct ConstraintOptions: ParsableArguments {
  @Option(
    name: .customLong("constraint"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A limit such as \"tech <= 0.4\", \"AAPL + MSFT >= 10%\" or \"each <= 20%\"; may be repeated.",
      valueName: "text"))
  var constraints: [String] = []

  @Option(
    name: .customLong("group"),
    help: ArgumentHelp(
      "A name for several assets, as in \"tech: AAPL, MSFT\"; may be repeated.", valueName: "text"))
  var groups: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The smallest weight of every asset; 0 by default, below 0 for short sales.",
      valueName: "share"))
  var minimumWeight: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The largest weight of every asset; 1 by default.", valueName: "share"))
  var maximumWeight: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What the weights sum to: 1 by default, 0 for a market-neutral portfolio, none for no limit.",
      valueName: "share"))
  var budget: String?

  @Option(
    help: ArgumentHelp(
      "The largest sum of absolute weights, as 1.6 for 130/30.", valueName: "share"))
  var grossExposure: String?

  @Option(
    help: ArgumentHelp(
      "The weights held now: a CSV file with the columns asset and weight.", valueName: "file.csv"),
    completion: .file(extensions: ["csv"]))
  var previousWeights: String?

  @Option(
    help: ArgumentHelp(
      "The largest sum of absolute trades from the weights held now.", valueName: "share"))
  var turnover: String?

  @Option(
    help: ArgumentHelp(
      "What a trade costs, as a share of it: 10bp or 0.1%.",
      valueName: "share"))
  var cost: String?

  /// Writes these options into a configuration.
  func add(to configuration: inout PortfolioConfiguration) {
    configuration.set(.constraints, constraints)
    configuration.set(.groups, groups)
    configuration.set(.minimumWeight, minimumWeight)
    configuration.set(.maximumWeight, maximumWeight)
    configuration.set(.budget, budget)
    configuration.set(.grossExposure, grossExposure)
    configuration.set(.previousWeights, previousWeights)
    configuration.set(.turnover, turnover)
    configuration.set(.cost, cost)
  }
}

/// What is to be known about costs where one portfolio is chosen for a year.
enum CostNote {
  static let text = """
    Return and risk are of a year. With --cost the price of getting from the weights held now (or \
    from nothing) to the new ones is taken once off the expected return of the year, as if the \
    portfolio were then kept for a year; who trades more often pays more.
    """
}
