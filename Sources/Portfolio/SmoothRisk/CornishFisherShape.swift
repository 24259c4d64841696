/// Whether the expansion of Cornish and Fisher makes sense for a skewness and a kurtosis.
///
/// The quantile that it gives has to rise with the normal one; its slope is a parabola of that, which is
/// nowhere below 0 only for small skewness and moderate kurtosis. Source: Maillard, "A user's guide to
/// the Cornish Fisher expansion", 2012.
public struct CornishFisherShape: Sendable, Equatable, Codable {
  /// The standardised third moment.
  public let skewness: Double
  /// The standardised fourth moment less 3.
  public let excessKurtosis: Double

  /// Takes the moments.
  public init(skewness: Double, excessKurtosis: Double) {
    self.skewness = skewness
    self.excessKurtosis = excessKurtosis
  }

  /// Takes the moments of returns; `nil` where they do not vary.
  init?(_ returns: [Double]) {
    guard let sample = try? ReturnSample(returns), let skewness = sample.skewness,
      let kurtosis = sample.kurtosis
    else { return nil }
    self.init(skewness: skewness, excessKurtosis: kurtosis - 3)
  }

  /// Whether quantiles rise with the confidence everywhere, as those of a distribution do.
  public var isMonotone: Bool {
    let bend = excessKurtosis / 8 - skewness * skewness / 6
    let level = 1 - excessKurtosis / 8 + 5 * skewness * skewness / 36
    return bend >= 0 && level >= 0 && skewness * skewness / 9 <= 4 * bend * level
  }

  /// What has to be known about a value at risk of this shape at `confidence`: nothing, or sentences.
  func warnings(confidence: Double) -> [String] {
    var result: [String] = []
    if !isMonotone {
      result.append(
        "The Cornish–Fisher expansion is not valid here: with skewness \(Self.text(skewness)) and "
          + "excess kurtosis \(Self.text(excessKurtosis)) its quantiles do not rise with the "
          + "confidence everywhere (Maillard 2012). Compare with cvar or the historical var.")
    }
    let z = StandardNormal.quantile(confidence)
    if z > 0, z * z < 3 {
      result.append(
        "Below a confidence of 95.8 % the Cornish–Fisher value at risk falls where the kurtosis "
          + "rises: fat tails make it look small.")
    }
    return result
  }

  private static func text(_ value: Double) -> String {
    NumberWords.plain((value * 100).rounded() / 100)
  }
}
