import ArgumentParser
import Foundation
import Portfolio
import Torch

/// Solves random problems beside other solvers, and counts where objectives differ.
struct AgreementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "portfolio-agreement",
    abstract: "Compares optima of random portfolios with Clarabel's, HiGHS' and libraries'.")

  @Option(help: "How many problems, all families together.")
  var problems = 3000

  @Option(help: "What the problems are drawn with.")
  var seed: UInt64 = 1

  @Option(help: "How many of the problems are given to skfolio and PyPortfolioOpt too.")
  var libraryProblems = 300

  @Option(help: "A Python that has skfolio, PyPortfolioOpt and clarabel.")
  var python = "python3"

  @Option(help: "The peers' side.")
  var peer = "Benchmarks/peers/portfolio_agreement.py"

  @Option(help: "The prices of 20 stocks.")
  var prices = ".datasets/sp500/prices.csv"

  @Option(help: "Where to write the figures, as JSON; replaced if it exists.")
  var output: String?

  func validate() throws {
    guard problems >= AgreementFamily.allCases.count else {
      throw ValidationError(
        "--problems \(problems): there are \(AgreementFamily.allCases.count) families; ask for at "
          + "least one problem of each.")
    }
  }

  func run() throws {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "agreement-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appending(path: "problems.jsonl")
    let clock = ContinuousClock()
    let start = clock.now
    try writeProblems(to: file)
    print("ours: \(problems) problems in \(clock.now - start); now the peers")
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let comparisons = try PeerScript(python: python, path: peer)
      .lines(AgreementComparison.self, [file.path, "\(cores)"])
    let result = AgreementResult(problems: problems, seed: seed, comparisons: comparisons)
    for row in [result.table.header] + result.table.rows { print(row.joined(separator: " | ")) }
    for fault in result.faults { print("at fault: \(fault)") }
    print(result.caption)
    if let output { try result.writeResult(to: URL(filePath: output)) }
  }

  /// Draws the problems and writes them with our answers, one a line.
  private func writeProblems(to file: URL) throws {
    let stocks = try PriceTable(csv: URL(filePath: prices)).returns().values
    let families = AgreementFamily.allCases
    var lines = Data()
    var random = SeededGenerator(seed: seed)
    let interval = max(1, problems / max(1, libraryProblems))
    for index in 0..<problems {
      let problem = families[index % families.count].problem(stocks: stocks, using: &random)
      let answers = AgreementSolver.answers(to: problem, using: &random)
      let line = AgreementLine(
        problem, asksLibraries: libraryProblems > 0 && (index / families.count) % interval == 0,
        answers: answers)
      lines += try JSONEncoder().encode(line) + Data("\n".utf8)
    }
    try lines.write(to: file)
  }
}
