import Foundation
import Testing

@testable import Portfolio

@Suite("Contributions to risk")
struct RiskContributionTests {
  static let returns = StoredReference.returns(periods: 120, assets: 5, seed: 11)
  static let weights = [0.4, -0.1, 0.3, 0.25, 0.15]
  static let measures =
    PerformanceSummary.measures(confidence: 0.93)
    + PerformanceSummary.measures(confidence: 0.93, accumulation: .compounded).suffix(6)
    + [.semideviation(target: 0.001), .meanAbsoluteDeviation(target: 0.001)]

  static let likelihoods: [[Double]?] = [nil, (0..<120).map { Double(1 + $0 % 4) }]

  @Test(
    "Derivatives agree with differences, and contributions sum to the risk", arguments: measures)
  func gradient(measure: RiskMeasure) throws {
    for likelihood in Self.likelihoods {
      let found = try RiskContributions(
        measure: measure, weights: Self.weights, returns: Self.returns, probabilities: likelihood)
      #expect(
        abs(
          found.total
            - (try measure.value(
              of: Self.returns.times(Self.weights), probabilities: likelihood))) < 1e-15)
      for asset in Self.weights.indices {
        let step = 1e-6
        let values = try [-step, step].map { move in
          var moved = Self.weights
          moved[asset] += move
          return try measure.value(of: Self.returns.times(moved), probabilities: likelihood)
        }
        let slope = (values[1] - values[0]) / (2 * step)
        #expect(abs(found.marginal[asset] - slope) < 2e-8, "\(measure), asset \(asset)")
      }
      if measure.degree != nil {
        #expect(abs(found.contributions.reduce(0, +) - found.total) < 1e-14)
        #expect(abs(found.shares.reduce(0, +) - 1) < 1e-10)
      }
    }
  }

  @Test("A covariance gives the same contributions as the returns it comes from")
  func covariance() throws {
    let covariance = StoredReference.covariance(Self.returns)
    for measure in [RiskMeasure.variance, .standardDeviation] {
      let first = try RiskContributions(
        measure: measure, weights: Self.weights, covariance: covariance)
      let second = try RiskContributions(
        measure: measure, weights: Self.weights, returns: Self.returns)
      #expect(StoredReference.error(first.contributions, second.contributions) < 1e-15)
      #expect(StoredReference.error(first.marginal, second.marginal) < 1e-14)
    }
  }

  @Test("What does not fit is said in a sentence")
  func errors() {
    #expect(throws: PortfolioError.self) {
      try RiskContributions(measure: .variance, weights: [1], returns: Self.returns)
    }
    #expect(throws: PortfolioError.self) {
      try RiskContributions(
        measure: .worstCase, weights: [1], covariance: Matrix(rows: 1, columns: 1, repeating: 1))
    }
    #expect(throws: PortfolioError.self) {
      try RiskContributions(weights: [1, 1], covariance: Matrix([[1, 0.5], [0.4, 1]]))
    }
  }
}
