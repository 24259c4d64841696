public import Torch

/// A logistic distribution gathered into equal bins: values `low`, `low + w`, … `high`.
///
/// The probability of a bin is the mass between its edges x ± w/2; the first and the last bin take
/// the tails (Salimans et al. 2017, "PixelCNN++", section 2.1). With a and b the standardised edges,
///
///     log(σ(b) − σ(a)) = log σ(b) + log σ(−a) + log(1 − e^(a−b)),
///
/// which is exact however far in the tail the bin lies, so no approximation by the density and no
/// floor on the probability is needed. Sampling is not reparameterised.
public struct DiscretizedLogistic: ClosedFormMoments, ClosedFormCumulative {
  /// The continuous distribution.
  public let logistic: Logistic
  /// The smallest value.
  public let low: Double
  /// The largest value.
  public let high: Double
  /// The number of bins, at least two.
  public let binCount: Int

  /// Makes a batch of distributions shaped like the broadcast parameters.
  ///
  /// - Parameters:
  ///   - location: The centre before the values are gathered.
  ///   - scale: The scale before the values are gathered, positive.
  ///   - low: The smallest value.
  ///   - high: The largest value.
  ///   - binCount: How many values there are, `low` and `high` included.
  public init(
    location: Tensor, scale: Tensor, low: Double = -1, high: Double = 1, binCount: Int = 256
  ) {
    precondition(binCount >= 2 && low < high, "\(binCount) bins from \(low) to \(high)")
    logistic = Logistic(location: location, scale: scale)
    self.low = low
    self.high = high
    self.binCount = binCount
  }

  /// The distance of two neighbouring values.
  public var binWidth: Double { (high - low) / Double(binCount - 1) }
  /// The shape of the parameters.
  public var batchShape: [Int] { logistic.batchShape }
  /// No axes.
  public var eventShape: [Int] { [] }
  /// Samples are discrete.
  public var isReparameterized: Bool { false }
  /// The mean over the bins.
  public var mean: Tensor { moment { $0 } }
  /// The variance over the bins.
  public var variance: Tensor {
    let center = mean
    return moment { ($0 - center).squared() }
  }

  /// All values, `[binCount]` and as many axes of size one as the batch has.
  private var values: Tensor {
    let line = Tensor.linspace(
      low, high, count: binCount, dtype: logistic.location.dtype, device: logistic.location.device)
    return line.reshape([binCount] + batchShape.map { _ in 1 })
  }

  /// The expectation of `function`, by summing over the bins.
  private func moment(_ function: (Tensor) -> Tensor) -> Tensor {
    (logProbability(of: values).exp() * function(values)).sum(axis: 0)
  }

  /// The nearest value of the grid.
  private func rounded(_ value: Tensor) -> Tensor {
    let index = ((value - low) / binWidth).rounded()
    return index.clamped(min: 0, max: Double(binCount - 1)) * binWidth + low
  }

  /// Draws values of the grid, `shape + batchShape`.
  public func sample(_ shape: [Int], using random: RandomSource) -> Tensor {
    withoutGradient { rounded(logistic.sample(shape, using: random)) }
  }

  /// The log-probability of the bin that holds `value`.
  public func logProbability(of value: Tensor) -> Tensor {
    let center = value - logistic.location
    let upper = (center + binWidth / 2) / logistic.scale
    let lower = (center - binWidth / 2) / logistic.scale
    let isFirst = value < low + binWidth / 2
    let isLast = value > high - binWidth / 2
    let width = logistic.scale.reciprocal() * -binWidth
    let inner = upper.logSigmoid() + (-lower).logSigmoid() + (-width.expMinusOne()).log()
    let tailed = upper.logSigmoid().where(isFirst, else: inner)
    return (-lower).logSigmoid().where(isLast, else: tailed)
  }

  /// The probability of the bins up to the one that holds `value`.
  public func cumulativeDistribution(of value: Tensor) -> Tensor {
    let edge = rounded(value) + binWidth / 2
    let inside = logistic.cumulativeDistribution(of: edge)
    return inside.maskedFill(value > high - binWidth / 2, 1.0)
      .maskedFill(value < low - binWidth / 2, 0.0)
  }
}

/// A mixture of discretised logistics, the likelihood of PixelCNN++ for one channel.
public typealias DiscretizedLogisticMixture = MixtureSameFamily<DiscretizedLogistic>
