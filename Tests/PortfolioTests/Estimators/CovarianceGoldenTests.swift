import Testing

@testable import Portfolio

@Suite("Covariances against the reference implementations")
struct CovarianceGoldenTests {
  private let golden: EstimatorsGolden

  init() throws { golden = try EstimatorsGolden.load() }

  private static let cases: [(String, CovarianceEstimator)] = [
    ("sample", .sample()),
    ("maximumLikelihood", .sample(.maximumLikelihood)),
    ("exponentialZero", .exponential(.halfLife(60), centre: .zero)),
    ("exponentialMean", .exponential(.span(90), centre: .mean)),
    ("exponentialWeightedMean", .exponential(.halfLife(60))),
    ("semi", .semi(benchmark: 0.0004)),
    ("ledoitWolfConstantVariance", .ledoitWolf(.constantVariance)),
    ("ledoitWolfSingleFactor", .ledoitWolf(.singleFactor)),
    ("ledoitWolfConstantCorrelation", .ledoitWolf(.constantCorrelation)),
    ("oracleApproximating", .oracleApproximating),
    ("shrunk", .shrunk(intensity: 0.3)),
    ("gerber", .gerber()),
    ("denoised", .denoised()),
    ("detoned", .detoned()),
  ]

  @Test("Each equals its reference", arguments: cases)
  func reference(name: String, estimator: CovarianceEstimator) throws {
    let expected = try #require(golden.covariances[name])
    let found = try estimator.covariance(of: golden.stocks)
    #expect(relativeError(found.elements, expected.values) < 1e-10)
  }

  @Test("The factor model equals least squares")
  func factorModel() throws {
    let expected = try #require(golden.covariances["factorModel"])
    let found = try CovarianceEstimator.factorModel(golden.funds).covariance(of: golden.stocks)
    #expect(relativeError(found.elements, expected.values) < 1e-10)
  }

  @Test("The minimum covariance determinant is at least as small as scikit-learn's")
  func minimumDeterminant() throws {
    let expected = golden.minimumDeterminant
    let fit = try MinimumCovarianceDeterminant(supportFraction: 0.6, starts: 50, seed: 3)
      .fit(golden.stocks)
    #expect(fit.support.count == expected.support.count)
    #expect(fit.logDeterminant <= expected.logDeterminant + 1e-9)
    if fit.support == expected.support {
      #expect(relativeError(fit.covariance.elements, expected.covariance.values) < 1e-10)
      #expect(relativeError(fit.mean, expected.mean.values) < 1e-10)
    }
  }

  @Test("Quantiles of the chi-squared distribution")
  func chiSquared() {
    for item in golden.chiSquared {
      let found = ChiSquared.upperQuantile(item.tail, degrees: item.degrees)
      #expect(abs(found - item.quantile) < 1e-10 * item.quantile)
    }
  }

  @Test("Repairs equal skfolio's")
  func repairs() throws {
    let broken = golden.repairs.broken.matrix
    let clipped = try PositiveDefiniteRepair(broken, smallestEigenvalue: 1e-13)
    #expect(relativeError(clipped.covariance.elements, golden.repairs.clipped.values) < 1e-10)
    let nearest = try PositiveDefiniteRepair(
      broken, method: .nearestCorrelation, smallestEigenvalue: 1e-13)
    #expect(relativeError(nearest.covariance.elements, golden.repairs.nearest.values) < 1e-6)
  }
}
