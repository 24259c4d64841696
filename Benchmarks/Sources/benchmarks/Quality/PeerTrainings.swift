import ArgumentParser

/// A peer, and for how many epochs it is trained: one training from the start for each number.
struct PeerTrainings: ExpressibleByArgument {
  /// The peer's name in `peers/tabular.py`.
  let model: String
  /// Passes over the table; the library's own default is 300 for either peer.
  let epochs: [Int]

  init(model: String, epochs: [Int]) {
    self.model = model
    self.epochs = epochs
  }

  /// Reads `ctgan:10,300`.
  init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, ["ctgan", "tvae"].contains(parts[0]) else { return nil }
    let counts = parts[1].split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let epochs = counts.compactMap { $0 }.filter { $0 > 0 }
    guard epochs.count == counts.count else { return nil }
    self.init(model: String(parts[0]), epochs: epochs)
  }
}
