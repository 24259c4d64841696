import ArgumentParser

@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks",
    abstract: "Measures Lyrebird beside its peers, in one run on one machine.",
    subcommands: [
      SpeedCommand.self, QualityCommand.self, PortfolioCommand.self,
      PortfolioAgreementCommand.self, ScenariosCommand.self, MeasureCommand.self,
      MeasureCommand.self,
    ])
}
