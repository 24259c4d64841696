internal import CPortfolio
internal import Foundation

/// The returns of one portfolio, period by period or scenario by scenario, with their probabilities.
struct ReturnSample: Sendable {
  /// The returns, in the order of time where there is one.
  let values: [Double]
  /// How likely each return is; they sum to one.
  let probabilities: [Double]

  /// Makes a sample, every return equally likely unless there are `probabilities`.
  init(_ values: [Double], probabilities: [Double]? = nil) throws {
    guard !values.isEmpty else {
      throw PortfolioError(.data, "there are no returns: give at least one period")
    }
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw PortfolioError(
        .data, "the return of period \(index + 1) is \(values[index]): fill or drop that period")
    }
    self.values = values
    guard let probabilities else {
      self.probabilities = [Double](repeating: 1 / Double(values.count), count: values.count)
      return
    }
    guard probabilities.count == values.count else {
      throw PortfolioError(
        .request, "there are \(probabilities.count) probabilities for \(values.count) returns")
    }
    let total = probabilities.reduce(0, +)
    guard probabilities.allSatisfy({ $0 >= 0 }), total > 0, total.isFinite else {
      throw PortfolioError(
        .request, "probabilities must be zero or more, finite, and not all zero")
    }
    self.probabilities = probabilities.map { $0 / total }
  }

  /// A sample of other values with the same probabilities.
  private init(values: [Double], likeliness: [Double]) {
    self.values = values
    probabilities = likeliness
  }

  /// The same probabilities, each with another value.
  func replacing(_ values: [Double]) -> ReturnSample {
    ReturnSample(values: values, likeliness: probabilities)
  }

  /// The mean.
  var mean: Double { expectation(values) }

  /// The sum of the probabilities times `terms`.
  func expectation(_ terms: [Double]) -> Double { dot(probabilities, terms) }

  /// What a biased second moment is multiplied by: 1 / (1 - Σ p²), which is n / (n - 1) where all
  /// are equally likely.
  func unbiasing() throws -> Double {
    let likely = probabilities.count { $0 > 0 }
    guard likely > 1 else {
      throw PortfolioError(
        .data, "one period has no dispersion: give at least two periods of positive probability")
    }
    return 1 / (1 - dot(probabilities, probabilities))
  }

  /// The positions of the returns, from the smallest return to the largest; ties keep their order.
  var ascending: [Int] {
    let count = values.count
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 3 * count) { work in
      [UInt32](unsafeUninitializedCapacity: count) { order, filled in
        cportfolio_ascending(count, values, order.baseAddress, work.baseAddress)
        filled = count
      }
    }.map { Int($0) }
  }

  /// The smallest return which with all smaller ones has a total probability above `mass`.
  func quantile(above mass: Double) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * values.count) {
      cportfolio_quantile(values.count, values, probabilities, mass, $0.baseAddress)
    }
  }

  /// The largest loss and where it is.
  var worst: (index: Int, return: Double) {
    var found = (index: -1, return: Double.infinity)
    for (index, value) in values.enumerated()
    where value < found.return && probabilities[index] > 0 { found = (index, value) }
    return found
  }
}

/// The value of a risk measure and its derivative by the return of each period.
///
/// A portfolio's return is linear in its weights, so that this derivative is all that contributions
/// of assets need, whatever the measure.
struct MeasuredRisk: Sendable {
  /// The measure.
  var value: Double
  /// The derivative, or one subgradient where the measure has a kink.
  var gradient: [Double]

  /// The square root of a measure.
  var squareRoot: MeasuredRisk {
    let root = value.squareRoot()
    return MeasuredRisk(value: root, gradient: gradient.map { root > 0 ? $0 / (2 * root) : 0 })
  }
}
