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
}

extension TrainingPlan {
  /// The plan of the training that a checkpoint belongs to.
  ///
  /// - Throws: `TorchError` when the file is no checkpoint.
  public init(ofCheckpoint file: URL) throws {
    self = try CheckpointCard(try Safetensors.load(from: file).metadata, of: file).plan
  }
}

extension CheckpointCard {
  private static let key = "lyrebird.checkpoint"

  init(_ metadata: [String: String], of file: URL) throws {
    guard let text = metadata[Self.key],
      let card = try? JSONDecoder().decode(Self.self, from: Data(text.utf8))
    else { throw TorchError("\(file.path): not a checkpoint of a training") }
    self = card
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
  /// - Throws: `TorchError` when the file cannot be written.
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
      bestStep: best?.step, losses: losses)
    try Safetensors.save(tensors, metadata: try card.metadata(), to: file, overwrite: true)
  }

  /// Continues from a checkpoint of the same training.
  ///
  /// - Throws: `TorchError` when the file is none, or belongs to another plan or model.
  public func resume(from file: URL) throws {
    let (tensors, metadata) = try Safetensors.load(from: file)
    let card = try CheckpointCard(metadata, of: file)
    guard card.plan == plan else {
      throw TorchError(
        "\(file.path): belongs to a training with other settings; repeat the command with the "
          + "settings it was started with, or leave --resume out to start anew")
    }
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
}
