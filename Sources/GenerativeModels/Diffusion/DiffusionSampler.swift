import Foundation
public import Torch

/// How noise is taken away step by step: a value that all diffusions share.
///
/// Source: Karras et al. (2022), algorithm 2, with `churn` at every level of noise.
public struct DiffusionSampler: Codable, Sendable, Equatable {
  /// How a step follows the probability flow.
  public enum Method: String, Codable, Sendable {
    /// One evaluation a step; first order.
    case euler
    /// Two evaluations a step; second order.
    case heun
  }

  /// Steps from noise to data.
  public var steps: Int
  /// How a step is taken.
  public var method: Method
  /// Noise that is added anew in all steps together, as a share of the noise that there is; 0 makes
  /// the way from noise to data deterministic.
  public var churn: Double

  /// Makes a sampler.
  public init(steps: Int = 50, method: Method = .heun, churn: Double = 1) {
    self.steps = steps
    self.method = method
    self.churn = churn
  }

  /// The times at which steps begin and end, from 1 to 0.
  public var times: [Double] { (0...steps).map { 1 - Double($0) / Double(steps) } }

  /// One step from the noise level `deviation` to `next`.
  ///
  /// - Parameters:
  ///   - x: Noisy data.
  ///   - deviation: σ of its noise.
  ///   - next: σ after the step; 0 in the last one.
  ///   - random: The source of the noise that is added anew.
  ///   - denoise: The mean of the data given noisy data and their σ.
  /// - Returns: Less noisy data.
  public func step(
    _ x: Tensor, from deviation: Double, to next: Double, using random: RandomSource,
    denoise: (Tensor, Double) -> Tensor
  ) -> Tensor {
    let factor = 1 + min(churn / Double(steps), 2.0.squareRoot() - 1)
    let raised = deviation * factor
    var start = x
    if factor > 1 {
      let noise = Tensor.randomNormal(x.shape, dtype: x.dtype, using: random)
      start = x + noise * (raised * raised - deviation * deviation).squareRoot()
    }
    let slope = (start - denoise(start, raised)) / raised
    let euler = start + slope * (next - raised)
    guard method == .heun, next > 0 else { return euler }
    let slopeThere = (euler - denoise(euler, next)) / next
    return start + (slope + slopeThere) * (0.5 * (next - raised))
  }

  /// Whether every number is within bounds.
  public var isSound: Bool { (1...10_000).contains(steps) && churn >= 0 && churn <= 1000 }
}
