import Foundation
import Probability
import RealModule
import Torch

/// The tail probability of a Student-t distribution and its inverse, by a table that is as exact far
/// out as in the middle: to about 1e-6 of the probability.
struct StudentTail {
  let degreesOfFreedom: Double
  /// log P(X > sinh(index · step)).
  private let logTail: [Double]
  private static let step = 0.004
  private static let count = 4001

  init(degreesOfFreedom: Double) {
    self.degreesOfFreedom = degreesOfFreedom
    let places = (0..<Self.count).map { -sinh(Double($0) * Self.step) }
    let distribution = StudentT(
      degreesOfFreedom: Tensor([degreesOfFreedom]), location: Tensor([0.0]), scale: Tensor([1.0]))
    logTail = withoutGradient {
      distribution.cumulativeDistribution(of: Tensor(places)).log().asArray(Double.self)
    }
  }

  /// log P(X > x) for x ≥ 0.
  func logProbability(beyond x: Double) -> Double {
    let place = min(asinh(x) / Self.step, Double(Self.count - 1) - 1e-9)
    let index = Int(place)
    return logTail[index] + (place - Double(index)) * (logTail[index + 1] - logTail[index])
  }

  /// The x ≥ 0 that is exceeded with this probability, at most ½.
  func place(exceededWith logProbability: Double) -> Double {
    var (low, high) = (0, Self.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if logTail[middle] > logProbability { low = middle } else { high = middle }
    }
    let slope = logTail[high] - logTail[low]
    let part = slope < 0 ? min(1, max(0, (logProbability - logTail[low]) / slope)) : 0
    return sinh((Double(low) + part) * Self.step)
  }

  /// The value of another Student-t distribution at the same quantile.
  func moved(_ x: Double, to other: StudentTail) -> Double {
    let size = other.place(exceededWith: logProbability(beyond: abs(x)))
    return x < 0 ? -size : size
  }

  /// The log-density.
  func logDensity(_ x: Double) -> Double {
    let nu = degreesOfFreedom
    let constant = Double.logGamma((nu + 1) / 2) - Double.logGamma(nu / 2) - 0.5 * log(nu * .pi)
    return constant - (nu + 1) / 2 * log1p(x * x / nu)
  }
}
