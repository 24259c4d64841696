public import Foundation
public import Tabular

/// From prices to a list of random portfolios.
public struct RandomPortfoliosRun: Sendable {
  /// A CSV file of prices or returns.
  public var prices: URL
  /// What is known and wanted.
  public var configuration: PortfolioConfiguration
  /// How many portfolios.
  public var count: Int
  /// The law of the weights.
  public var sampler: WeightSampler
  /// The seed.
  public var seed: UInt64
  /// How many threads draw; the portfolios do not depend on it.
  public var threads: Int
  /// Where the list goes, as CSV; `nil` for nowhere.
  public var output: URL?
  /// Whether a file that is there may be replaced.
  public var overwrites: Bool

  /// Makes a run.
  public init(
    prices: URL, configuration: PortfolioConfiguration = PortfolioConfiguration(),
    count: Int = 100_000, sampler: WeightSampler = .uniformNormalized, seed: UInt64 = 0,
    threads: Int = 1, output: URL? = nil, overwrites: Bool = false
  ) {
    self.prices = prices
    self.configuration = configuration
    self.count = count
    self.sampler = sampler
    self.seed = seed
    self.threads = threads
    self.output = output
    self.overwrites = overwrites
  }

  /// What came of a run.
  public struct Outcome: Codable, Sendable {
    /// How many portfolios were drawn.
    public var count: Int
    /// The best of them: least volatility, largest Sharpe ratio, largest return.
    public var best: [PortfolioFacts]
    /// The same, exactly.
    public var exact: [PortfolioFacts]
    /// How far the best stay behind.
    public var gap: RandomGap
    /// Seconds for drawing, and writing if there is a file.
    public var seconds: Double
    /// What was done to the data.
    public var notes: [String]
    /// The file with the list.
    public var output: String?

    /// The outcome for a terminal.
    public var text: String {
      let lines =
        best.map { "\($0.line)\n\($0.holdings)" } + ["exactly:"] + exact.map(\.line) + [gap.text]
        + [String(format: "%d portfolios in %.3f s", count, seconds)]
        + (output.map { ["written: \($0)"] } ?? [])
      return lines.joined(separator: "\n") + "\n"
    }
  }

  /// Reads, estimates, draws and writes.
  ///
  /// - Parameter observer: Told what happens.
  /// - Returns: What came of it.
  /// - Throws: `PortfolioError` or `TableError`, in words for the user.
  public func run(_ observer: WorkObserver = { _ in }) throws -> Outcome {
    if let output { try OutputPlace.check(output, overwrites: overwrites) }
    let problem = try PortfolioProblem(prices, configuration, observer)
    let frontier = try problem.frontier()
    guard let random = try RandomGap.portfolios(problem, sampler: sampler, seed: seed) else {
      throw PortfolioError(
        .request,
        "random portfolios keep the bounds of single assets alone, are long-only and fully "
          + "invested; leave other constraints out.")
    }
    observer(.phase("drawing \(count) portfolios"))
    let clock = ContinuousClock()
    let start = clock.now
    let summary: RandomPortfolioSummary
    if let output {
      let file = try OutputFile(output, overwrites: overwrites)
      var written = 0
      let expected = Double(count) * Double(12 * (problem.assets.count + 3))
      summary = try random.writeCSV(count: count, assets: problem.assets, threadCount: threads) {
        try file.append($0)
        written += $0.count
        observer(.fraction(min(1, Double(written) / expected)))
      }
      try file.finish()
    } else {
      summary = try random.cloud(count: count, threadCount: threads).summary
    }
    let seconds = (clock.now - start) / .seconds(1)
    func facts(_ name: String, _ portfolio: RandomPortfolio) -> PortfolioFacts {
      problem.facts(name, weights: portfolio.weights)
    }
    return Outcome(
      count: count,
      best: [
        facts("least volatility of the list", summary.minimumVolatility),
        facts("largest Sharpe ratio of the list", summary.maximumSharpe),
        facts("largest return of the list", summary.maximumMean),
      ], exact: KeyPortfolios(problem, frontier).facts,
      gap: RandomGap(summary, problem, frontier), seconds: seconds,
      notes: problem.prepared.notes + problem.estimates.notes, output: output?.path)
  }
}
