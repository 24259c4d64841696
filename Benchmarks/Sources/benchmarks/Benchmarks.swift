import ArgumentParser

@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks",
    abstract: "Measures Lyrebird beside its peers, in one run on one machine.",
    subcommands: [
      SpeedCommand.self, QualityCommand.self, PortfolioCommand.self,
      AgreementCommand.self, ScenariosCommand.self, MeasureCommand.self,
    ])
}
