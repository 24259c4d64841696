import ArgumentParser
import Reporting
import Tabular
import Torch

@main
struct Lyrebird: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lyrebird",
    abstract: """
      Learns the distribution of real data, draws new data from it, and measures how far the two \
      are apart.
      """,
    discussion: """
      Exit status: 0 done, 64 wrong usage, 65 bad data, 66 input that cannot be read, 73 output \
      that cannot be made, 74 output that could not be written to its end, 70 anything else, 130 \
      interrupted.
      """,
    version: "\(Software.name) \(Software.version), libtorch \(Runtime.version)",
    subcommands: [
      Synth.self, Fit.self, Sample.self, Evaluate.self, Balance.self, Inspect.self,
      PortfolioCommand.self,
    ])

  static func main() {
    do {
      var command = try parseAsRoot()
      try Runtime.checkLibrary()
      try command.run()
    } catch {
      ExitStatus.end(with: error)
    }
  }
}
