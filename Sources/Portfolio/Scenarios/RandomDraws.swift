internal import RealModule
internal import Torch

extension RandomNumberGenerator {
  /// A number in (0, 1).
  mutating func openUniform() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }

  /// A standard normal number (Box and Muller 1958).
  mutating func normal() -> Double {
    (-2 * Double.log(openUniform())).squareRoot() * Double.cos(2 * .pi * openUniform())
  }

  /// A number from Gamma(shape, 1) (Marsaglia and Tsang 2000).
  mutating func gamma(_ shape: Double) -> Double {
    guard shape >= 1 else {
      return gamma(shape + 1) * Double.pow(openUniform(), 1 / shape)
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      if Double.log(openUniform()) < 0.5 * x * x + d * (1 - v + Double.log(v)) { return d * v }
    }
  }

  /// The factor that turns normal numbers into Student-t ones of unit variance.
  mutating func studentFactor(degreesOfFreedom nu: Double) -> Double {
    ((nu - 2) / (2 * gamma(nu / 2))).squareRoot()
  }
}

/// log Γ((ν + n)/2) − log Γ(ν/2) − n/2 log(π(ν − 2)): the constant of an n-dimensional Student-t
/// density of unit covariance.
func studentConstant(degreesOfFreedom nu: Double, dimensions n: Int) -> Double {
  let half = Double(n) / 2
  return Double.logGamma(nu / 2 + half) - Double.logGamma(nu / 2)
    - half * Double.log(.pi * (nu - 2))
}
