import Torch

@testable import Portfolio

/// Daily returns of about 1 % with a common part, the same for the same seed.
func randomReturns(periods: Int, assets: Int, seed: UInt64, drift: Double = 0) -> Returns {
  var generator = SeededGenerator(seed: seed)
  func noise() -> Double {
    (0..<4).reduce(0) { sum, _ in sum + Double.random(in: -1...1, using: &generator) } * 0.00866
  }
  let elements = (0..<periods).flatMap { _ in
    let common = noise()
    return (0..<assets).map { _ in drift + common / 2 + noise() }
  }
  return Returns(
    assets: (0..<assets).map { "A\($0)" }, days: Array(0..<periods),
    values: Matrix(rows: periods, columns: assets, elements: elements))
}

/// Weights that depend on everything in the training window.
let momentum = ClosureStrategy("momentum") { training, _ in
  let sums = (0..<training.assetCount).map { training.values.column($0).reduce(0, +) }
  let scores = sums.map { max($0, 0) + 0.01 }
  let total = scores.reduce(0, +)
  return scores.map { $0 / total }
}
