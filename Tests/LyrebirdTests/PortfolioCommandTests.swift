import Foundation
import Testing

/// Small tables of prices that need no random source.
enum SamplePrices {
  static let assets = ["ALPHA", "BETA", "GAMMA", "DELTA"]

  /// Daily prices that rise and fall with waves of their own; 2020-01-01 is the first day.
  static func wide(rows: Int = 320, assets: [String] = assets, gap: (Int, Int)? = nil) -> String {
    var text = "Date," + assets.joined(separator: ",") + "\n"
    for row in 0..<rows {
      let cells = assets.indices.map { asset in
        gap.map { $0 == (row, asset) } == true ? "" : "\(price(row, asset))"
      }
      text += day(row) + "," + cells.joined(separator: ",") + "\n"
    }
    return text
  }

  /// The same prices, a row for each date and asset.
  static func long(rows: Int = 320) -> String {
    (0..<rows).flatMap { row in
      assets.indices.map { "\(day(row)),\(assets[$0]),\(price(row, $0))\n" }
    }.reduce("date,ticker,price\n", +)
  }

  private static func price(_ row: Int, _ asset: Int) -> Double {
    let time = Double(row)
    let wave = sin(time * (0.31 + 0.17 * Double(asset))) + 0.6 * sin(time * 1.7 + Double(asset))
    let trend = (0.0002 + 0.0003 * Double(asset)) * time
    return 50 * exp(trend + 0.01 * (1 + Double(asset) / 2) * wave)
  }

  private static func day(_ row: Int) -> String {
    var date = DateComponents()
    (date.year, date.month, date.day) = (2020, 1, 1 + row + row / 5 * 2)
    let calendar = Calendar(identifier: .gregorian)
    let parts = calendar.dateComponents(
      [.year, .month, .day], from: calendar.date(from: date) ?? .distantPast)
    return String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
  }
}

@Suite("The commands on portfolios")
struct PortfolioCommandTests {
  private struct Facts: Decodable {
    var name: String
    var assets: [String]
    var weights: [Double]
    var mean: Double
    var volatility: Double
    var sharpe: Double?
  }
  private struct Optimum: Decodable {
    var goal: String
    var portfolio: Facts
    var notes: [String]
    var isProven: Bool
  }
  private struct Frontier: Decodable {
    var portfolios: [Facts]
    var frontier: [Facts]
    var notes: [String]
  }

  private func json<Value: Decodable>(_ ending: Program.Ending) throws -> Value {
    try #require(ending.status == 0, "\(ending.errors)")
    return try JSONDecoder().decode(Value.self, from: Data(ending.output.utf8))
  }

  private func optimum(_ options: String..., prices: String? = nil) throws -> Optimum {
    let program = try Program(files: ["in.csv": prices ?? SamplePrices.wide()])
    return try json(
      try program.run(["portfolio", "optimize", "in.csv", "--json", "--quiet"] + options))
  }

  @Test(
    "Every goal gives weights that sum to one and are not negative",
    arguments: [
      "minimum-risk", "maximum-ratio", "maximum-utility", "maximum-return",
      "maximum-diversification", "risk-parity", "hrp", "herc", "nco",
    ])
  func goals(goal: String) throws {
    let found = try optimum("--goal", goal)
    #expect(found.goal == goal)
    #expect(abs(found.portfolio.weights.reduce(0, +) - 1) < 1e-9)
    #expect(found.portfolio.weights.allSatisfy { $0 >= -1e-12 })
  }

  @Test("Constraints hold, as options and as a file of configuration alike")
  func constraints() throws {
    let options = try optimum(
      "--constraint", "tail <= 0.3", "--constraint", "ALPHA >= 20%", "--group",
      "tail: GAMMA, DELTA", "--maximum-weight", "0.6")
    let weights = options.portfolio.weights
    #expect(weights[2] + weights[3] <= 0.3 + 1e-9)
    #expect(weights[0] >= 0.2 - 1e-9)
    #expect(weights.allSatisfy { $0 <= 0.6 + 1e-9 })
    let program = try Program(files: [
      "in.csv": SamplePrices.wide(),
      "c.yaml": """
      groups:
        tail: [GAMMA, DELTA]
      constraints: [tail <= 0.3, ALPHA >= 20%]
      maximum-weight: 0.9
      """,
    ])
    let file: Optimum = try json(
      try program.run(
        "portfolio", "optimize", "in.csv", "--json", "--config", "c.yaml", "--maximum-weight",
        "0.6"))
    #expect(file.portfolio.weights == weights, "the option counts, the file says the rest")
  }

  @Test("Short sales: a negative number is an option's value, and the gross exposure holds")
  func shortSales() throws {
    let found = try optimum("--minimum-weight", "-0.3", "--gross-exposure", "1.4")
    #expect(found.portfolio.weights.allSatisfy { $0 >= -0.3 - 1e-9 })
    #expect(found.portfolio.weights.reduce(0) { $0 + abs($1) } <= 1.4 + 1e-9)
    let neutral = try optimum(
      "--minimum-weight", "-0.5", "--budget", "0", "--gross-exposure", "1", "--goal",
      "maximum-return")
    #expect(abs(neutral.portfolio.weights.reduce(0, +)) < 1e-9)
    #expect(neutral.portfolio.mean > 0)
    for gross in ["0.7", "1", "5"] {
      let ratio = try optimum(
        "--minimum-weight", "-0.5", "--budget", "0", "--gross-exposure", gross)
      #expect(try #require(ratio.portfolio.sharpe) > 0, "not the empty portfolio")
    }
    let nothing = try optimum(
      "--minimum-weight", "-0.5", "--budget", "0", "--goal", "minimum-risk")
    #expect(nothing.portfolio.sharpe == nil)
  }

  @Test("A target is reached, and names the goal")
  func targets() throws {
    let free = try optimum("--goal", "minimum-risk")
    let wanted = try optimum("--target-return", "\(free.portfolio.mean + 0.02)")
    #expect(wanted.goal == "minimum-risk")
    #expect(abs(wanted.portfolio.mean - free.portfolio.mean - 0.02) < 1e-9)
    let risky = try optimum("--target-volatility", "\(free.portfolio.volatility * 1.1)")
    #expect(risky.goal == "maximum-return")
    #expect(abs(risky.portfolio.volatility / free.portfolio.volatility - 1.1) < 1e-9)
  }

  @Test("Few positions are few, and proven")
  func cardinality() throws {
    let found = try optimum("--maximum-assets", "2", "--minimum-position", "10%")
    let held = found.portfolio.weights.filter { $0 > 1e-9 }
    #expect(held.count <= 2 && held.allSatisfy { $0 >= 0.1 - 1e-9 })
    #expect(found.isProven)
  }

  @Test("Wide and long tables give the same, and what is not used is named")
  func layouts() throws {
    let wide = try optimum("--view-method", "entropy-pooling")
    let long = try optimum(prices: SamplePrices.long())
    let weights = Dictionary(
      uniqueKeysWithValues: zip(long.portfolio.assets, long.portfolio.weights))
    for (asset, weight) in zip(wide.portfolio.assets, wide.portfolio.weights) {
      #expect(abs(try #require(weights[asset]) - weight) < 1e-9)
    }
    #expect(wide.notes.contains { $0.contains("Not used by optimize: view-method") })
    #expect(!long.notes.contains { $0.contains("Not used") })
  }

  @Test("The frontier as CSV and report; the same seed gives the same bytes")
  func frontier() throws {
    let program = try Program(files: ["in.csv": SamplePrices.wide(rows: 200)])
    for name in ["a", "b"] {
      let found: Frontier = try json(
        try program.run(
          "portfolio", "frontier", "in.csv", "--json", "--points", "25", "--random", "500",
          "--output", "\(name).csv", "--report", "r.html", "--overwrite", "--seed", "7"))
      #expect(found.frontier.count == 25)
      let means = found.frontier.map(\.mean)
      #expect(means == means.sorted(by: >))
      let volatilities = found.frontier.map(\.volatility)
      #expect(zip(volatilities, volatilities.dropFirst()).allSatisfy { $0 >= $1 - 1e-12 })
      #expect(found.portfolios.map(\.name).last == "equal weights")
    }
    #expect(try program.data("a.csv") == program.data("b.csv"))
    #expect(try program.text("a.csv").split(separator: "\n").count == 26)
    #expect(try program.text("r.html").hasSuffix("</html>\n"))
  }

  @Test("The list of random portfolios has a line for each, whatever the threads")
  func random() throws {
    let program = try Program(files: ["in.csv": SamplePrices.wide()])
    for (name, threads) in [("a", "1"), ("b", "3")] {
      let ending = try program.run(
        "portfolio", "random", "in.csv", "--count", "5000", "--sampler", "dirichlet", "--threads",
        threads, "--output", "\(name).csv")
      #expect(ending.status == 0, "\(ending.errors)")
    }
    let text = try program.text("a.csv")
    #expect(text == (try program.text("b.csv")))
    let lines = text.split(separator: "\n")
    #expect(lines.count == 5001)
    #expect(lines[0] == "return,volatility,sharpe,ALPHA,BETA,GAMMA,DELTA")
    for line in lines.dropFirst().prefix(100) {
      let weights = line.split(separator: ",").dropFirst(3).compactMap { Double($0) }
      #expect(abs(weights.reduce(0, +) - 1) < 1e-5)
    }
  }

  @Test("From weights to risk and to whole shares")
  func riskAndShares() throws {
    let program = try Program(files: ["in.csv": SamplePrices.wide()])
    // One asset alone: a file whose weights are 0 and 1.
    let ending = try program.run(
      "portfolio", "optimize", "in.csv", "--goal", "maximum-return", "--output", "w.csv")
    #expect(ending.status == 0, "\(ending.errors)")
    let risk = try program.run("portfolio", "risk", "in.csv", "--weights", "w.csv")
    #expect(risk.status == 0, "\(risk.errors)")
    #expect(risk.output.contains("conditional value at risk 95 %"))
    let shares = try program.run(
      "portfolio", "allocate", "in.csv", "--weights", "w.csv", "--amount", "10000", "--json")
    struct Allocation: Decodable {
      struct Shares: Decodable {
        var shares: [Int]
        var cash: Double
      }
      var prices: [Double]
      var allocation: Shares
    }
    let found: Allocation = try json(shares)
    let spent = zip(found.prices, found.allocation.shares).reduce(0) { $0 + $1.0 * Double($1.1) }
    #expect(abs(spent + found.allocation.cash - 10_000) < 1e-6)
    #expect(found.allocation.cash >= 0)
  }

  @Test("Strategies are compared, equal weight among them")
  func backtest() throws {
    let program = try Program(files: ["in.csv": SamplePrices.wide()])
    let ending = try program.run(
      "portfolio", "backtest", "in.csv", "--strategy", "minimum-variance", "--training", "60",
      "--test", "20", "--cost", "10bp", "--turnover", "50%", "--report", "r.html", "--json")
    struct Comparison: Decodable {
      struct Summary: Decodable {
        var name: String
        var failedWindows: Int
        var annualCost: Double
      }
      var summaries: [Summary]
    }
    let found: Comparison = try json(ending)
    #expect(found.summaries.map(\.name) == ["equal weight", "minimum-variance"])
    #expect(found.summaries.allSatisfy { $0.failedWindows == 0 && $0.annualCost > 0 })
    #expect(try program.text("r.html").contains("Drawdowns"))
  }

  @Test("A strategy without weights ends in a status of its own, after the results of the others")
  func idleStrategy() throws {
    let program = try Program(files: ["in.csv": SamplePrices.wide()])
    let ending = try program.run(
      "portfolio", "backtest", "in.csv", "--strategy", "minimum-variance", "--strategy", "hrp",
      "--training", "60", "--maximum-weight", "10%", "--report", "r.html")
    #expect(ending.status == 64)
    #expect(ending.errors.contains("minimum-variance had weights for no window"))
    #expect(ending.output.contains("hrp") && ending.output.contains("windows without new weights"))
    #expect(try program.text("r.html").contains("Drawdowns"))
  }
}
