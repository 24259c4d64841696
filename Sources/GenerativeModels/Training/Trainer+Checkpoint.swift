public import Foundation
internal import OrderedCollections
internal import Torch
internal import TorchNN

/// What a checkpoint says besides tensors.
private struct CheckpointCard: Codable {
  var plan: TrainingPlan
  var step: Int
  var seconds: Double
  var history: [TrainingRecord]
  var bestLoss: Double?
  var bestStep: Int?
  var losses: LossMean
  /// Tells tables apart that have plans alike.
  var fingerprint: UInt64
}

extension TrainingPlan {
  /// The plan of the training that a checkpoint belongs to.
  ///
  /// - Throws: `CheckpointError` when the file is no checkpoint.
  public init(ofCheckpoint file: URL) throws {
    self = try CheckpointCard.load(from: file).card.plan
  }
}

extension CheckpointCard {
  private static let key = "lyrebird.checkpoint"

  static func load(
    from file: URL
  ) throws(CheckpointError) -> (card: CheckpointCard, tensors: [String: Tensor]) {
    do {
      let (tensors, metadata) = try Safetensors.load(from: file)
      if let text = metadata[key],
        let card = try? JSONDecoder().decode(Self.self, from: Data(text.utf8))
      {
        return (card, tensors)
      }
    } catch {
      throw .unfit("\(error)")
    }
    throw .unfit("\(file.path): not a checkpoint of a training")
  }

  func metadata() throws -> [String: String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return [Self.key: String(decoding: try encoder.encode(self), as: UTF8.self)]
  }
}

extension Trainer {
  /// Writes everything that a bit-exact continuation needs.
  ///
  /// - Throws: `CheckpointError` when the file cannot be written.
  public func saveCheckpoint(to file: URL) throws {
    var tensors: [(String, Tensor)] = []
    for (name, tensor) in model.state() { tensors.append(("model." + name, tensor.detach())) }
    for (name, tensor) in average.state() { tensors.append(("average." + name, tensor)) }
    for (name, tensor) in optimizer.state() { tensors.append(("optimizer." + name, tensor)) }
    if let best {
      for (name, tensor) in best.parameters { tensors.append(("best." + name, tensor)) }
    }
    let card = CheckpointCard(
      plan: plan, step: step, seconds: seconds, history: history, bestLoss: best?.loss,
      bestStep: best?.step, losses: losses, fingerprint: fingerprint)
    do {
      try Safetensors.save(tensors, metadata: try card.metadata(), to: file, overwrite: true)
    } catch {
      throw CheckpointError.unwritable("\(error)")
    }
  }

  /// Continues from a checkpoint of the same training.
  ///
  /// - Throws: `CheckpointError` when the file is none, or belongs to another plan, table or model.
  public func resume(from file: URL) throws {
    let (card, tensors) = try CheckpointCard.load(from: file)
    guard card.plan == plan, card.fingerprint == fingerprint else {
      throw CheckpointError.unfit(
        "\(file.path): belongs to a training of "
          + (card.plan == plan ? "another table" : "other settings")
          + "; repeat the command as it was started, or leave --resume out to start anew")
    }
    do {
      try restore(card, tensors)
    } catch {
      throw CheckpointError.unfit("\(file.path): belongs to another model (\(error))")
    }
  }

  private func restore(_ card: CheckpointCard, _ tensors: [String: Tensor]) throws {
    func part(_ prefix: String) -> [(String, Tensor)] {
      tensors.filter { $0.key.hasPrefix(prefix) }
        .map { (String($0.key.dropFirst(prefix.count)), $0.value) }
    }
    func parameters(_ prefix: String) -> ModuleParameters {
      ModuleParameters(.init(uniqueKeysWithValues: part(prefix)))
    }
    try model.restore(parameters("model."))
    try average.restore(parameters("average."))
    try optimizer.restore(Dictionary(uniqueKeysWithValues: part("optimizer.")), model: model)
    if let loss = card.bestLoss, let bestStep = card.bestStep {
      // In the model's own order, so that later copies need no look-up by name.
      let stored = parameters("best.")
      let own = model.parameters().mapValues { $0.detach().clone() }
      try own.copyInPlace(stored)
      best = (loss, bestStep, own)
    }
    step = card.step
    seconds = card.seconds
    history = card.history
    losses = card.losses
  }

  /// A number that hardly two tables share: of some rows, which are in random order.
  private var fingerprint: UInt64 {
    let count = rows.size(0)
    let some = rows.narrow(axis: 0, start: 0, length: min(count, 500)).asArray(Float.self)
    // FNV-1a.
    return some.reduce(0xCBF2_9CE4_8422_2325 ^ UInt64(count)) { hash, value in
      (hash ^ UInt64(value.bitPattern)) &* 0x100_0000_01B3
    }
  }
}
