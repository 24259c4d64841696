/// What a prior and views together say about the returns.
///
/// The means have a prior N(π, τ Σ); the views say P μ = Q with errors N(0, Ω). The posterior is
/// μ* = π + τΣPᵀ (PτΣPᵀ + Ω)⁻¹ (Q - Pπ), and the returns then have the covariance
/// Σ + τΣ - τΣPᵀ (PτΣPᵀ + Ω)⁻¹ PτΣ. Ω is diagonal, τ pΣpᵀ (1 - c) / c for the confidence c: He and
/// Litterman's choice at c = ½, and Idzorek's in general. Sources: Black and Litterman, "Global
/// portfolio optimization", Financial Analysts Journal, 1992; He and Litterman, 1999; Idzorek,
/// 2005, in the closed form of Walters, "The Black-Litterman model in detail", 2014, equation 41.
public struct BlackLitterman: Sendable, Equatable {
  /// The posterior means, per period.
  public let mean: [Double]
  /// The posterior covariance of the returns, per period, `[assets, assets]`.
  public let covariance: Matrix

  /// Combines a prior with views.
  ///
  /// - Parameters:
  ///   - priorMean: π, per period, such as the means of `MeanEstimator.equilibrium`.
  ///   - priorCovariance: Σ, per period, `[assets, assets]`.
  ///   - views: equalities. One with confidence 0 says nothing; one with confidence 1 holds.
  ///   - uncertainty: τ, how unsure the prior's means are, in units of Σ.
  /// - Throws: `PortfolioError` of kind `request` where shapes do not fit, a view is an inequality
  ///   (`EntropyPooling` takes those) or τ is not positive, and of kind `infeasible` where certain
  ///   views contradict each other.
  public init(
    priorMean: [Double], priorCovariance: Matrix, views: [LinearView], uncertainty: Double = 0.05
  ) throws {
    let count = priorMean.count
    guard priorCovariance.rowCount == count, priorCovariance.columnCount == count else {
      throw PortfolioError(
        .request,
        "\(count) means and a covariance of \(priorCovariance.rowCount) rows do not fit together.")
    }
    guard priorMean.allSatisfy(\.isFinite), priorCovariance.elements.allSatisfy(\.isFinite) else {
      throw PortfolioError(.data, "The prior holds what is not a finite number.")
    }
    guard uncertainty > 0, uncertainty.isFinite else {
      throw PortfolioError(
        .request, "The prior's uncertainty (tau) is \(uncertainty): it has to be positive.")
    }
    for view in views {
      try view.check(assetCount: count)
      guard view.relation == .equal else {
        throw PortfolioError(
          .request,
          "“\(view.name)” is an inequality: Black and Litterman's model takes equalities only. Use "
            + "entropy pooling.")
      }
    }
    let used = views.filter { $0.confidence > 0 }
    // The rows of PτΣ.
    let spread = used.map { view in
      priorCovariance.transposedTimes(view.coefficients).map { uncertainty * $0 }
    }
    var weight = Matrix(rows: used.count, columns: used.count)
    for (row, left) in spread.enumerated() {
      for (column, view) in used.enumerated() { weight[row, column] = dot(left, view.coefficients) }
      weight[row, row] /= used[row].confidence
    }
    let surprise = used.map { $0.value - dot($0.coefficients, priorMean) }
    let eigen = SymmetricEigen(weight)
    let solution = eigen.solve(surprise)
    for (index, fitted) in weight.times(solution).enumerated() {
      let scale = surprise.reduce(0) { max($0, abs($1)) }
      guard abs(fitted - surprise[index]) <= 1e-8 * scale else {
        throw PortfolioError(
          .infeasible,
          "“\(used[index].name)” contradicts the other certain views, or speaks of a portfolio "
            + "without risk. Lower its confidence.")
      }
    }
    var mean = priorMean
    var covariance = priorCovariance
    for index in covariance.elements.indices { covariance.elements[index] *= 1 + uncertainty }
    for (view, row) in spread.enumerated() {
      for asset in 0..<count { mean[asset] += row[asset] * solution[view] }
    }
    for first in 0..<count {
      let reached = eigen.solve(spread.map { $0[first] })
      for second in 0...first {
        let learnt = dot(reached, spread.map { $0[second] })
        covariance[first, second] -= learnt
        covariance[second, first] = covariance[first, second]
      }
    }
    self.mean = mean
    self.covariance = covariance
  }
}
