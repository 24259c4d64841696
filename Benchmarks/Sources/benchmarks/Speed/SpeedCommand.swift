import ArgumentParser
import Foundation

/// Times both sides in turn, and writes the figures beside each other.
struct SpeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "speed", abstract: "Times Lyrebird beside PyTorch's defaults.")

  @Option(help: "A Python that has torch.")
  var python = "python3"

  @Option(help: "The peer's side.")
  var peer = "Benchmarks/peers/speed.py"

  @Option(help: "How often both sides take their turn; the fastest counts.")
  var rounds = 3

  @Option(help: "How long each case is timed in each round, in seconds.")
  var seconds = 1.0

  @Option(parsing: .upToNextOption, help: "Thread counts to try.")
  var threads = [1, 2]

  @Option(help: "Where to write the figures, as JSON; replaced if it exists.")
  var output: String?

  func run() throws {
    let ours = try Side(CommandLine.arguments[0], ["measure"])
    let theirs = try Side(python, [peer])
    for threads in threads {
      for round in 1...rounds {
        print("\(threads) threads, round \(round) of \(rounds)")
        try ours.takeTurn(threads: threads, seconds: seconds)
        try theirs.takeTurn(threads: threads, seconds: seconds)
      }
    }
    let result = SpeedResult(
      machine: .current(), ours: ours.version, peer: theirs.version, rounds: rounds,
      rows: threads.flatMap { threads in
        SpeedCase.all.compactMap { SpeedResult.Row($0, threads: threads, ours, theirs) }
      })
    print(result.table)
    if let output { try result.writeResult(to: URL(filePath: output)) }
  }
}
