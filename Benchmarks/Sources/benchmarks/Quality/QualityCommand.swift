import ArgumentParser
import Foundation
import Tabular

/// Learns tables with Lyrebird and with its peers, and evaluates what they draw in the same way.
struct QualityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quality", abstract: "Compares synthetic tables by quality and time.")

  @Argument(help: "Data sets: adult, magic, census-income. Obtain them with scripts/datasets.")
  var datasets = ["adult"]

  @Option(help: "The program.")
  var lyrebird = ".build/release/lyrebird"

  @Option(parsing: .upToNextOption, help: "Presets of Lyrebird.")
  var presets = ["fast", "default", "best"]

  @Option(help: "A Python that has ctgan; without one the peers are left out.")
  var python: String?

  @Option(
    parsing: .upToNextOption,
    help: "Peers and their epochs, such as ctgan:10,300. (default: those of the data set)")
  var peers: [PeerTrainings] = []

  @Option(parsing: .upToNextOption, help: "Seeds; figures are means over them.")
  var seeds = [0, 1, 2]

  @Option(help: "How many threads everyone may use.")
  var threads = 2

  @Option(help: "Where the figures go, as DATASET.json and DATASET.html; replaced if they exist.")
  var output = "docs/results"

  @Flag(help: "Keep what is in those files of generators and seeds that do not run now.")
  var keep = false

  func run() throws {
    for name in datasets {
      guard let item = QualityCase.all.first(where: { $0.dataset == name }) else {
        let known = QualityCase.all.map(\.dataset).joined(separator: ", ")
        throw ValidationError("no data set \(name); there are: \(known)")
      }
      try measure(item)
    }
  }

  private func measure(_ item: QualityCase) throws {
    let judge = try Judge(item, threads: threads)
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "lyrebird-quality-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    let place = URL(filePath: output)
    let earlier = keep ? try QualityResult(of: item.dataset, in: place) : nil
    var runs: [QualityRun] = []
    // Written after each run, so that one that fails in the end costs none of the hours before.
    func add(_ run: QualityRun) throws {
      print(run)
      runs.append(run)
      let all = runs + (judge.ceilings.map { [$0] } ?? [])
      let result = QualityResult(item, machine: .current(), threads: threads, runs: all)
      try (earlier?.replacing(result, of: item) ?? result).write(to: place)
    }
    for seed in seeds {
      for preset in presets {
        try add(judge.ours(lyrebird, preset: preset, seed: seed, in: folder))
      }
      guard let python else { continue }
      for peer in peers.isEmpty ? item.peers : peers {
        for epochs in peer.epochs {
          try add(judge.peer(python, model: peer.model, epochs: epochs, seed: seed, in: folder))
        }
      }
    }
  }
}
