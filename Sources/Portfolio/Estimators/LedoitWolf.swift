/// What the sample covariance is drawn to.
public enum ShrinkageTarget: String, Sendable, CaseIterable, Codable {
  /// Independent assets of one variance; S has the divisor T. Ledoit and Wolf, "A
  /// well-conditioned estimator for large-dimensional covariance matrices", 2004.
  case constantVariance
  /// One factor, the equally weighted market; S has the divisor T. Ledoit and Wolf, "Improved
  /// estimation of the covariance matrix of stock returns", 2003.
  case singleFactor
  /// The sample variances and the mean correlation; S has the divisor T - 1. Ledoit and Wolf,
  /// "Honey, I shrunk the sample covariance matrix", 2004.
  case constantCorrelation
}

/// Ledoit and Wolf's shrinkage of the sample covariance.
///
/// Their intensity is (π - ρ) / (γ T), cut to [0, 1]: π is the variance of the entries of S, ρ
/// their covariance with the entries of the target F and γ = |S - F|². All three are sums over
/// pairs of assets of sums over periods; exchanging the sums makes them linear in the number of
/// assets, so that S is the only thing that costs assets².
public enum LedoitWolf {
  /// The shrunk covariance of returns `[periods, assets]`, per period.
  ///
  /// - Throws: `PortfolioError` of kind `data` where a return is not finite or there are fewer than
  ///   two periods.
  public static func covariance(
    of returns: Returns, target: ShrinkageTarget = .constantVariance
  ) throws -> ShrunkCovariance {
    try returns.check()
    return shrink(returns.values, to: target)
  }

  static func shrink(_ values: Matrix, to target: ShrinkageTarget) -> ShrunkCovariance {
    let mean = WeightedMoments.mean(values)
    var centred = values
    let columns = values.columnCount
    centred.elements.withUnsafeMutableBufferPointer { x in
      for row in 0..<values.rowCount {
        for column in 0..<columns { x[row * columns + column] -= mean[column] }
      }
    }
    return switch target {
    case .constantVariance: constantVariance(centred)
    case .singleFactor: singleFactor(centred)
    case .constantCorrelation: constantCorrelation(centred)
    }
  }

  private static func sample(_ centred: Matrix, divisor: Double) -> Matrix {
    WeightedMoments.crossProducts(
      centred, centre: [Double](repeating: 0, count: centred.columnCount), divisor: divisor)
  }

  /// The shrinkage intensity from what shrinking gains and costs; none where S is the target.
  private static func intensity(_ gain: Double, _ cost: Double) -> Double {
    guard cost > 0, gain > 0 else { return 0 }
    return min(1, gain / cost)
  }

  private static func constantVariance(_ x: Matrix) -> ShrunkCovariance {
    let periods = Double(x.rowCount)
    let count = Double(x.columnCount)
    let sample = sample(x, divisor: periods)
    var fourth = 0.0
    for sums in RowSums(x) { fourth += sums.squares * sums.squares }
    let norm = dot(sample.elements, sample.elements)
    let trace = sample.diagonal.reduce(0, +)
    let noise = (fourth / periods - norm) / periods
    let distance = norm - trace * trace / count
    return ShrunkCovariance(
      toConstantVariance: sample,
      intensity: count > 1 ? intensity(noise, distance) : 0)
  }

  private static func singleFactor(_ x: Matrix) -> ShrunkCovariance {
    let periods = Double(x.rowCount)
    let assets = x.columnCount
    let sample = sample(x, divisor: periods)
    let market = x.times([Double](repeating: 1 / Double(assets), count: assets))
    let variance = dot(market, market) / periods
    guard assets > 1, variance > 0 else {
      return ShrunkCovariance(covariance: sample, intensity: 0)
    }
    let beta = x.transposedTimes(market).map { $0 / periods }
    let weighted = x.times(beta)
    var target = Matrix(rows: assets, columns: assets)
    for i in 0..<assets {
      for j in 0..<assets {
        target[i, j] = i == j ? sample[i, i] : beta[i] * beta[j] / variance
      }
    }
    let distance = zip(sample.elements, target.elements).reduce(0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
    }
    var pi = 0.0
    var first = 0.0
    var third = 0.0
    var powers = AssetPowers(assets)
    for (row, sums) in RowSums(x).enumerated() {
      let m = market[row]
      pi += sums.squares * sums.squares
      first += sums.squares * m * weighted[row]
      third += m * m * weighted[row] * weighted[row]
      powers.add(x.row(row), market: m)
    }
    let spread = sample.quadraticForm(beta)
    pi = pi / periods - dot(sample.elements, sample.elements)
    var diagonal = 0.0
    var off = first / periods - spread
    var factor = third / periods - variance * spread
    for i in 0..<assets {
      let s = sample[i, i]
      diagonal += powers.fourth[i] / periods - s * s
      off -= (powers.third[i] / periods - beta[i] * s) * beta[i]
      factor -= (powers.second[i] / periods - variance * s) * beta[i] * beta[i]
    }
    let rho = diagonal + 2 * off / variance - factor / (variance * variance)
    let share = intensity((pi - rho) / periods, distance)
    return ShrunkCovariance(
      covariance: .combination(share, target, 1 - share, sample), intensity: share)
  }

  private static func constantCorrelation(_ x: Matrix) -> ShrunkCovariance {
    let periods = Double(x.rowCount)
    let assets = x.columnCount
    let sample = sample(x, divisor: periods - 1)
    let (correlation, deviations) = sample.correlation()
    let moving = deviations.count { $0 > 0 }
    guard moving > 1 else { return ShrunkCovariance(covariance: sample, intensity: 0) }
    let mean =
      (correlation.elements.reduce(0, +) - Double(assets)) / Double(moving * (moving - 1))
    var target = Matrix(rows: assets, columns: assets, repeating: mean)
    for asset in 0..<assets { target[asset, asset] = 1 }
    target = target.covariance(deviations: deviations)
    for asset in 0..<assets { target[asset, asset] = sample[asset, asset] }
    let distance = zip(sample.elements, target.elements).reduce(0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
    }
    // S has the divisor T - 1 and the moments of the noise the divisor T.
    let ratio = (periods - 1) / periods
    let norm = dot(sample.elements, sample.elements)
    let inverse = deviations.map { $0 > 0 ? 1 / $0 : 0 }
    let scaled = x.times(deviations)
    var pi = 0.0
    var theta = 0.0
    var powers = AssetPowers(assets)
    for (row, sums) in RowSums(x, inverse: inverse).enumerated() {
      pi += sums.squares * sums.squares
      theta += sums.scaledCubes * scaled[row]
      powers.add(x.row(row), market: 0)
    }
    pi = pi / periods + (1 - 2 * ratio) * norm
    // Σ over i ≠ j of σ_j / σ_i θ_ij, the diagonal of the first term taken out at the end.
    theta /= periods
    var diagonal = 0.0
    for i in 0..<assets {
      let s = sample[i, i]
      diagonal += powers.fourth[i] / periods + (1 - 2 * ratio) * s * s
      theta -= powers.fourth[i] / periods
      guard deviations[i] > 0 else { continue }
      for j in 0..<assets where j != i {
        theta += (1 - 2 * ratio) * s * sample[i, j] * deviations[j] / deviations[i]
      }
    }
    let share = intensity((pi - diagonal - mean * theta) / periods, distance)
    return ShrunkCovariance(
      covariance: .combination(share, target, 1 - share, sample), intensity: share)
  }
}
