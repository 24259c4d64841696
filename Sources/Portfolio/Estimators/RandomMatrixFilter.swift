import Foundation

/// Takes noise or the market out of a covariance by changing eigenvalues of its correlations.
///
/// Source: López de Prado, "Machine learning for asset managers", 2020, sections 2.4 to 2.6.
enum RandomMatrixFilter {
  /// Replaces the eigenvalues that could come from noise by their mean.
  static func denoise(_ covariance: Matrix, periods: Int) -> Matrix {
    let (correlation, deviations) = covariance.correlation()
    let eigen = SymmetricEigen(correlation)
    let ratio = Double(periods) / Double(covariance.rowCount)
    let variance = noiseVariance(eigen.values, ratio: ratio)
    let edge = variance * pow(1 + (1 / ratio).squareRoot(), 2)
    let noise = eigen.values.count { $0 < edge }
    guard noise > 1 else { return covariance }
    let mean = eigen.values[..<noise].reduce(0, +) / Double(noise)
    let values = eigen.values.enumerated().map { $0 < noise ? mean : $1 }
    return eigen.matrix(withValues: values).correlation().matrix
      .covariance(deviations: deviations)
  }

  /// Takes the `components` largest eigenvalues out.
  static func detone(_ covariance: Matrix, components: Int) throws -> Matrix {
    let size = covariance.rowCount
    guard components >= 1, components < size else {
      throw PortfolioError(
        .request,
        "\(components) market components of \(size) assets: it has to be at least 1 and fewer "
          + "than the assets.")
    }
    let (correlation, deviations) = covariance.correlation()
    let eigen = SymmetricEigen(correlation)
    let values = eigen.values.enumerated().map { $0 < size - components ? max(0, $1) : 0 }
    return eigen.matrix(withValues: values).correlation().matrix
      .covariance(deviations: deviations)
  }

  /// The variance of the noise: that of the Marchenko–Pastur density which lies closest to the
  /// smoothed density of the eigenvalues.
  ///
  /// The distance has several minima, and the published code goes downhill from 0.5 to one of
  /// them; here the smallest is taken, found on a grid and then refined.
  private static func noiseVariance(_ eigenvalues: [Double], ratio: Double) -> Double {
    let step = 0.01
    let grid = (1..<100).map { Double($0) * step } + [1 - 1e-5]
    let distances = grid.map { distance($0, eigenvalues, ratio) }
    guard let best = distances.indices.min(by: { distances[$0] < distances[$1] }) else { return 1 }
    var low = max(1e-5, grid[best] - step)
    var high = min(1 - 1e-5, grid[best] + step)
    let golden = (5.0.squareRoot() - 1) / 2
    var left = high - golden * (high - low)
    var right = low + golden * (high - low)
    var atLeft = distance(left, eigenvalues, ratio)
    var atRight = distance(right, eigenvalues, ratio)
    while high - low > 1e-7 {
      if atLeft < atRight {
        (high, right, atRight) = (right, left, atLeft)
        left = high - golden * (high - low)
        atLeft = distance(left, eigenvalues, ratio)
      } else {
        (low, left, atLeft) = (left, right, atRight)
        right = low + golden * (high - low)
        atRight = distance(right, eigenvalues, ratio)
      }
    }
    let refined = (low + high) / 2
    return distance(refined, eigenvalues, ratio) < distances[best] ? refined : grid[best]
  }

  /// Σ over 1,000 points of (kernel density - Marchenko–Pastur density)².
  private static func distance(
    _ variance: Double, _ eigenvalues: [Double], _ ratio: Double
  ) -> Double {
    let bandwidth = 0.01
    let points = 1_000
    let low = variance * pow(1 - (1 / ratio).squareRoot(), 2)
    let high = variance * pow(1 + (1 / ratio).squareRoot(), 2)
    let scale = 1 / (bandwidth * (2 * Double.pi).squareRoot() * Double(eigenvalues.count))
    // Further away the kernel is below 1e-17.
    let reach = 9 * bandwidth
    var first = 0
    var sum = 0.0
    for point in 0..<points {
      let x = low + (high - low) * Double(point) / Double(points - 1)
      guard x > 0 else { continue }
      while first < eigenvalues.count, eigenvalues[first] < x - reach { first += 1 }
      var density = 0.0
      var index = first
      while index < eigenvalues.count, eigenvalues[index] <= x + reach {
        let z = (x - eigenvalues[index]) / bandwidth
        density += exp(-z * z / 2)
        index += 1
      }
      let theory =
        ratio / (2 * .pi * variance * x) * max(0, (high - x) * (x - low)).squareRoot()
      let difference = density * scale - theory
      sum += difference * difference
    }
    return sum
  }
}
