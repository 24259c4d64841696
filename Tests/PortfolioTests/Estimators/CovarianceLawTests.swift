import Testing

@testable import Portfolio

@Suite("Laws of every covariance")
struct CovarianceLawTests {
  private static let methods = CovarianceMethod.allCases

  private func estimate(_ method: CovarianceMethod, _ returns: Returns) throws -> Matrix {
    // Fewer random starts than usual keep the suite short.
    let estimator: CovarianceEstimator =
      method == .minimumDeterminant
      ? .minimumDeterminant(MinimumCovarianceDeterminant(starts: 10)) : CovarianceEstimator(method)
    return try estimator.covariance(of: returns)
  }

  private func select(_ returns: Returns, _ assets: [Int]) -> Returns {
    let columns = assets.map { returns.values.column($0) }
    return Returns(
      assets: assets.indices.map { "B\($0)" }, values: Matrix(columns).transposed)
  }

  @Test("Symmetric and positive semidefinite", arguments: methods, [3, 8, 9])
  func semidefinite(method: CovarianceMethod, assets: Int) throws {
    let found = try estimate(method, inventedReturns(periods: 60, assets: assets))
    #expect(found == found.transposed)
    let values = SymmetricEigen(found).values
    #expect(values[0] >= -1e-14 * values[assets - 1])
    let repaired = try PositiveDefiniteRepair(found)
    #expect(repaired.smallestEigenvalueAfter > 0)
  }

  @Test("Permuting the assets permutes the covariance", arguments: methods)
  func permutation(method: CovarianceMethod) throws {
    let returns = inventedReturns(periods: 80, assets: 7)
    let order = [3, 0, 6, 5, 1, 2, 4]
    let direct = try estimate(method, returns).submatrix(order)
    let permuted = try estimate(method, select(returns, order))
    #expect(relativeError(permuted.elements, direct.elements) < 1e-9)
  }

  @Test("Returns c times as large have c² times the covariance", arguments: methods)
  func scaling(method: CovarianceMethod) throws {
    let returns = inventedReturns(periods: 80, assets: 6)
    var scaled = returns
    for index in scaled.values.elements.indices { scaled.values.elements[index] *= 4 }
    let expected = try estimate(method, returns).elements.map { 16 * $0 }
    #expect(relativeError(try estimate(method, scaled).elements, expected) < 1e-9)
  }

  @Test("Duplicate and constant assets, and fewer periods than assets", arguments: methods)
  func degenerate(method: CovarianceMethod) throws {
    let returns = inventedReturns(periods: 40, assets: 4)
    var constant = returns
    for period in 0..<40 { constant.values[period, 2] = 0.01 }
    let cases = [
      select(returns, [0, 1, 1, 3]), constant, select(constant, [2, 2, 0]),
      select(constant, [2]), select(returns, [0]), inventedReturns(periods: 5, assets: 12),
      inventedReturns(periods: 2, assets: 3),
    ]
    for degenerate in cases {
      do {
        let found = try estimate(method, degenerate)
        #expect(found.elements.allSatisfy { $0.isFinite })
        #expect(found == found.transposed)
        let values = SymmetricEigen(found).values
        #expect((values.first ?? 0) >= -1e-12 * (values.last ?? 0))
      } catch let error as PortfolioError {
        // Only two cannot answer: what is singular has no determinant, and one asset no market.
        #expect(method == .minimumDeterminant || method == .detoned)
        #expect(error.message.hasSuffix("."))
      }
    }
  }

  @Test("A constant asset has no variance and no covariance", arguments: methods)
  func constant(method: CovarianceMethod) throws {
    guard ![.minimumDeterminant, .semi, .gerber, .shrunk].contains(method) else { return }
    guard ![.ledoitWolf, .oracleApproximating].contains(method) else { return }
    var returns = inventedReturns(periods: 50, assets: 4)
    for period in 0..<50 { returns.values[period, 2] = 0.01 }
    let found = try estimate(method, returns)
    for other in 0..<4 { #expect(abs(found[2, other]) < 1e-30) }
  }

  @Test("What is not a number is refused with asset and period", arguments: methods)
  func notANumber(method: CovarianceMethod) throws {
    var returns = inventedReturns(periods: 30, assets: 4)
    for value in [Double.nan, .infinity, -1e60] {
      returns.values[16, 2] = value
      let error = #expect(throws: PortfolioError.self) { try estimate(method, returns) }
      #expect(error?.message.contains("A2") == true)
      #expect(error?.message.contains("period 17") == true)
    }
    returns.days = Array(18_000..<18_030)
    let error = #expect(throws: PortfolioError.self) { try estimate(method, returns) }
    #expect(error?.message.contains("2019-04-30") == true)
  }

  @Test("Fewer than two periods are refused", arguments: methods)
  func onePeriod(method: CovarianceMethod) {
    #expect(throws: PortfolioError.self) {
      try estimate(method, inventedReturns(periods: 1, assets: 2))
    }
  }

  @Test("Settings that make no sense are refused")
  func settings() {
    let bad: [CovarianceEstimator] = [
      .shrunk(intensity: 1.5), .shrunk(intensity: .nan), .gerber(threshold: 0),
      .exponential(.span(0)), .exponential(.halfLife(-1)), .exponential(.halfLife(.infinity)),
      .detoned(components: 0), .detoned(components: 3), .semi(benchmark: .nan),
      .factorModel(inventedReturns(periods: 29, assets: 1)),
      .minimumDeterminant(MinimumCovarianceDeterminant(supportFraction: 0)),
    ]
    for estimator in bad {
      #expect(throws: PortfolioError.self) {
        try estimator.covariance(of: inventedReturns(periods: 30, assets: 3))
      }
    }
  }

  @Test("The kernel agrees with the sums that define it", arguments: [1, 7, 8, 9, 17], [2, 300])
  func kernel(assets: Int, periods: Int) {
    let values = inventedReturns(periods: periods, assets: assets).values
    let weights = (0..<periods).map { Double($0 % 7) / 3 }
    let centre = (0..<assets).map { Double($0) * 1e-3 }
    let found = WeightedMoments.crossProducts(values, centre: centre, weights: weights, divisor: 2)
    var expected = Matrix(rows: assets, columns: assets)
    for period in 0..<periods {
      for i in 0..<assets {
        for j in 0..<assets {
          expected[i, j] +=
            weights[period] * (values[period, i] - centre[i]) * (values[period, j] - centre[j]) / 2
        }
      }
    }
    #expect(relativeError(found.elements, expected.elements) < 1e-13)
  }

  @Test("Outliers move the sample covariance but not the minimum determinant")
  func outliers() throws {
    let clean = inventedReturns(periods: 200, assets: 4)
    var spoilt = clean
    for period in 0..<40 { spoilt.values[period, 1] += 5 }
    let settings = MinimumCovarianceDeterminant(starts: 30, seed: 1)
    let fit = try settings.fit(spoilt)
    #expect(Set(0..<40).isSubset(of: fit.outliers))
    let undisturbed = try settings.fit(clean)
    #expect(fit.covariance[1, 1] < 4 * undisturbed.covariance[1, 1])
    #expect(try settings.fit(spoilt) == fit)
  }
}
