internal import RealModule
internal import Torch

extension EllipticalScenarios: ExactConditioning {
  /// Draws the one bounded asset from its truncated normal distribution, then the others given it, by
  /// a linear regression. With bounds on several assets, or a Student-t distribution, this is not it.
  func sampleExactly(
    _ count: Int, where condition: AssetCondition, seed: UInt64
  ) -> ConditionalScenarios? {
    guard degreesOfFreedom.isInfinite, condition.bounds.count == 1,
      let bound = condition.bounds.first
    else { return nil }
    let asset = bound.asset
    let deviation = scale[asset, asset].squareRoot()
    let low = (bound.lower - mean[asset]) / deviation
    let high = (bound.upper - mean[asset]) / deviation
    // On the side where Φ keeps its digits.
    let isMirrored = low > 0
    let (left, right) = isMirrored ? (-high, -low) : (low, high)
    func share(_ z: Double) -> Double { 0.5 * Double.erfc(-z / 2.squareRoot()) }
    let (from, to) = (share(left), share(right))
    guard to > from else { return nil }
    var generator = SeededGenerator(seed: seed)
    let places = (0..<count).map { _ in from + (to - from) * generator.openUniform() }
    let quantiles = Tensor(places).normalQuantile().asArray(Double.self)
    var scenarios = Matrix(rows: count, columns: assets.count)
    for row in 0..<count {
      let z = isMirrored ? -quantiles[row] : quantiles[row]
      let fixed = min(max(mean[asset] + deviation * z, bound.lower), bound.upper)
      let free = factor.times(assets.indices.map { _ in generator.normal() })
      // A draw moved along the regression line until the bounded asset is where it must be.
      let move = (fixed - mean[asset] - free[asset]) / scale[asset, asset]
      for other in assets.indices {
        scenarios[row, other] = mean[other] + free[other] + scale[other, asset] * move
      }
      scenarios[row, asset] = fixed
    }
    return ConditionalScenarios(
      scenarios: scenarios, method: .exact, effectiveSize: Double(count), probability: to - from)
  }
}
