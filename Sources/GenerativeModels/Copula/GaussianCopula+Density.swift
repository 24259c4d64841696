import Foundation
public import Torch
internal import TorchNN

extension GaussianCopula {
  /// Log-densities, in nats; continuous variables with respect to their ranks.
  ///
  /// The latent numbers are drawn one after the other within their intervals; the product of the
  /// intervals' conditional probabilities is an unbiased estimate of the box's (the simulator of
  /// Geweke, Hajivassiliou and Keane), so the logarithm of the mean over draws is not above
  /// log p(x) in expectation.
  public func logDensity(of batch: Tensor, using random: RandomSource) -> Density {
    withoutGradient {
      let values = batch.asArray(Float.self)
      let width = variables.count
      var result: [Float] = []
      let chunk = max(1, 200_000 / (configuration.densityDraws * width))
      for start in stride(from: 0, to: batch.size(0), by: chunk) {
        let rows = min(chunk, batch.size(0) - start)
        result += logDensities(
          Array(values[start * width..<(start + rows) * width]), rows: rows, using: random)
      }
      let isExact = variables.allSatisfy { $0.atomCount == 0 }
      return Density(values: Tensor(result), kind: isExact ? .exact : .estimate)
    }
  }

  private func logDensities(
    _ values: [Float], rows: Int, using random: RandomSource
  ) -> [Float] {
    let width = variables.count
    // Points first: they need no draws, and what they say narrows the intervals.
    let order = variables.indices.sorted { first, second in
      (variables[first].atomCount, first) < (variables[second].atomCount, second)
    }
    let latent = LatentRows(values, rows: rows, scales: scales)
    let draws = configuration.densityDraws
    let index = Tensor(order)
    let ordered = correlation.indexSelect(axis: 0, index).indexSelect(axis: 1, index)
    let factor = ordered.cholesky()
    // Unlike N(0, 1) numbers of z, those of e are independent: z = L e.
    var e = Tensor.zeros([draws, rows, 0], dtype: .float64)
    var total = Tensor.zeros([draws, rows], dtype: .float64)
    for (step, variable) in order.enumerated() {
      let row = factor.select(axis: 0, index: step)
      let deviation = row.select(axis: 0, index: step)
      let mean =
        step == 0
        ? Tensor.zeros([draws, rows], dtype: .float64)
        : e.matmul(row.narrow(axis: 0, start: 0, length: step))
      let lower = latent.lower.select(axis: 1, index: variable)
      let upper = latent.upper.select(axis: 1, index: variable)
      let cut = TruncatedNormal(mean: mean, deviation: deviation, lower: lower, upper: upper)
      let isPoint = Tensor(
        (0..<rows).map { values[$0 * width + variable] >= Float(variables[variable].atomCount) })
      let point = (lower - mean) / deviation
      // log of N(z; mean, deviation²) / φ(z) times the share: the density on the rank scale.
      let pointDensity =
        (point.squared() - lower.squared()) * -0.5 - deviation.log()
        + log(Double(max(variables[variable].continuousShare, 1e-7)))
      total = total + pointDensity.where(isPoint, else: cut.logProbability)
      let uniforms = Tensor.randomUniform([draws, rows], dtype: .float64, using: random)
      let drawn = (cut.draw(uniforms) - mean) / deviation
      e = Tensor.concatenate(
        [e, point.where(isPoint, else: drawn).expandDims(axis: 2)], axis: 2)
    }
    return (total.logSumExp(axis: 0) - log(Double(draws))).asArray(Float.self)
  }
}
