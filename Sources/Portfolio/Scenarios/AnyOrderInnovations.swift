internal import GenerativeModels
internal import RealModule
internal import Torch

/// Innovations of the any-order autoregressive model of tables, on a table of innovations beside what
/// all assets share of the recent past.
///
/// The model learns ranks in (0, 1). A rank is the share of a `ReferenceLaw` with heavy tails below an
/// innovation, so that an innovation larger than all seen has a density too:
/// log p(u) = log p(ranks) + Σ log f(uᵢ).
struct AnyOrderInnovations: InnovationLaw {
  let model: AnyOrderModel
  let assets: Int
  let name = "any-order-autoregressive"
  let isConditional = true

  private static let shared = ConditioningContext.sharedCount

  /// Trains; the newest periods say when to stop.
  init(
    fitting innovations: Matrix, contexts: Matrix, settings: ScenarioSettings, seed: UInt64,
    progress: (ScenarioProgress) -> Bool
  ) throws {
    assets = innovations.columnCount
    // Ranks are all that the network sees besides values on a common scale.
    let variables = (0..<assets + Self.shared).map { variable in
      MixedVariable(
        atomShares: [], continuousShare: 1,
        scale: .init(
          atomRanks: [], atomValues: [],
          curve: (0...64).map { step in
            let rank = min(max(Double(step) / 64, 0.002), 0.998)
            return Float(
              variable < innovations.columnCount ? ReferenceLaw.quantile(rank) : rank * 4 - 2)
          }))
    }
    model = AnyOrderModel(
      variables: variables,
      configuration: AnyOrderConfiguration(
        width: 128, blocks: 1, dropout: 0.1, bins: 100, bumps: 16, pieces: 8, orders: 8),
      using: RandomSource(seed: seed))
    let count = innovations.rowCount
    let width = variables.count
    let rows = Tensor(Self.ranks(innovations, contexts), [count, width])
    try model.fit(chronological: rows, settings: settings, seed: seed, progress: progress)
  }

  /// Row-major, `[periods, assets + shared]`.
  private static func ranks(_ innovations: Matrix, _ contexts: Matrix) -> [Float] {
    (0..<innovations.rowCount).flatMap { period in
      innovations.row(period).map { bounded(ReferenceLaw.share(below: $0)) }
        + contexts.row(period).prefix(shared).map { bounded(($0 + 1) / 2) }
    }
  }

  private static func bounded(_ rank: Double) -> Float { Float(min(max(rank, 0), 0.999_999)) }

  func draw(contexts: Matrix, seed: UInt64) -> Matrix {
    let count = contexts.rowCount
    let known =
      [Bool](repeating: false, count: assets) + [Bool](repeating: true, count: Self.shared)
    let partial = PartialRows(
      values: Self.ranks(Matrix(rows: count, columns: assets), contexts),
      seen: Array(repeatElement(known, count: count).joined()))
    let drawn = model.makeSampler(seed: seed).sample(count, given: partial)
    let width = known.count
    return Matrix(
      rows: count, columns: assets,
      elements: (0..<count).flatMap { row in
        drawn[row * width..<row * width + assets].map {
          ReferenceLaw.quantile(min(max(Double($0), 1e-6), 1 - 1e-6))
        }
      })
  }

  func logDensity(of innovations: Matrix, contexts: Matrix) -> [Double]? {
    let densities = AnyOrderDensity(model).logDensities(
      of: Self.ranks(innovations, contexts), rows: innovations.rowCount,
      given: Set(assets..<assets + Self.shared))
    return densities.enumerated().map { period, density in
      Double(density)
        + innovations.row(period).reduce(0) { $0 + ReferenceLaw.logDensity($1) }
    }
  }
}

/// Student's t distribution with four degrees of freedom at unit variance, whose distribution
/// function and quantiles are closed (Shaw 2006).
enum ReferenceLaw {
  /// The probability of a value below `u`.
  static func share(below u: Double) -> Double {
    let t = u * 2.squareRoot()
    let s = t / (4 + t * t).squareRoot()
    return 0.5 + 0.25 * s * (3 - s * s)
  }

  /// The value that `share` lies below, share in (0, 1).
  static func quantile(_ share: Double) -> Double {
    let alpha = (4 * share * (1 - share)).squareRoot()
    let q = Double.cos(Double.acos(min(alpha, 1)) / 3) / alpha
    let size = 2 * max(q - 1, 0).squareRoot()
    return (share < 0.5 ? -size : size) / 2.squareRoot()
  }

  /// The log-density.
  static func logDensity(_ u: Double) -> Double {
    Double.log(3 * 2.squareRoot() / 8) - 2.5 * Double.log(onePlus: u * u / 2)
  }
}
