import ArgumentParser
import Foundation
import Tabular
import Torch

/// What every command that computes has.
struct RunOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The seed of everything random.", valueName: "number"))
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "Threads; by default as many as there are free processors.",
      discussion: "The same seed, threads and version give the same bytes.", valueName: "number"))
  var threads: Int?

  @Flag(help: "Replace outputs that exist.")
  var overwrite = false

  @Flag(help: "Print the result as JSON.")
  var json = false

  @Flag(help: "Show no progress.")
  var quiet = false

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads is from 1 to 1024.")
    }
  }

  /// Prepares the process: threads, the fastest exact products, signals and the progress bar.
  func begin() -> Session {
    let count = threads ?? ThreadChoice.automatic
    Runtime.threadCount = count
    Runtime.useFastestExactMatmul()
    return Session(threads: count, progress: ProgressDisplay(isQuiet: quiet))
  }
}

/// A command that runs.
struct Session {
  let threads: Int
  let progress: ProgressDisplay
  let interruption = Interruption()
  /// The command line as it was given.
  let command = CommandText(CommandLine.arguments)

  init(threads: Int, progress: ProgressDisplay) {
    self.threads = threads
    self.progress = progress
    interruption.listen { [progress] in progress.note($0) }
  }

  /// Runs `body`, and takes the progress bar away when it ends.
  func finish<Result>(_ body: () throws -> Result) throws -> Result {
    defer { progress.end() }
    return try body()
  }

  /// Prints a result in the form that was asked for.
  func show(_ result: some Encodable, _ options: RunOptions, text: String) throws {
    if options.json { try Console.print(json: result) } else { try Console.print(text) }
  }

  /// Ends with the status of an interruption where the result is less than was asked for.
  func exitIfInterrupted() throws {
    if interruption.wasRequested { throw ExitCode(Interruption.status) }
  }
}

extension CommandText {
  /// The command again, with everything spelled out that was chosen.
  func repeatable(_ options: RunOptions) -> String {
    repeatable(steps: nil, seed: options.seed, threads: options.threads ?? ThreadChoice.automatic)
  }
}
