import Testing

@testable import Portfolio

@Suite("The portfolios that everybody asks for")
struct KeyPortfolioTests {
  private func problem(_ texts: [PortfolioConfiguration.Key: [String]]) throws -> PortfolioProblem {
    let file = try PriceFile.waves()
    return try PortfolioProblem(file.url, PortfolioConfiguration(texts))
  }

  @Test("Each is the best of its kind among points of the frontier and equal weights")
  func best() throws {
    let problem = try problem([:])
    let frontier = try problem.frontier()
    let key = KeyPortfolios(problem, frontier)
    #expect(
      key.facts.map(\.name) == [
        "minimum variance", "maximum Sharpe ratio", "maximum return", "equal weights",
      ])
    #expect(key.remark == nil)
    let others = frontier.points(50).map { problem.facts("", $0) } + key.facts
    for other in others {
      #expect(key.facts[0].volatility <= other.volatility + 1e-12)
      #expect(try #require(key.facts[1].sharpe) >= (other.sharpe ?? 0) - 1e-9)
      #expect(key.facts[2].mean >= other.mean - 1e-12)
    }
  }

  @Test("Where no return exceeds the risk-free rate the reason is given instead")
  func noSharpe() throws {
    let problem = try problem([.riskFree: ["90000%"]])
    let key = KeyPortfolios(problem, try problem.frontier())
    #expect(key.facts.map(\.name) == ["minimum variance", "maximum return", "equal weights"])
    #expect(try #require(key.remark).contains("risk-free"))
  }

  @Test("Equal weights that are not allowed say so, and costs are taken off everybody's return")
  func constrained() throws {
    let short = try problem([.minimumWeight: ["-0.5"], .budget: ["0"]])
    let key = KeyPortfolios(short, try short.frontier())
    #expect(key.facts.last?.name == "equal weights, unconstrained")
    #expect(key.facts[0].sharpe == nil && key.facts[0].heldCount == 0)
    #expect(try #require(key.facts[1].sharpe) > 0)
    let free = try problem([:])
    let charged = try problem([.cost: ["1%"]])
    for weights in [[1, 0, 0], [0.2, 0.3, 0.5]] {
      let (before, after) = (free.facts("", weights: weights), charged.facts("", weights: weights))
      #expect(abs(before.mean - after.mean - 0.01) < 1e-12)
    }
  }

  @Test("Nothing is silently left out: options that contradict each other are refused")
  func contradictions() throws {
    let file = try PriceFile.waves()
    for run in [
      OptimizationRun(prices: file.url, goal: .maximumRatio, targetReturn: 0.1),
      OptimizationRun(prices: file.url, goal: .riskParity, targetReturn: 0.1),
      OptimizationRun(prices: file.url, goal: .minimumRisk, targetVolatility: 0.1),
      OptimizationRun(prices: file.url, targetReturn: 0.1, targetVolatility: 0.1),
      OptimizationRun(
        prices: file.url, configuration: PortfolioConfiguration([.maximumAssets: ["2"]]),
        goal: .maximumDiversification),
      OptimizationRun(
        prices: file.url, configuration: PortfolioConfiguration([.turnover: ["0.1"]]),
        goal: .minimumRisk),
    ] {
      #expect(throws: PortfolioError.self) { try run.run() }
    }
    #expect(throws: PortfolioError.self) {
      try FrontierRun(
        prices: file.url, configuration: PortfolioConfiguration([.minimumPosition: ["0.1"]])
      ).run()
    }
  }

  @Test("Weights of 0 and 1, and names that are numbers, are read back as written")
  func weightFiles() throws {
    let table = WeightTable(assets: ["A", "7", "x,y"], weights: [1, 0, 0])
    let file = try PriceFile(table.csv)
    #expect(try WeightTable(csv: file.url) == table)
  }
}
