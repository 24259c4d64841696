/// min ½ xᵀQx + cᵀx - λ μᵀx over a polyhedron, for every λ at once.
///
/// With Q the covariances, μ the expected returns and c = 0 the solutions are the efficient
/// frontier: from the largest return (λ → ∞) to the smallest risk (λ = 0). The path is followed from
/// one change of the active set to the next, so that it is exact, not sampled.
struct ParametricQuadraticProgram {
  /// Q, `[variables, variables]`: symmetric and positive semidefinite.
  var quadratic: Matrix
  /// c, `[variables]`.
  var linear: [Double]
  /// μ, `[variables]`.
  var direction: [Double]
  /// What is allowed.
  var feasible: Polyhedron

  /// Where the solution changes its course.
  struct Corner {
    /// λ, ∞ nowhere: the corner of largest return holds for every larger λ as well.
    var lambda: Double
    /// The solution.
    var point: [Double]
  }

  /// The solutions.
  struct Path {
    /// The corners, from the largest λ to the smallest.
    var corners: [Corner]
    /// How the solution goes on beyond the first corner for each unit of λ; `nil` if it stays there.
    var ray: [Double]?
    /// What was added to the diagonal of Q because it is singular; 0 if nothing.
    var ridge: Double
  }

  /// Follows the solutions from the largest λ down to `end`.
  ///
  /// - Throws: `PortfolioError` when nothing is feasible or the path breaks off.
  func path(downTo end: Double = 0) throws(PortfolioError) -> Path {
    let mean = quadratic.diagonal.reduce(0, +) / Double(max(1, linear.count))
    let scale = mean > 0 ? mean : 1
    // Where Q is singular over the free variables, a ridge of 1e-12 of the mean variance makes the
    // solution unique; the objective moves by less than that share. More, where the path breaks off.
    for ridge in [0, 1e-12, 1e-10, 1e-8, 1e-6] {
      do {
        return try PathFollower(self, ridge: ridge * scale, scale: scale).follow(downTo: end)
      } catch let error as PortfolioError {
        throw error
      } catch {
        continue
      }
    }
    throw PortfolioError(
      .notConverged,
      "the covariance matrix is too ill-conditioned for an exact frontier; shrink it, as with the "
        + "Ledoit-Wolf estimator.")
  }
}
