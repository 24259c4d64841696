internal import CPortfolio
import Foundation

/// The search for the set of periods with the smallest determinant of its covariance.
///
/// A concentration step takes the periods nearest to the mean of a set, measured by its covariance;
/// the determinant cannot grow (Rousseeuw and Van Driessen, 1999, theorem 1).
struct ConcentrationSearch {
  /// A set of periods with its moments.
  struct State {
    var periods: [Int]
    var mean: [Double]
    var covariance: Matrix
    var logDeterminant: Double
    /// The rows v_k / √λ_k of the matrix that makes the covariance the identity.
    var whitening: Matrix
  }

  private let values: Matrix
  /// A determinant counts as zero where an eigenvalue is below this share of the largest.
  private let tolerance = 1e-12

  init(_ values: Matrix) { self.values = values }

  /// The best set of `size` periods from `starts` random sets; nil where all are singular.
  func best(
    size: Int, starts: Int, using generator: inout some RandomNumberGenerator
  ) -> State? {
    // Rousseeuw and Van Driessen: two steps from every start, on at most so many periods, and to
    // the end, on all, from the ten best.
    let most = 600
    var part = self
    var partSize = size
    if values.rowCount > most {
      part = ConcentrationSearch(
        rows(Array((0..<values.rowCount).shuffled(using: &generator)[..<most])))
      partSize = size * most / values.rowCount
    }
    partSize = max(values.columnCount + 1, partSize)
    var found: [State] = []
    // The set of all periods needs no search.
    for _ in 0..<(size == values.rowCount ? 1 : starts) {
      guard var state = part.start(using: &generator) else { continue }
      for _ in 0..<2 {
        guard let next = part.step(state, size: partSize) else { break }
        state = next
      }
      found.append(state)
      found.sort { $0.logDeterminant < $1.logDeterminant }
      if found.count > 10 { found.removeLast() }
    }
    return found.compactMap { concentrate($0, size: size) }
      .min { $0.logDeterminant < $1.logDeterminant }
  }

  /// The squared distance of every period from the mean, measured by the covariance.
  func distances(_ state: State) -> [Double] {
    var scratch = [Double](repeating: 0, count: values.columnCount)
    return [Double](unsafeUninitializedCapacity: values.rowCount) { result, count in
      cportfolio_squared_distances(
        values.rowCount, values.columnCount, state.whitening.rowCount, values.elements, state.mean,
        state.whitening.elements, &scratch, result.baseAddress)
      count = values.rowCount
    }
  }

  /// The mean and the covariance, with their number as the divisor, of some periods.
  func moments(_ periods: [Int]) -> (mean: [Double], covariance: Matrix) {
    let part = rows(periods)
    return (
      WeightedMoments.mean(part), SampleCovariance.covariance(of: part, .maximumLikelihood)
    )
  }

  private func rows(_ periods: [Int]) -> Matrix {
    var elements: [Double] = []
    elements.reserveCapacity(periods.count * values.columnCount)
    for period in periods { elements.append(contentsOf: values.row(period)) }
    return Matrix(rows: periods.count, columns: values.columnCount, elements: elements)
  }

  /// A random set of as few periods as have a covariance of full rank.
  private func start(using generator: inout some RandomNumberGenerator) -> State? {
    var order = Array(0..<values.rowCount)
    for count in 0..<order.count {
      order.swapAt(count, Int.random(in: count..<order.count, using: &generator))
      guard count >= values.columnCount else { continue }
      if let state = state(Array(order[...count])) { return state }
      // Most data have full rank at once; where not, a few periods more have to do.
      if count > 3 * values.columnCount + 10 { return nil }
    }
    return nil
  }

  private func concentrate(_ first: State, size: Int) -> State? {
    guard var state = step(first, size: size) else { return nil }
    for _ in 0..<100 {
      guard let next = step(state, size: size),
        next.logDeterminant < state.logDeterminant
      else { break }
      state = next
    }
    return state
  }

  private func step(_ state: State, size: Int) -> State? {
    let order = distances(state).enumerated()
      .sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }
    return self.state(order[..<size].map(\.offset))
  }

  private func state(_ periods: [Int]) -> State? {
    let (mean, covariance) = moments(periods)
    let eigen = SymmetricEigen(covariance)
    guard let smallest = eigen.values.first, let largest = eigen.values.last,
      smallest > tolerance * largest
    else { return nil }
    var whitening = eigen.vectors.transposed
    for (row, value) in eigen.values.enumerated() {
      for column in 0..<whitening.columnCount { whitening[row, column] /= value.squareRoot() }
    }
    return State(
      periods: periods, mean: mean, covariance: covariance,
      logDeterminant: eigen.values.reduce(0) { $0 + log($1) }, whitening: whitening)
  }
}
