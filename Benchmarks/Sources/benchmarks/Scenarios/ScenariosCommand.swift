import ArgumentParser
import Foundation
import Portfolio

/// Judges the models of returns on days that they have not seen, and writes the figures.
struct ScenariosCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenarios",
    abstract: "Judges models of returns by likelihood, paths and exceeded value at risk.")

  @Option(help: "The program.")
  var lyrebird = ".build/release/lyrebird"

  @Option(help: "The prices of 20 stocks.")
  var prices = ".datasets/sp500/prices.csv"

  @Option(help: "The seed.")
  var seed = 0

  @Option(help: "Where to write the figures, as JSON; replaced if it exists.")
  var output: String?

  func run() throws {
    let command = [
      "portfolio", "scenarios", prices, "--judge", "--seed", "\(seed)", "--threads", "1",
    ]
    let child = try Child([lyrebird] + command + ["--json"])
    let outcome = try JSONDecoder().decode(ScenariosRun.Outcome.self, from: child.output)
    let result = ScenariosResult(
      command: (["lyrebird"] + command).joined(separator: " "), machine: .current(),
      judgements: outcome.judgements,
      table: ScenariosResult.Table(
        header: ScenarioJudgement.header, rows: outcome.judgements.map(\.cells)))
    for row in result.table.rows { print(row.joined(separator: "  ")) }
    if let output { try result.writeResult(to: URL(filePath: output)) }
  }
}

/// How each model of returns did, with the table that pages quote.
struct ScenariosResult: Encodable {
  /// What was run.
  let command: String
  /// Where.
  let machine: Machine
  /// Every figure.
  let judgements: [ScenarioJudgement]
  /// The most important ones.
  let table: Table
  /// What the table shows.
  var caption: String {
    """
    20 US stocks, daily: fitted once on the first four fifths of the days, judged on those after. \
    Log-likelihood in nats a day. Pairs: simulated paths / the real one. p: Christoffersen's test \
    of conditional coverage; below .05 the value at risk is refused. `\(command)`. \
    \(machine.processor), \(machine.cores) cores.
    """
  }

  /// Cells as a page shows them.
  struct Table: Encodable {
    let header: [String]
    let rows: [[String]]
  }

  enum CodingKeys: CodingKey { case command, machine, judgements, table, caption }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(command, forKey: .command)
    try container.encode(machine, forKey: .machine)
    try container.encode(judgements, forKey: .judgements)
    try container.encode(table, forKey: .table)
    try container.encode(caption, forKey: .caption)
  }
}
