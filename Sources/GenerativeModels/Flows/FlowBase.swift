internal import Probability
internal import Torch
internal import TorchNN

/// The distribution that a flow turns data into.
///
/// A flow whose steps are linear far out has tails of its base's kind. Normal bases therefore cannot
/// fit heavy tails however deep the flow is (Jaini et al. 2020).
public enum FlowBase: String, Codable, Sendable, CaseIterable {
  /// Independent standard normal numbers.
  case normal
  /// Independent Student-t numbers, each with learnt degrees of freedom (Laszkiewicz et al. 2022).
  case studentT
  /// One elliptical Student-t vector with learnt degrees of freedom: all features are extreme
  /// together, as assets are in a crash.
  case multivariateStudentT
}

/// A base with what is learnt of it.
final class FlowBaseDistribution: Module {
  private let kind: FlowBase
  private let features: Int
  /// log(ν − 2), so that there is a variance; starts at ν of about 8.
  @ParameterInfo var logDegrees: Tensor?

  init(_ kind: FlowBase, features: Int) {
    self.kind = kind
    self.features = features
    let count = kind == .normal ? 0 : kind == .studentT ? features : 1
    logDegrees = count == 0 ? nil : Tensor.full([count], 1.8)
  }

  private var degrees: Tensor { (logDegrees ?? Tensor.zeros([1])).clamped(max: 7).exp() + 2 }

  /// log p(z), `[batch]`.
  func logDensity(_ z: Tensor) -> Tensor {
    switch kind {
    case .normal: return z.squared().sum(axis: 1) * -0.5 - 0.5 * logTwoPi * Double(features)
    case .studentT: return marginal(z).logProbability(of: z).sum(axis: 1)
    case .multivariateStudentT:
      let nu = degrees
      let power = (nu + Double(features)) * 0.5
      let constant =
        power.logGamma() - (nu * 0.5).logGamma()
        - (nu.log() + logPi) * (0.5 * Double(features))
      return constant - power * (z.squared().sum(axis: 1) / nu).logOnePlus()
    }
  }

  /// Draws z, `[count, features]`.
  func sample(_ count: Int, using random: RandomSource) -> Tensor {
    switch kind {
    case .normal: return .randomNormal([count, features], using: random)
    case .studentT:
      return marginal(.zeros([features])).sample([count], using: random)
    case .multivariateStudentT:
      let half = degrees * 0.5
      let mixing = half.expand([count, 1]).contiguous().standardGamma(using: random) / half
      return .randomNormal([count, features], using: random) / mixing.sqrt()
    }
  }

  private func marginal(_ z: Tensor) -> StudentT {
    let zero = Tensor.zeros([features], device: z.device)
    return StudentT(degreesOfFreedom: degrees, location: zero, scale: zero.onesLike())
  }
}

/// log 2π.
private let logTwoPi = 1.837877066409345484
/// log π.
private let logPi = 1.144729885849400174
