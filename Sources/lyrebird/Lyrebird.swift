import ArgumentParser

@main
struct Lyrebird: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lyrebird",
    abstract: """
      Learns the distribution of real data, draws new data from it, and measures how far the two \
      are apart.
      """)
}
