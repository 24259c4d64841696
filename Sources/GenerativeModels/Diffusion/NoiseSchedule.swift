import Foundation
internal import Torch

/// How much Gaussian noise there is at a time between 0, the data, and 1, noise alone.
///
/// σ(t) = (σ_min^{1/ρ} + t (σ_max^{1/ρ} - σ_min^{1/ρ}))^ρ: a large ρ spends more of the time where
/// there is little noise. Source: Karras et al., "Elucidating the Design Space of Diffusion-Based
/// Generative Models" (2022), equation 5.
public struct NoiseSchedule: Codable, Sendable, Equatable {
  /// σ at time 0, in standard deviations of the data.
  public var minimum: Double
  /// σ at time 1.
  public var maximum: Double
  /// ρ.
  public var curvature: Double

  /// Makes a schedule.
  public init(minimum: Double = 0.002, maximum: Double = 80, curvature: Double = 7) {
    self.minimum = minimum
    self.maximum = maximum
    self.curvature = curvature
  }

  /// σ at `time`.
  public func deviation(at time: Double) -> Double {
    pow(root(at: time), curvature)
  }

  /// d ln σ / dt at `time`.
  public func logSlope(at time: Double) -> Double {
    curvature * (pow(maximum, 1 / curvature) - pow(minimum, 1 / curvature)) / root(at: time)
  }

  private func root(at time: Double) -> Double {
    let low = pow(minimum, 1 / curvature)
    return low + time * (pow(maximum, 1 / curvature) - low)
  }

  /// Whether every number is within bounds.
  public var isSound: Bool {
    minimum >= 1e-6 && minimum < maximum && maximum <= 1e6 && curvature >= 0.1
      && curvature <= 100
  }
}
