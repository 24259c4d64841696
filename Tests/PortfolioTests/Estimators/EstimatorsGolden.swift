import Foundation

@testable import Portfolio

/// What scikit-learn, skfolio, PyPortfolioOpt, pandas and scipy found for 300 days of six stocks.
struct EstimatorsGolden: Decodable, Sendable {
  struct Array: Decodable, Sendable {
    let shape: [Int]
    let values: [Double]

    var matrix: Matrix { Matrix(rows: shape[0], columns: shape[1], elements: values) }
  }

  struct Views: Decodable, Sendable {
    let weights: Array
    let prior: Array
    let picks: Array
    let views: Array
    let confidences: Array
    let mean: Array
    let covariance: Array
  }

  struct Pools: Decodable, Sendable {
    let means: Array
    let volatility: Array
  }

  struct Determinant: Decodable, Sendable {
    let logDeterminant: Double
    let support: [Int]
    let mean: Array
    let covariance: Array
  }

  struct Repairs: Decodable, Sendable {
    let broken: Array
    let clipped: Array
    let nearest: Array
  }

  struct Quantile: Decodable, Sendable {
    let degrees: Int
    let tail: Double
    let quantile: Double
  }

  let assets: [String]
  let factors: Array
  let covariances: [String: Array]
  let means: [String: Array]
  let blackLitterman: Views
  let entropyPooling: Pools
  let minimumDeterminant: Determinant
  let repairs: Repairs
  let chiSquared: [Quantile]
  private let returns: Array

  static func load() throws -> EstimatorsGolden {
    guard
      let url = Bundle.module.url(
        forResource: "estimators", withExtension: "json", subdirectory: "Goldens")
    else { throw CocoaError(.fileNoSuchFile) }
    return try JSONDecoder().decode(EstimatorsGolden.self, from: Data(contentsOf: url))
  }

  var stocks: Returns { Returns(assets: assets, values: returns.matrix) }

  var funds: Returns { Returns(assets: ["MTUM", "QUAL", "USMV"], values: factors.matrix) }
}

/// The largest difference of two lists, in units of the largest element of the second.
func relativeError(_ found: [Double], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  let scale = expected.reduce(Double.leastNormalMagnitude) { max($0, abs($1)) }
  return zip(found, expected).reduce(0) {
    let error = abs($1.0 - $1.1) / scale
    return error.isFinite ? max($0, error) : .infinity
  }
}

/// Returns that depend on each other and have wide tails, the same in every run.
func inventedReturns(periods: Int, assets: Int, seed: UInt64 = 1) -> Returns {
  var state = seed
  func uniform() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (Double(state >> 11) + 0.5) / 9_007_199_254_740_992
  }
  var elements: [Double] = []
  for _ in 0..<periods {
    let market = log(uniform() / (1 - uniform()).magnitude) * 0.004
    for asset in 0..<assets {
      let own = log(uniform()) - log(uniform())
      elements.append(0.0002 * Double(asset % 5) + market + 0.006 * own * (1 + Double(asset % 3)))
    }
  }
  return Returns(
    assets: (0..<assets).map { "A\($0)" },
    values: Matrix(rows: periods, columns: assets, elements: elements))
}
