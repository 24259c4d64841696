import Torch
import TorchNN

@testable import GenerativeModels

/// A small any-order model whose weights are drawn instead of learnt, so that its variables hang
/// together strongly and its conditional distributions are those of no simple model.
enum RandomAnyOrderModel {
  static func make(
    atoms: [Int], continuous: Set<Int> = [], bins: Int = 10, orders: Int = 4, scale: Double = 1.5,
    members: Int = 1, seed: UInt64 = 3
  ) -> AnyOrderModel {
    let variables = atoms.enumerated().map { index, count in
      let isContinuous = continuous.contains(index)
      let shares = [Float](repeating: 1 / Float(count + (isContinuous ? 1 : 0)), count: count)
      return MixedVariable(
        atomShares: shares, continuousShare: isContinuous ? 1 - shares.reduce(0, +) : 0,
        scale: isContinuous
          ? .init(
            atomRanks: shares.indices.map { (Float($0) + 0.5) / Float(count) },
            atomValues: shares.map { _ in 0 }, curve: (0...8).map { Float($0) / 4 - 1 })
          : nil)
    }
    let random = RandomSource(seed: seed)
    let model = AnyOrderModel(
      variables: variables,
      configuration: AnyOrderConfiguration(
        width: 16, blocks: 1, dropout: 0, bins: bins, bumps: 4, pieces: 4, orders: orders,
        members: members),
      using: random)
    withoutGradient {
      for weight in model.members.map(\.head.output.weight) {
        weight.copyInPlace(
          Tensor.randomNormal([weight.size(0), weight.size(1)], using: random) * scale * 0.25)
      }
    }
    model.eval()
    return model
  }
}

/// Figures that compare draws with the probabilities they should have.
enum Frequencies {
  /// Pearson's statistic, and how far above its mean it is in standard deviations.
  static func excess(_ counts: [Int], expected: [Double]) -> Double {
    let total = Double(counts.reduce(0, +))
    var statistic = 0.0
    var freedom = -1.0
    for (count, share) in zip(counts, expected) {
      let mean = share * total
      if mean < 1e-9 {
        if count > 0 { return .infinity }
        continue
      }
      statistic += (Double(count) - mean) * (Double(count) - mean) / mean
      freedom += 1
    }
    return (statistic - freedom) / (2 * max(freedom, 1)).squareRoot()
  }
}
