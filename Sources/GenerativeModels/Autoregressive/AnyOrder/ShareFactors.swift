/// Factors for the probabilities of one variable's outcomes, with which the rows of a chunk are
/// expected to have nearly the shares that the training rows have.
///
/// The errors of conditional distributions add up along an order, so what is drawn late drifts from its
/// share, and all that depends on it with it. The shares themselves are known. One step of iterative
/// proportional fitting (Deming and Stephan 1940) takes the expected share of each outcome to the known
/// one: p(k) becomes p(k) f(k) / Σ p(l) f(l) with f = known / expected share. A factor is at most
/// 1.25 either way, so what follows from other variables with certainty, a probability near 1,
/// still does.
struct ShareFactors {
  /// The largest factor, and the inverse of the smallest.
  static let largest: Float = 1.25
  /// Parts of equal size of a continuous variable's ranks, each of which has a factor.
  static let rankParts = 10

  private let factors: [Float]

  /// Compares expected shares with the known ones.
  ///
  /// - Parameters:
  ///   - variable: The variable, which knows its shares.
  ///   - table: Probabilities of its outcomes, row-major, `[contexts, atoms + bins]`.
  ///   - rows: For each row to be drawn the context that it has.
  ///   - outcomes: The number of outcomes.
  init(
    of variable: MixedVariable, from table: UnsafeBufferPointer<Float>, at rows: [Int],
    outcomes: Int
  ) {
    var expected = [Float](repeating: 0, count: outcomes)
    for row in rows {
      for outcome in 0..<outcomes { expected[outcome] += table[row * outcomes + outcome] }
    }
    let count = Float(max(rows.count, 1))
    func factor(_ known: Float, _ sum: Float) -> Float {
      guard known > 0, sum > 0 else { return 1 }
      return min(max(known * count / sum, 1 / Self.largest), Self.largest)
    }
    var factors = [Float](repeating: 1, count: outcomes)
    for (atom, share) in variable.atomShares.enumerated() {
      factors[atom] = factor(share, expected[atom])
    }
    let atoms = variable.atomCount
    let bins = outcomes - atoms
    for part in 0..<(bins > 0 ? Self.rankParts : 0) {
      let range =
        atoms + part * bins / Self.rankParts..<atoms + (part + 1) * bins / Self.rankParts
      let known = variable.continuousShare * Float(range.count) / Float(bins)
      let common = factor(known, expected[range].reduce(0, +))
      for bin in range { factors[bin] = common }
    }
    self.factors = factors
  }

  /// Multiplies probabilities.
  ///
  /// - Parameters:
  ///   - probabilities: One row's.
  ///   - result: Where the products go, as many.
  /// - Returns: Their sum.
  func apply(to probabilities: UnsafeBufferPointer<Float>, into result: inout [Float]) -> Float {
    var sum: Float = 0
    for outcome in factors.indices {
      let product = probabilities[outcome] * factors[outcome]
      result[outcome] = product
      sum += product
    }
    return sum
  }
}
