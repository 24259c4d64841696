public import Torch

/// Fidelity and coverage of a generated sample, from balls around nearest neighbours.
public struct NeighborMeasures: Sendable, Equatable {
  /// The share of generated rows inside some real row's ball (Kynkäänniemi et al. 2019).
  public let precision: Double
  /// The share of real rows inside some generated row's ball (Kynkäänniemi et al. 2019).
  public let recall: Double
  /// The mean number of real balls around a generated row, divided by k (Naeem et al. 2020);
  /// unlike precision not misled by one outlying real row, and may exceed one.
  public let density: Double
  /// The share of real rows whose ball holds a generated row (Naeem et al. 2020).
  public let coverage: Double

  /// Measures `generated` against `real`, samples `[count, …]`; axes after the first are features.
  ///
  /// A row's ball is open and reaches to its k-th nearest other row. As in the reference
  /// implementation all four use one k; the papers take k = 3 for precision and recall and k = 5 for
  /// density and coverage.
  ///
  /// - Precondition: each sample has more than `nearest` rows.
  public init(real: Tensor, generated: Tensor, nearest k: Int = 5) {
    let values = withoutGradient { () -> [Double] in
      let (real, generated) = centered(real, generated)
      let realRadii = neighborRadii(real, k)
      let generatedRadii = neighborRadii(generated, k)
      var (precise, recalled, balls, covered) = (0.0, 0.0, 0.0, 0.0)
      forEachBlock(generated, against: real) { rows, _ in
        let inside = euclideanDistances(rows, real) < realRadii
        precise += count(inside.any(axis: 1))
        balls += count(inside)
      }
      forEachBlock(real, against: generated) { rows, start in
        let distances = euclideanDistances(rows, generated)
        let radii = realRadii.narrow(axis: 0, start: start, length: rows.size(0))
        recalled += count((distances < generatedRadii).any(axis: 1))
        covered += count(distances.min(axis: 1) < radii)
      }
      let realCount = Double(real.size(0))
      let generatedCount = Double(generated.size(0))
      return [
        precise / generatedCount, recalled / realCount, balls / (Double(k) * generatedCount),
        covered / realCount,
      ]
    }
    precision = values[0]
    recall = values[1]
    density = values[2]
    coverage = values[3]
  }
}

/// How many elements are true.
private func count(_ mask: Tensor) -> Double { mask.sum().item(Double.self) }

/// Each row's distance to its k-th nearest other row.
private func neighborRadii(_ x: Tensor, _ k: Int) -> Tensor {
  precondition(k > 0 && x.size(0) > k, "the \(k)-th neighbour among \(x.size(0)) rows")
  var radii: [Tensor] = []
  forEachBlock(x, against: x) { rows, _ in
    // The nearest row is the row itself.
    let nearest = euclideanDistances(rows, x).topK(k + 1, axis: 1, largest: false).values
    radii.append(nearest.select(axis: 1, index: k))
  }
  return .concatenate(radii)
}
