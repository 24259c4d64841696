import Foundation
public import Torch
internal import TorchNN

extension MixedDiffusion {
  /// A lower bound of log p(x) of each row, in nats; continuous variables with respect to their
  /// ranks.
  ///
  /// It is the evidence lower bound in continuous time: for names the mean over times of the
  /// cross-entropies of masked names over the time; for scores
  /// ∫ σ⁻² E‖z - D(z + σε)‖² d ln σ, with the terms of both ends. The mean over times is taken over
  /// `densityDraws` of them, so a figure has sampling error: it is the bound in expectation.
  ///
  /// Sources: Kingma et al., "Variational Diffusion Models" (2021), equation 17; Shi et al. (2024),
  /// equation 4.
  public func logDensity(of batch: Tensor, using random: RandomSource) -> Density {
    let wasTraining = isTraining
    eval()
    defer { train(wasTraining) }
    let values = batch.asArray(Float.self)
    let width = variables.count
    let draws = configuration.densityDraws
    let chunk = max(1, 16_384 / draws)
    var result: [Float] = []
    for start in stride(from: 0, to: batch.size(0), by: chunk) {
      let rows = min(chunk, batch.size(0) - start)
      withoutGradient {
        result += bounds(
          Array(values[start * width..<(start + rows) * width]), rows: rows, draws: draws,
          device: batch.device, using: random)
      }
    }
    return Density(values: Tensor(result), kind: .lowerBound)
  }

  private func bounds(
    _ values: [Float], rows: Int, draws: Int, device: Device, using random: RandomSource
  ) -> [Float] {
    let noisy = NoisyRows(
      values, rows: rows, model: self, device: device, draws: draws, earliest: 1e-9,
      using: random)
    var total = namesLoss(noisy)
    if !parts.scored.isEmpty {
      let schedule = configuration.schedule
      let error =
        noisy.scores
        - network.denoised(
          hidden: noisy.hidden, x: noisy.noisy, deviation: noisy.deviation)
      let slopes = Tensor(noisy.times.map { Float(schedule.logSlope(at: $0)) }, [noisy.count, 1])
        .to(device: device)
      // ∫ over t of σ⁻² error² d ln σ / dt; the ends: the decoder N(x; z_0, σ_min²), the prior
      // N(0, σ_max²); and the change from scores to ranks, whose density is that over φ(z).
      let path = error.squared() * slopes / noisy.deviation.squared()
      let decoder = log(schedule.minimum) + 0.5
      let prior = 0.5 / (schedule.maximum * schedule.maximum)
      let ends = noisy.scores.squared() * (prior - 0.5) + decoder
      total = total + (path + ends).sum(axis: 1)
    }
    return (total.reshape([rows, draws]).mean(axis: 1) * -1).asArray(Float.self)
  }
}
