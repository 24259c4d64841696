public import Probability
public import Torch

/// The increasing map of one number that a conditioner's outputs are the parameters of.
public enum FlowTransformer: Codable, Sendable, Equatable {
  /// z = a + b x with b between e⁻³ and e³.
  case affine
  /// A monotone rational-quadratic spline on [-bound, bound], after which comes the identity (Durkan
  /// et al. 2019). Tails stay what the base's are.
  case rationalQuadraticSpline(bins: Int, bound: Double)

  /// How many parameters a number's map has.
  public var parameterCount: Int {
    switch self {
    case .affine: 2
    case .rationalQuadraticSpline(let bins, _): 3 * bins - 1
    }
  }

  /// The maps of parameters `[…, parameterCount]`, elementwise over the other axes. Zeros give the
  /// identity, so a network whose last layer starts at zero starts there.
  public func bijection(_ parameters: Tensor) -> any Bijection {
    switch self {
    case .affine:
      AffineBijection(
        shift: parameters.select(axis: -1, index: 0),
        scale: (parameters.select(axis: -1, index: 1) / 3).tanh().scaledExp(by: 3))
    case .rationalQuadraticSpline(let bins, let bound):
      RationalQuadraticSpline(
        widths: parameters.narrow(axis: -1, start: 0, length: bins),
        heights: parameters.narrow(axis: -1, start: bins, length: bins),
        slopes: parameters.narrow(axis: -1, start: 2 * bins, length: bins - 1), bound: bound)
    }
  }

  /// Whether every number is within bounds.
  var isSound: Bool {
    switch self {
    case .affine: true
    case .rationalQuadraticSpline(let bins, let bound):
      (2...256).contains(bins) && bound > 0 && bound.isFinite
    }
  }
}

extension Tensor {
  /// exp(factor · x).
  fileprivate func scaledExp(by factor: Double) -> Tensor { (self * factor).exp() }
}
