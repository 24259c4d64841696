import Foundation
import Portfolio
import Reporting
import Torch

/// What the whole frontier costs for more and more assets.
struct FrontierScaling: Codable {
  /// One number of assets.
  struct Point: Codable {
    let assets: Int
    let corners: Int
    let milliseconds: Double
  }

  let points: [Point]
  /// The exponent b of milliseconds = a · assetsᵇ, by least squares of the logarithms, from 100
  /// assets on: below, what does not grow counts.
  let exponent: Double

  /// Measures.
  init(sizes: [Int] = [20, 50, 100, 200, 500, 1000, 2000]) throws {
    let clock = ContinuousClock()
    points = try sizes.map { size in
      let (mean, covariance) = Self.problem(size)
      var best = Duration.seconds(3600)
      var corners = 0
      let end = clock.now.advanced(by: .seconds(1))
      var runs = 0
      while clock.now < end || runs < 3 {
        let start = clock.now
        corners = try EfficientFrontier(mean: mean, covariance: covariance).corners.count
        best = min(best, clock.now - start)
        runs += 1
      }
      return Point(assets: size, corners: corners, milliseconds: best / .milliseconds(1))
    }
    let large = points.filter { $0.assets >= 100 }
    let x = large.map { log(Double($0.assets)) }
    let y = large.map { log($0.milliseconds) }
    let (centreX, centreY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    exponent =
      zip(x, y).reduce(0) { $0 + ($1.0 - centreX) * ($1.1 - centreY) }
      / x.reduce(0) { $0 + ($1 - centreX) * ($1 - centreX) }
  }

  /// Ten factors and specific risks, in the manner of stocks.
  private static func problem(_ size: Int) -> (mean: [Double], covariance: Matrix) {
    var random = SeededGenerator(seed: UInt64(size))
    func uniform(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &random) }
    let loadings = (0..<size).map { _ in
      [uniform(0.1...0.2)] + (0..<9).map { _ in uniform(-0.1...0.1) }
    }
    var covariance = Matrix(rows: size, columns: size)
    for i in 0..<size {
      for j in 0...i {
        covariance[i, j] = dot(loadings[i], loadings[j]) + (i == j ? uniform(0.02...0.1) : 0)
        covariance[j, i] = covariance[i, j]
      }
    }
    return ((0..<size).map { _ in uniform(0.02...0.15) }, covariance)
  }

  /// The picture.
  func figure() -> Figure {
    Figure(
      "The whole frontier, by number of assets",
      caption: String(
        format: "Milliseconds grow with the power %.2f of the number of assets, from 100 on.",
        exponent), isWide: true,
      plot: .lines(
        LineChart(
          series: [
            .init(
              "exact frontier", x: points.map { Double($0.assets) }, y: points.map(\.milliseconds))
          ], x: Axis("assets", scale: .logarithmic),
          y: Axis("milliseconds", scale: .logarithmic))))
  }
}
