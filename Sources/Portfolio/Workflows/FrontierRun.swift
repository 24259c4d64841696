public import Foundation
import Reporting
public import Tabular

/// From prices to the whole efficient frontier.
public struct FrontierRun: Sendable {
  /// A CSV file of prices or returns.
  public var prices: URL
  /// What is known and wanted.
  public var configuration: PortfolioConfiguration
  /// How many portfolios along the frontier are listed.
  public var pointCount: Int
  /// How many random portfolios are drawn for comparison; 0 for none.
  public var randomCount: Int
  /// The seed of everything random.
  public var seed: UInt64
  /// Where the portfolios along the frontier go, as CSV; `nil` for nowhere.
  public var output: URL?
  /// Where the report goes; `nil` for none.
  public var report: URL?
  /// Whether files that are there may be replaced.
  public var overwrites: Bool
  /// The command line, for the report.
  public var command: String

  /// Makes a run.
  public init(
    prices: URL, configuration: PortfolioConfiguration = PortfolioConfiguration(),
    pointCount: Int = 100, randomCount: Int = 20_000, seed: UInt64 = 0, output: URL? = nil,
    report: URL? = nil, overwrites: Bool = false, command: String = ""
  ) {
    self.prices = prices
    self.configuration = configuration
    self.pointCount = pointCount
    self.randomCount = randomCount
    self.seed = seed
    self.output = output
    self.report = report
    self.overwrites = overwrites
    self.command = command
  }

  /// What came of a run.
  public struct Outcome: Codable, Sendable {
    /// The names of the assets.
    public var assets: [String]
    /// The first and the last day of the returns.
    public var period: String
    /// How many corners the frontier has.
    public var cornerCount: Int
    /// Microseconds that the frontier took.
    public var microseconds: Double
    /// The portfolios that are asked for most: least variance, largest Sharpe ratio, largest return,
    /// and equal weights for comparison.
    public var portfolios: [PortfolioFacts]
    /// Why there is no portfolio of largest Sharpe ratio, if there is none.
    public var remark: String?
    /// Portfolios along the frontier, from the largest return to the least variance.
    public var frontier: [PortfolioFacts]
    /// How far the best of the random portfolios stays behind; `nil` where none were drawn.
    public var random: RandomGap?
    /// What was done to the data.
    public var notes: [String]
    /// The files that were written.
    public var files: [String]

    /// The outcome for a terminal.
    public var text: String {
      var lines = [
        "\(assets.count) assets, \(period)",
        String(
          format: "the whole frontier: %d corners in %.0f µs", cornerCount, microseconds),
      ]
      for portfolio in portfolios { lines.append("\n\(portfolio.line)\n\(portfolio.holdings)") }
      if let remark { lines.append("\n\(remark)") }
      if let random { lines.append("\n\(random.text)") }
      lines += files.map { "written: \($0)" }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  /// Reads, estimates, optimises and writes.
  ///
  /// - Parameter observer: Told what happens.
  /// - Returns: What came of it.
  /// - Throws: `PortfolioError` or `TableError`, in words for the user.
  public func run(_ observer: WorkObserver = { _ in }) throws -> Outcome {
    for file in [output, report].compactMap(\.self) {
      try OutputPlace.check(file, overwrites: overwrites)
    }
    let problem = try PortfolioProblem(prices, configuration, observer)
    let clock = ContinuousClock()
    let start = clock.now
    let frontier = try problem.frontier()
    let points = frontier.points(pointCount)
    let elapsed = (clock.now - start) / .microseconds(1)
    let selection = KeyPortfolios(problem, frontier)
    var cloud: RandomPortfolioCloud?
    if randomCount > 0, let random = try RandomGap.portfolios(problem, seed: seed) {
      observer(.phase("drawing random portfolios"))
      cloud = try random.cloud(count: randomCount)
    }
    var notes = problem.prepared.notes + problem.estimates.notes
    if frontier.ridge > 0 {
      notes.append(
        "The covariance matrix is singular; \(frontier.ridge) was added to its diagonal.")
    }
    let outcome = Outcome(
      assets: problem.assets, period: problem.period, cornerCount: frontier.corners.count,
      microseconds: elapsed, portfolios: selection.facts, remark: selection.remark,
      frontier: points.enumerated().map { problem.facts("point \($0.offset + 1)", $0.element) },
      random: cloud.map { RandomGap($0.summary, problem, frontier) }, notes: notes,
      files: [output, report].compactMap { $0?.path })
    if let output {
      let table = PortfolioTable(outcome.frontier)
      try OutputFile.write(Data(table.csv.utf8), to: output, overwrites: overwrites)
    }
    if let report {
      observer(.phase("writing the report"))
      try PortfolioReport(
        problem: problem, frontier: frontier, outcome: outcome, cloud: cloud, command: command,
        seed: seed
      ).report().writeHTML(to: report, overwriting: overwrites)
    }
    return outcome
  }
}

/// The portfolios that everybody asks for.
struct KeyPortfolios {
  private(set) var facts: [PortfolioFacts] = []
  private(set) var remark: String?

  init(_ problem: PortfolioProblem, _ frontier: EfficientFrontier) {
    facts.append(problem.facts("minimum variance", frontier.minimumVariance))
    do throws(PortfolioError) {
      let best = try frontier.maximumSharpe(riskFree: problem.estimates.riskFree)
      facts.append(problem.facts("maximum Sharpe ratio", best))
    } catch {
      remark = "No maximum Sharpe ratio: \(error.message)"
    }
    if frontier.ray == nil {
      facts.append(problem.facts("maximum return", frontier.maximumReturn))
    }
    let count = problem.assets.count
    facts.append(
      problem.facts(
        "equal weights", weights: [Double](repeating: 1 / Double(count), count: count)))
  }
}

/// Portfolios as CSV: a row each, with a column for each asset's weight.
struct PortfolioTable {
  let csv: String

  init(_ portfolios: [PortfolioFacts]) {
    let assets = portfolios.first?.assets ?? []
    var text =
      (["name", "return", "volatility", "sharpe"] + assets).map(CSVCell.quoted)
      .joined(separator: ",") + "\n"
    for portfolio in portfolios {
      let figures = [portfolio.mean, portfolio.volatility, portfolio.sharpe] + portfolio.weights
      text += CSVCell.quoted(portfolio.name) + figures.map { ",\($0)" }.joined() + "\n"
    }
    csv = text
  }
}
