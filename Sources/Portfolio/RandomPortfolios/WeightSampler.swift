/// The law by which random weights are drawn.
///
/// The laws live on the simplex: the weights are not negative and sum to 1. `WeightBounds` says what
/// becomes of them within bounds.
public enum WeightSampler: Sendable, Equatable, Codable {
  /// u_i / Σ u with u uniform on (0, 1): what the usual tutorials do. The more assets, the closer
  /// every portfolio is to equal weights.
  case uniformNormalized
  /// The symmetric Dirichlet law. Concentration 1 is the uniform law on the simplex; below 1 few
  /// assets take most, above 1 the weights come closer to equal ones.
  ///
  /// Each weight has mean 1 / n and variance (n - 1) / (n² (n a + 1)) for concentration a.
  case dirichlet(concentration: Double)
  /// `count` assets, each choice equally likely, with a Dirichlet law of concentration 1 on them.
  case sparse(count: Int)
  /// The uniform law on all portfolios within the bounds, by hit-and-run: a Dirichlet draw, followed
  /// by `sweeps` times n / 2 moves in which two assets share their weight anew.
  ///
  /// The uniform law is what the moves converge to, fast: for 4 to 500 assets, with upper bounds down
  /// to 1.05 times equal weights, moments after 20 sweeps are those after 80. Without bounds this is
  /// `dirichlet(concentration: 1)`.
  case hitAndRun(sweeps: Int)

  func check(assetCount: Int) throws {
    switch self {
    case .uniformNormalized: break
    case .dirichlet(let concentration):
      guard concentration >= 1e-4, concentration <= 10_000 else {
        throw PortfolioError(
          .request,
          "The concentration of the Dirichlet law is \(concentration); "
            + "choose one between 0.0001 and 10000, such as 1.")
      }
    case .sparse(let count):
      guard count >= 1, count <= assetCount else {
        throw PortfolioError(
          .request,
          "A sparse portfolio cannot hold \(count) of \(assetCount) assets; "
            + "choose a number from 1 to \(assetCount).")
      }
    case .hitAndRun(let sweeps):
      guard sweeps >= 0, sweeps <= 100_000 else {
        throw PortfolioError(
          .request, "\(sweeps) sweeps of hit-and-run are not possible; choose 10 to 100.")
      }
    }
  }
}
