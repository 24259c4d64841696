import Foundation
import Reporting

/// The figures of the comparison, as they are committed.
struct PortfolioResult: Codable {
  /// One task.
  struct Row: Codable {
    let task: String
    let title: String
    /// Milliseconds of ours.
    let ours: Double
    /// What ours optimised.
    let value: Double?
    /// Every peer.
    let peers: [PeerLine]
    /// The fastest peer's time over ours.
    let timesFaster: Double?
    /// The relative difference of the values, to the peer whose value is nearest to ours, as peers
    /// come.
    let difference: Double?
    /// Our values beside exact ones.
    let comparisons: [ValueComparison]
    /// The bar, in words, and whether it is met.
    let goal: String
    let isMet: Bool
  }

  /// A table for the pages that quote this.
  struct Table: Codable {
    let header: [String]
    let rows: [[String]]
  }

  /// A long list of random portfolios, written as CSV.
  struct List: Codable, CustomStringConvertible {
    let portfolios: Int
    let seconds: Double
    let peakMiB: Double
    let gigabytes: Double

    var description: String {
      String(
        format: "%d random portfolios of 20 assets as CSV (%.2f GB): %.1f s, at most %.0f MiB of "
          + "memory", portfolios, gigabytes, seconds, peakMiB)
    }
  }

  let machine: Machine
  let rows: [Row]
  let scaling: FrontierScaling
  let list: List
  let table: Table
  let caption: String

  init(machine: Machine, rows: [Row], scaling: FrontierScaling, list: List) {
    self.machine = machine
    self.rows = rows
    self.scaling = scaling
    self.list = list
    table = Table(
      header: [
        "task", "Lyrebird", "fastest peer", "times faster", "others", "goal", "from peer",
        "from exact",
      ],
      rows: rows.map { row in
        let ranked = row.peers.sorted { $0.seconds ?? .infinity < $1.seconds ?? .infinity }
        func text(_ line: PeerLine) -> String {
          "\(line.peer) " + (line.seconds.map { Row.time($0 * 1000) } ?? "failed")
        }
        return [
          row.title, Row.time(row.ours), ranked.first.map(text) ?? "",
          row.timesFaster.map { String(format: "%.3g", $0) } ?? "",
          ranked.dropFirst().map(text).joined(separator: ", "),
          row.goal + (row.isMet ? " ✓" : " ✗"),
          row.difference.map(Self.difference) ?? "",
          row.comparisons.map(\.difference).max().map(Self.difference) ?? "",
        ]
      })
    caption =
      "\(machine.processor), \(machine.cores) cores, \(machine.system). One thread on both sides "
      + "unless stated; the fastest of several runs, both sides in turn in one run. From peer: the "
      + "relative difference of the value to the nearest peer's, whose solver stops where its "
      + "defaults say. From exact: to that of the same problem solved as tightly as doubles allow, by "
      + "other solvers\(Self.proof(rows)), at most 1e-8 asked. The frontier grows with the power "
      + String(format: "%.2f", scaling.exponent) + " of the number of assets: "
      + scaling.points.map { "\($0.assets): \(Row.time($0.milliseconds))" }.joined(separator: ", ")
      + ". \(list)."
  }

  private static func difference(_ value: Double) -> String { String(format: "%.0e", value) }

  /// What is proven of the references.
  private static func proof(_ rows: [Row]) -> String {
    let gaps = rows.flatMap(\.comparisons).compactMap(\.gap)
    return gaps.max().map { " and proven to \(difference($0)) by duality" } ?? ""
  }

  /// Writes the figures as JSON, and the page of the same name beside it.
  func write(to path: String) throws {
    let file = URL(filePath: path)
    try writeResult(to: file)
    try Report(
      title: "Portfolios, measured", subtitle: caption,
      sections: [
        Report.Section(
          "Beside others",
          blocks: [.table(TextTable(header: table.header, rows: table.rows))]),
        Report.Section("Many assets", blocks: [.figures([scaling.figure()])]),
      ]
    ).writeHTML(
      to: file.deletingPathExtension().appendingPathExtension("html"), overwriting: true)
  }
}

extension PortfolioResult.Row {
  init(
    _ task: PortfolioCase, seconds: Double, value: Double?, peers: [PeerLine],
    comparisons: [ValueComparison]
  ) {
    let best = peers.compactMap(\.seconds).min()
    let faster = best.map { $0 / seconds }
    let goal: String
    let isMet: Bool
    switch task.goal {
    case .milliseconds(let limit):
      goal = "≤ \(Self.time(limit))"
      isMet = seconds * 1000 <= limit
    case .timesFaster(let factor):
      goal = "≥ \(Int(factor)) × the fastest peer"
      isMet = faster ?? 0 >= factor
    case .timesFasterThan(let name, let factor):
      goal = "≥ \(Int(factor)) × \(name)"
      let peer = peers.first { $0.peer == name }?.seconds
      isMet = (peer ?? 0) / seconds >= factor
    }
    let differences = value.map { ours in
      peers.compactMap(\.value).map { ValueComparison.difference(ours, $0) }
    }
    self.init(
      task: task.name, title: task.title, ours: seconds * 1000, value: value, peers: peers,
      timesFaster: faster, difference: differences?.min(),
      comparisons: comparisons, goal: goal, isMet: isMet && comparisons.allSatisfy(\.agrees))
  }

  /// Milliseconds in a unit that suits them.
  static func time(_ milliseconds: Double) -> String {
    switch milliseconds {
    case ..<1: String(format: "%.3g µs", milliseconds * 1000)
    case ..<1000: String(format: "%.3g ms", milliseconds)
    default: String(format: "%.3g s", milliseconds / 1000)
    }
  }

  /// The figures as a line of text.
  var text: String {
    let others = peers.map { line in
      "\(line.peer) \(line.seconds.map { Self.time($0 * 1000) } ?? line.failure ?? "failed")"
    }
    return "\(Self.time(ours)) (\(goal)\(isMet ? " met" : " MISSED")); "
      + others.joined(separator: ", ")
      + (difference.map { String(format: "; from peer %.1e", $0) } ?? "")
      + comparisons.map { comparison in
        let (name, gap) = (comparison.quantity, comparison.gap)
        return String(format: "; \(name) from exact %.1e", comparison.difference)
          + (gap.map { String(format: " (proven to %.0e)", $0) } ?? "")
          + (comparison.agrees ? "" : " MISSED")
      }.joined()
  }
}
