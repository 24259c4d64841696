import Foundation
internal import Torch
internal import TorchNN

/// A residual network that tells the masked names and the denoised scores of a noisy row.
///
/// Scores are preconditioned for data of unit variance: D(x; σ) = c_skip x + c_out F(c_in x, …), so
/// that what the network F has to tell has unit variance at each σ. Source: Karras et al. (2022),
/// table 1.
final class DenoisingNetwork: Module {
  static let timeFeatures = 64

  @ModuleInfo var input: Linear
  @ModuleInfo var encoding: SinusoidalPositionalEncoding
  @ModuleInfo var timeInput: Linear
  @ModuleInfo var timeOutput: Linear
  @ModuleInfo var blocks: [ResidualBlock]
  @ModuleInfo var norm: LayerNorm
  @ModuleInfo var names: Linear
  @ModuleInfo var scores: Linear

  /// Starts at independent names with the shares of the data, and standard normal scores.
  init(
    parts: MixedParts, maskedWidth: Int, configuration: MixedDiffusionConfiguration,
    using random: RandomSource
  ) {
    let width = configuration.width
    input = Linear(maskedWidth + parts.scored.count, width, using: random)
    encoding = SinusoidalPositionalEncoding(Self.timeFeatures, maximumPeriod: 1000, scale: 30)
    timeInput = Linear(Self.timeFeatures, width, using: random)
    timeOutput = Linear(width, width, using: random)
    blocks = (0..<configuration.blocks).map { _ in
      ResidualBlock(width, dropout: configuration.dropout, using: random)
    }
    norm = LayerNorm(width)
    let shares = parts.names.flatMap(\.atomShares)
    names = Linear(width, shares.count, using: random)
    scores = Linear(width, parts.scored.count, using: random)
    super.init()
    withoutGradient {
      names.weight.fillInPlace(0)
      names.bias?.copyInPlace(Tensor(shares.map { log(max($0, 1e-6)) }))
      scores.weight.fillInPlace(0)
      scores.bias?.fillInPlace(0)
    }
  }

  /// The hidden vectors of noisy rows, `[rows, width]`.
  ///
  /// - Parameters:
  ///   - masked: The seen names' features, `[rows, maskedWidth]`.
  ///   - x: Noisy scores, `[rows, scored]`.
  ///   - deviation: σ of each row, `[rows, 1]`.
  /// - Returns: What both heads read.
  func hidden(masked: Tensor, x: Tensor, deviation: Tensor) -> Tensor {
    let scaled = x / (deviation.squared() + 1).sqrt()
    let time = encoding(deviation.log().squeeze(axis: 1) * 0.25)
    let first =
      input(Tensor.concatenate([masked, scaled], axis: 1))
      + timeOutput(timeInput(time).silu())
    return norm(blocks.reduce(first) { hidden, block in block(hidden) })
  }

  /// D, the mean of the scores given the noisy row, from its hidden vectors.
  func denoised(hidden: Tensor, x: Tensor, deviation: Tensor) -> Tensor {
    guard x.size(1) > 0 else { return x }
    let sum = deviation.squared() + 1
    return x / sum + scores(hidden) * (deviation / sum.sqrt())
  }
}
