import Foundation

/// The figures of one comparison, as they are committed.
struct SpeedResult: Codable {
  /// One case at one number of threads.
  struct Row: Codable {
    let `case`: String
    let title: String
    let threads: Int
    /// Microseconds a call, ours and the peer's.
    let ours: Double
    let peer: Double
    /// Our time divided by the peer's: below one, we are faster.
    let ratio: Double
    /// The largest ratio that we are content with, and whether we are.
    let goal: Double?
    let met: Bool?
    /// Billions of floating-point operations a second, ours and the peer's.
    let oursGFLOPS: Double?
    let peerGFLOPS: Double?
  }

  let machine: Machine
  let ours: String
  let peer: String
  let rounds: Int
  var statistic = "the fastest block of all rounds, both sides in turn in one run"
  let rows: [Row]

  /// The figures as text.
  var table: String {
    let head = "\(machine.processor), \(machine.cores) cores, \(machine.system)\n\(ours); \(peer)\n"
    return rows.reduce(head + "threads  ours µs   peer µs   ratio  goal\n") { text, row in
      let goal = row.goal.map { String(format: "≤ %.2f %@", $0, row.met == true ? "✓" : "✗") } ?? ""
      let rate = row.oursGFLOPS.map { String(format: " %.0f GFLOP/s", $0) } ?? ""
      return text
        + String(
          format: "%7d %9.2f %9.2f  %.3f  %@  %@%@\n", row.threads, row.ours, row.peer, row.ratio,
          goal, row.title, rate)
    }
  }
}

extension SpeedResult.Row {
  /// Compares both sides at one case, if both have a figure for it.
  init?(_ speedCase: SpeedCase, threads: Int, _ ours: Side, _ peer: Side) {
    guard let our = ours.seconds(speedCase.name, threads: threads),
      let their = peer.seconds(speedCase.peer, threads: threads)
    else { return nil }
    func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
    self.init(
      case: speedCase.name, title: speedCase.title, threads: threads, ours: rounded(our * 1e6),
      peer: rounded(their * 1e6), ratio: rounded(our / their), goal: speedCase.goal.map(rounded),
      met: speedCase.goal.map { our / their <= $0 },
      oursGFLOPS: speedCase.operations.map { rounded($0 / our / 1e9) },
      peerGFLOPS: speedCase.operations.map { rounded($0 / their / 1e9) })
  }
}
