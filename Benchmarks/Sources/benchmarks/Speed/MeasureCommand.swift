import ArgumentParser
import Foundation
import Torch

/// Our side of one round, in a process of its own; the peer's is `peers/speed.py`.
struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure", abstract: "Times our side, one JSON line a case.")

  @Option(help: "How many threads an operator may use.")
  var threads = 1

  @Option(help: "How long each case is timed, in seconds.")
  var seconds = 1.0

  func run() throws {
    Runtime.threadCount = threads
    Runtime.useFastestExactMatmul()
    let encoder = JSONEncoder()
    for (name, block, step) in Workload.all() {
      let time = Stopwatch.fastest(seconds: seconds, block: block, step)
      let timing = Timing(case: name, threads: threads, seconds: time)
      print(String(decoding: try encoder.encode(timing), as: UTF8.self))
    }
    print(#"{"version":"Lyrebird, libtorch \#(Runtime.version)"}"#)
  }
}
