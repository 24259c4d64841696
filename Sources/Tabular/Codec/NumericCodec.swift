import Foundation
internal import GenerativeModels
internal import Torch

/// A column of numbers or dates as one mixed variable: atoms for values that many rows share and for
/// "missing", ranks for the rest.
struct NumericCodec: Codable, Sendable, Equatable {
  /// The values of the atoms, ascending.
  var atoms: [Double]
  /// Whether there is an atom for "missing", behind the others.
  var hasMissing: Bool
  /// The quantiles of the other values; `nil` when there are none.
  var quantiles: QuantileTable?
  /// What a drawn value is rounded to a multiple of; `nil` for none.
  var unit: Double?
  var variable: MixedVariable

  init(_ values: [Double], unit: Double?, options: CodecOptions) {
    var present = values.filter { !$0.isNaN }.sorted()
    // So few values cannot be told without telling single ones.
    if present.count < options.minimumCount { present = [] }
    let counts = Self.counts(present)
    let kept = counts.filter { $0.count >= options.minimumCount }
    let keptRows = kept.reduce(0) { $0 + $1.count }
    let isDiscrete =
      counts.count <= options.maximumDiscreteValues
      && (counts.count <= 2
        || present.count >= counts.count * options.rowsPerDiscreteValue)
      && keptRows * 2 >= present.count
    var rest: [Double] = []
    if isDiscrete {
      atoms = (kept.isEmpty ? counts : kept).map(\.value)
    } else {
      let atLeast = max(
        Double(options.minimumCount), options.atomShare * Double(present.count))
      let heavy = counts.filter { Double($0.count) >= atLeast }
      let heavyValues = Set(heavy.map(\.value))
      rest = present.filter { !heavyValues.contains($0) }
      // So few others are no distribution; they go to the nearest atom.
      if rest.count < options.minimumCount, !heavy.isEmpty { rest = [] }
      atoms = heavy.map(\.value)
    }
    hasMissing = present.count < values.count
    self.unit = unit
    quantiles =
      rest.isEmpty
      ? nil
      : QuantileTable(
        sorted: rest, minimumCount: options.minimumCount, points: options.quantilePoints)
    variable = MixedVariable(atomShares: [])
    variable = makeVariable(values, present: present, rest: rest)
  }

  private static func counts(_ sorted: [Double]) -> [(value: Double, count: Int)] {
    var result: [(value: Double, count: Int)] = []
    for value in sorted {
      if result.last?.value == value {
        result[result.count - 1].count += 1
      } else {
        result.append((value, 1))
      }
    }
    return result
  }

  private func makeVariable(
    _ values: [Double], present: [Double], rest: [Double]
  ) -> MixedVariable {
    let total = Double(max(values.count, 1))
    let mean = present.reduce(0, +) / Double(max(present.count, 1))
    let spread = present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = max((spread / Double(max(present.count, 1))).squareRoot(), 1e-12)
    func standardised(_ value: Double) -> Float { Float((value - mean) / deviation) }
    var shares = [Double](repeating: 0, count: atoms.count)
    for value in present {
      if quantiles == nil || atomIndex(exactly: value) != nil {
        shares[nearestAtom(to: value)] += 1
      }
    }
    var ranks: [Float] = []
    if let quantiles {
      ranks = atoms.map { atom in
        let range = quantiles.ranks(of: atom)
        return Float((range.lowerBound + range.upperBound) / 2)
      }
    } else {
      var below = 0.0
      for share in shares {
        ranks.append(Float((below + share / 2) / Double(max(present.count, 1))))
        below += share
      }
    }
    var atomValues = atoms.map(standardised)
    if hasMissing {
      shares.append(Double(values.count - present.count))
      ranks.append(.nan)
      atomValues.append(.nan)
    }
    let curve = quantiles.map { table in
      (0...64).map { standardised(table.value(at: Double($0) / 64)) }
    }
    return MixedVariable(
      atomShares: shares.map { Float($0 / total) },
      continuousShare: Float(Double(rest.count) / total),
      scale: MixedVariable.Scale(
        atomRanks: ranks, atomValues: atomValues, curve: curve ?? []))
  }

  private func atomIndex(exactly value: Double) -> Int? {
    guard !atoms.isEmpty else { return nil }
    let index = nearestAtom(to: value)
    return atoms[index] == value ? index : nil
  }

  /// The index of the atom nearest to `value`.
  private func nearestAtom(to value: Double) -> Int {
    var low = 0
    var high = atoms.count
    while low < high {
      let middle = (low + high) / 2
      if atoms[middle] < value { low = middle + 1 } else { high = middle }
    }
    if low == atoms.count { return low - 1 }
    if low > 0, value - atoms[low - 1] < atoms[low] - value { return low - 1 }
    return low
  }
}

extension NumericCodec {
  /// The model's number for a value. Rows that share a value without being an atom are spread over
  /// its ranks at random, so that ranks stay uniform.
  func encode(_ value: Double, using random: inout SeededGenerator) -> Float {
    guard !value.isNaN else {
      // A table that is filled in may lack values where the training table lacked none.
      return hasMissing ? Float(atoms.count) : encode(atoms.first ?? 0, using: &random)
    }
    if let atom = atomIndex(exactly: value) { return Float(atom) }
    // Nothing but "missing" was released.
    guard quantiles != nil || !atoms.isEmpty else { return 0 }
    guard let quantiles else { return Float(nearestAtom(to: value)) }
    let range = quantiles.ranks(of: value)
    let rank =
      range.lowerBound == range.upperBound
      ? range.lowerBound : Double.random(in: range, using: &random)
    return Float(variable.atomCount) + Float(min(max(rank, 0), 0.999_99))
  }

  /// The value of a model's number; NaN where missing.
  func decode(_ number: Float) -> Double {
    guard number >= Float(variable.atomCount), let quantiles else {
      let atom = Int(number)
      return atom < atoms.count ? atoms[atom] : .nan
    }
    let value = quantiles.value(at: Double(number - Float(variable.atomCount)))
    guard let unit else { return value }
    guard unit < 1 else { return (value / unit).rounded() * unit }
    // Three times a tenth is not 0.3; three divided by ten is.
    let perUnit = (1 / unit).rounded()
    return (value * perUnit).rounded() / perUnit
  }
}
