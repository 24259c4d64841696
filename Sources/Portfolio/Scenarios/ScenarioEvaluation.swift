internal import Probability
internal import RealModule
internal import Torch

/// How near scenarios are to returns that the model has not seen.
public struct ScenarioEvaluation: Codable, Sendable, Equatable {
  /// What the model is called.
  public let model: String
  /// The mean log-density of a held-out period given all before it, in nats; `nil` without a density.
  public let logLikelihood: Double?
  /// The standard error of that mean, periods taken as independent.
  public let logLikelihoodError: Double?
  /// The energy distance of all assets together, in units of their standard deviations.
  public let energyDistance: Double
  /// The largest difference of distribution functions, mean over the assets.
  public let kolmogorovSmirnov: Double
  /// Figures of the real returns beside those of simulated paths.
  public let tailDependence: Comparison
  /// The kurtosis, 3 for a normal distribution, mean over the assets.
  public let kurtosis: Comparison
  /// The autocorrelation of absolute returns at lags 1 to 20, mean over lags and assets.
  public let volatilityClustering: Comparison

  /// The same figure of real and of simulated returns.
  public struct Comparison: Codable, Sendable, Equatable {
    /// Of the held-out returns.
    public let real: Double
    /// Of simulated paths.
    public let simulated: Double
  }

  /// Judges a model on periods that follow those that it was fitted on.
  ///
  /// Paths as long as the held-out period start at its beginning. With changing volatility one real
  /// path is one draw: two decades apart differ by more than models do.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - heldOut: The periods.
  ///   - paths: How many paths are simulated.
  ///   - seed: The seed of the paths.
  /// - Throws: `PortfolioError` when the periods do not fit or are too few.
  public init(
    of model: any ScenarioModel, on heldOut: Returns, paths: Int = 8, seed: UInt64
  ) throws {
    guard heldOut.periodCount >= 30 else {
      throw PortfolioError(
        .data, "\(heldOut.periodCount) held-out periods; 30 at least are needed for an evaluation")
    }
    let figures = try model.logLikelihood(of: heldOut, given: nil)
    let count = Double(heldOut.periodCount)
    let mean = figures.map { $0.reduce(0, +) / count }
    self.model = model.name
    logLikelihood = mean
    logLikelihoodError = figures.flatMap { figures in
      mean.map { mean in
        (figures.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count / count).squareRoot()
      }
    }
    let steps = try model.paths(paths, horizon: heldOut.periodCount, given: nil, seed: seed)
    let simulated = (0..<paths).map { path in
      Matrix(
        rows: steps.count, columns: heldOut.assetCount, elements: steps.flatMap { $0.row(path) })
    }
    let pooled = Matrix(
      rows: paths * steps.count, columns: heldOut.assetCount,
      elements: simulated.flatMap(\.elements))
    let real = heldOut.values
    (energyDistance, kolmogorovSmirnov) = Self.distances(real, pooled)
    tailDependence = Comparison(
      real: lowerTailDependence(real), simulated: lowerTailDependence(pooled))
    func over(_ figure: ([Double]) -> Double) -> Comparison {
      func mean(_ matrix: Matrix) -> Double {
        (0..<matrix.columnCount).reduce(0) { $0 + figure(matrix.column($1)) }
          / Double(matrix.columnCount)
      }
      return Comparison(
        real: mean(real), simulated: simulated.reduce(0) { $0 + mean($1) } / Double(paths))
    }
    kurtosis = over(sampleKurtosis)
    volatilityClustering = over { absoluteAutocorrelation($0, lags: 1...20) }
  }

  private static func distances(_ real: Matrix, _ drawn: Matrix) -> (Double, Double) {
    var (x, y) = (real, drawn)
    var statistic = 0.0
    for asset in 0..<real.columnCount {
      let column = real.column(asset)
      statistic += Probability.kolmogorovSmirnov(Tensor(column), Tensor(drawn.column(asset)))
      let mean = column.reduce(0, +) / Double(column.count)
      let square = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)
      let scale = square > 0 ? 1 / square.squareRoot() : 1
      for row in 0..<x.rowCount { x[row, asset] = (x[row, asset] - mean) * scale }
      for row in 0..<y.rowCount { y[row, asset] = (y[row, asset] - mean) * scale }
    }
    // A distance of every pair: some thousand rows say as much as all.
    func some(_ matrix: Matrix) -> Tensor {
      let step = max(1, matrix.rowCount / 2000)
      let rows = stride(from: 0, to: matrix.rowCount, by: step).flatMap { matrix.row($0) }
      return Tensor(rows, [rows.count / matrix.columnCount, matrix.columnCount])
    }
    let energy = EnergyDistance(estimator: .unbiased)(some(x), some(y))
    return (energy, statistic / Double(real.columnCount))
  }
}
