/// Allowed values as outcomes of the network: atoms, and bins of which a share is allowed.
///
/// Inside a bin the density over ranks is constant, so the probability of the allowed part of a bin
/// is that of the bin times its share.
struct AllowedOutcomes: Sendable {
  /// A stretch of ranks inside one bin.
  struct Part: Sendable {
    /// Ranks, from `lower` to just below `upper`.
    var lower: Double
    var upper: Double
    /// The numbers that may come out; rounding must not leave them.
    var range: ClosedRange<Float>
  }

  let atomCount: Int
  /// The outcomes, ascending: an atom, or `atomCount` plus a bin.
  private(set) var outcomes: [Int] = []
  /// The share of each outcome that is allowed; one for an atom.
  private(set) var shares: [Double] = []
  /// The allowed parts of each outcome; empty for an atom.
  private(set) var parts: [[Part]] = []

  init(_ allowed: AllowedValues, of variable: MixedVariable, bins: Int) {
    atomCount = variable.atomCount
    for atom in allowed.atoms where atom < atomCount {
      outcomes.append(atom)
      shares.append(1)
      parts.append([])
    }
    guard variable.isContinuous else { return }
    for range in allowed.ranks {
      let (lower, upper) = ends(of: range)
      let first = min(max(Int(lower * Double(bins)), 0), bins - 1)
      for bin in first..<bins {
        let part = Part(
          lower: max(lower, Double(bin) / Double(bins)),
          upper: min(upper, Double(bin + 1) / Double(bins)), range: range)
        if part.lower >= upper { break }
        guard part.lower < part.upper else { continue }
        add(part, to: atomCount + bin, share: (part.upper - part.lower) * Double(bins))
      }
    }
  }

  private mutating func add(_ part: Part, to outcome: Int, share: Double) {
    if outcomes.last == outcome {
      shares[shares.count - 1] += share
      parts[parts.count - 1].append(part)
    } else {
      outcomes.append(outcome)
      shares.append(share)
      parts.append([part])
    }
  }

  /// The ranks that are rounded to numbers of the range. The greatest number, just below the next
  /// whole one, stands for all ranks up to one.
  private func ends(of range: ClosedRange<Float>) -> (lower: Double, upper: Double) {
    let start = Double(atomCount)
    let isLast = range.upperBound >= MixedVariable.greatestValue(atomCount: atomCount)
    return (
      max(Double(range.lowerBound) - start, 0),
      isLast ? 1 : min(Double(range.upperBound.nextUp) - start, 1)
    )
  }

  var count: Int { outcomes.count }

  /// Whether the outcome at `index` is a bin.
  func isBin(_ index: Int) -> Bool { outcomes[index] >= atomCount }

  /// A value of the outcome at `index`: uniform over what is allowed of a bin.
  func value(_ index: Int, at uniform: Double) -> Float {
    guard isBin(index) else { return Float(outcomes[index]) }
    let parts = parts[index]
    var rest = uniform * parts.reduce(0) { $0 + $1.upper - $1.lower }
    for (position, part) in parts.enumerated() {
      let width = part.upper - part.lower
      guard rest >= width, position < parts.count - 1 else {
        let number = Float(Double(atomCount) + part.lower + min(rest, width))
        return min(max(number, part.range.lowerBound), part.range.upperBound)
      }
      rest -= width
    }
    return parts[0].range.lowerBound
  }

  /// The total probability of what is allowed, given those of all outcomes.
  func mass(_ probabilities: UnsafeBufferPointer<Float>) -> Double {
    var sum = 0.0
    for (outcome, share) in zip(outcomes, shares) { sum += Double(probabilities[outcome]) * share }
    return sum
  }

  /// Which outcome, by index, and how far into it: where the allowed probability cumulated passes
  /// `uniform` times its total.
  func invert(
    _ uniform: Double, _ probabilities: UnsafeBufferPointer<Float>
  ) -> (index: Int, fraction: Double) {
    var rest = uniform * mass(probabilities)
    var last = 0
    for index in outcomes.indices {
      let weight = Double(probabilities[outcomes[index]]) * shares[index]
      if rest < weight { return (index, rest / weight) }
      rest -= weight
      if weight > 0 { last = index }
    }
    return (last, 0.999_99)
  }
}

extension MixedVariable {
  /// The greatest number of a continuous part, just below rank one.
  public static func greatestValue(atomCount: Int) -> Float { Float(atomCount) + 0.999_99 }
}
