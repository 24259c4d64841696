import ArgumentParser
import Foundation
import Torch

/// Times Lyrebird and its peers at the tasks of portfolios, in turn, and writes the figures.
struct PortfolioCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "portfolio",
    abstract: "Times Lyrebird beside skfolio, PyPortfolioOpt, Clarabel and numpy.")

  @Option(help: "A Python that has skfolio, PyPortfolioOpt and clarabel.")
  var python = "python3"

  @Option(help: "The peers' side.")
  var peer = "Benchmarks/peers/portfolio.py"

  @Option(help: "The peers' side of exact values.")
  var reference = "Benchmarks/peers/portfolio_reference.py"

  @Option(help: "The program, for what is measured as a whole.")
  var lyrebird = ".build/release/lyrebird"

  @Option(help: "The prices of 20 stocks.")
  var prices = ".datasets/sp500/prices.csv"

  @Option(parsing: .upToNextOption, help: "The tasks to do; all by default.")
  var tasks: [String] = []

  @Option(help: "How long our side of each task is timed, in seconds.")
  var seconds = 2.0

  @Flag(help: "Leave the peers out that need minutes.")
  var quick = false

  @Option(help: "Where to write the figures, as JSON; replaced if it exists.")
  var output: String?

  func run() throws {
    Runtime.threadCount = 1
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "portfolio-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let script = PeerScript(python: python, path: peer)
    let exact = PeerScript(python: python, path: reference)
    _ = try script.lines(PeerLine.self, ["prepare", directory.path, prices])
    let work = PortfolioWork(data: PortfolioData(directory: directory))
    var rows: [PortfolioResult.Row] = []
    for task in PortfolioCase.all where tasks.isEmpty || tasks.contains(task.name) {
      print(task.title)
      try work.writeGoals(task.name)
      let ours = try time(try work.work(task.name))
      var peers: [PeerLine] = []
      var references: [ExactValue] = []
      // Covariances by factors are ours alone; they are compared with the dense ones above.
      let isSlow = ["cvar500", "frontier500"].contains(task.name)
      if task.name != "random500factors", !(quick && isSlow) {
        peers = try script.lines(PeerLine.self, [task.name, directory.path])
        if !task.quantities.isEmpty {
          references = try exact.lines(ExactValue.self, [task.name, directory.path])
        }
      }
      // Ours again after the peers', so that neither side has the quieter moment alone.
      let again = try time(try work.work(task.name))
      var values = try work.furtherValues(task.name)
      if let name = task.quantities.first { values[name] = again.value }
      let row = PortfolioResult.Row(
        task, seconds: min(ours.seconds, again.seconds), value: again.value, peers: peers,
        comparisons: try references.isEmpty
          ? [] : task.quantities.map { try ValueComparison($0, values, references) })
      print("  " + row.text)
      rows.append(row)
    }
    guard tasks.isEmpty else { return }
    let scaling = try FrontierScaling()
    for point in scaling.points {
      print("\(point.assets) assets: \(PortfolioResult.Row.time(point.milliseconds))")
    }
    let list = try listMemory(in: directory)
    print(list)
    let result = PortfolioResult(machine: .current(), rows: rows, scaling: scaling, list: list)
    if let output { try result.write(to: output) }
  }

  /// Ten million random portfolios written by the program, and the most memory it held.
  private func listMemory(in directory: URL) throws -> PortfolioResult.List {
    let file = directory.appending(path: "list.csv")
    let child = try Child([
      lyrebird, "portfolio", "random", prices, "--from", "2013-01-01", "--count", "10000000",
      "--output", file.path, "--quiet",
    ])
    let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0
    try FileManager.default.removeItem(at: file)
    return PortfolioResult.List(
      portfolios: 10_000_000, seconds: child.seconds, peakMiB: child.peakMemory ?? 0,
      gigabytes: Double(size) / 1e9)
  }

  private func time(_ work: () throws -> Double?) throws -> (seconds: Double, value: Double?) {
    let clock = ContinuousClock()
    var value = try work()
    var best = Duration.seconds(3600)
    let end = clock.now.advanced(by: .seconds(seconds))
    var runs = 0
    while clock.now < end || runs < 3 {
      let start = clock.now
      value = try work()
      best = min(best, clock.now - start)
      runs += 1
    }
    return (best / .seconds(1), value)
  }
}
