import ArgumentParser

struct PortfolioCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "portfolio",
    abstract: "Weighs assets: return, risk, the exact efficient frontier, and what can go wrong.",
    discussion: """
      All commands read prices from a CSV file: a column of dates and a column for each asset, or a \
      row for each date and asset. What is said by options can be said by a YAML file as well \
      (--config), whose keys are the names of the options.
      """,
    subcommands: [
      FrontierCommand.self, OptimizeCommand.self, RandomCommand.self, RiskCommand.self,
      BacktestCommand.self, ScenariosCommand.self, AllocateCommand.self,
    ])
}
