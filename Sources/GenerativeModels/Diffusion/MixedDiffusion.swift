import Foundation
public import Torch
public import TorchNN

/// Diffusion of names and numbers together, over vectors of mixed variables.
///
/// Going from data to noise, numbers (as normal scores of their ranks) get Gaussian noise, and names
/// are masked one after the other; a network learns the way back. A value that is an atom of a
/// variable with a continuous part has no score; a standard normal number stands in its place, which
/// says nothing and is forgotten.
///
/// Sources: Kotelnikov et al., "TabDDPM" (2023); Shi et al., "TabDiff" (2025); Karras et al. (2022)
/// for the numbers, Shi et al., "Simplified and Generalized Masked Diffusion for Discrete Data"
/// (2024), for the names.
public final class MixedDiffusion: Module, ApproximateModel, MixedModel {
  /// The variables.
  public let variables: [MixedVariable]
  /// The shape of the model.
  public let configuration: MixedDiffusionConfiguration
  let parts: MixedParts
  let masking: MaskedInput
  @ModuleInfo var network: DenoisingNetwork

  /// Makes a model in which all variables are independent, with the shares that they state.
  ///
  /// - Precondition: there is at least one variable, and each has values.
  public init(
    variables: [MixedVariable], configuration: MixedDiffusionConfiguration,
    using random: RandomSource
  ) {
    precondition(!variables.isEmpty, "a model of no variables")
    self.variables = variables
    self.configuration = configuration
    parts = MixedParts(variables)
    masking = MaskedInput(variables: parts.names, pieces: configuration.pieces)
    network = DenoisingNetwork(
      parts: parts, maskedWidth: masking.width, configuration: configuration, using: random)
    super.init()
  }

  /// Given numbers are replaced by noisy copies of themselves while the rest is drawn, which comes
  /// near to the conditional distribution but is not it (Lugmayr et al., "RePaint", 2022).
  public var conditioning: Conditioning { parts.scored.isEmpty ? .exact : .approximate }

  /// Draws rows in pieces, which always follow the model alone.
  public func makeSampler(seed: UInt64, keepsShares: Bool) -> any RowSampler {
    MixedDiffusionSampler(self, seed: seed)
  }

  /// The earliest time in training; before it nearly nothing is masked.
  private static let earliest = 2e-3

  /// The mean over a batch `[rows, variables]` of the squared error of what the network has to tell
  /// about scores, plus the cross-entropy of masked names divided by the time.
  public func objective(_ batch: Tensor, using random: RandomSource) -> Tensor {
    let rows = NoisyRows(
      batch.asArray(Float.self), rows: batch.size(0), model: self, device: batch.device,
      draws: 1, earliest: Self.earliest, using: random)
    var loss = namesLoss(rows).mean()
    if !parts.scored.isEmpty {
      let error =
        rows.scores
        - network.denoised(
          hidden: rows.hidden, x: rows.noisy, deviation: rows.deviation)
      // Karras et al. (2022), λ = (σ² + 1) / σ²: the error of F.
      let weight = (rows.deviation.squared() + 1) / rows.deviation.squared()
      loss = loss + (error.squared() * weight).sum(axis: 1).mean()
    }
    return loss
  }

  /// The cross-entropies of a row's masked names divided by its time, `[rows]`: over uniform times
  /// their mean bounds the negative log-likelihood.
  func namesLoss(_ rows: NoisyRows) -> Tensor {
    var total = Tensor.zeros([rows.count], device: rows.hidden.device)
    guard !parts.named.isEmpty else { return total }
    let logits = network.names(rows.hidden)
    var start = 0
    for (position, name) in parts.names.enumerated() {
      let part = logits.narrow(axis: 1, start: start, length: name.atomCount)
      let loss = part.crossEntropy(rows.targets[position], reduction: .none)
      total = total + loss * rows.weights.select(axis: 0, index: position)
      start += name.atomCount
    }
    return total
  }
}
