internal import GenerativeModels

extension TableCodec {
  /// Whether what a file says of a codec fits together, so that no value can lead outside a table.
  var isSound: Bool {
    columns.count == codecs.count && !variables.isEmpty
      && Set(columns.map(\.name)).count == columns.count && codecs.allSatisfy(\.isSound)
  }
}

extension ColumnCodec {
  fileprivate var isSound: Bool {
    switch self {
    case .numeric(let codec): codec.isSound
    case .categorical(let codec): codec.isSound
    case .constant, .identifier, .empty: true
    }
  }
}

extension NumericCodec {
  fileprivate var isSound: Bool {
    variable.isSound && variable.scale != nil
      && variable.atomCount == atoms.count + (hasMissing ? 1 : 0)
      && variable.isContinuous == (quantiles != nil)
      && quantiles?.isSound ?? true && atoms.allSatisfy(\.isFinite)
      && zip(atoms, atoms.dropFirst()).allSatisfy { $0 < $1 }
      && unit.map { $0 > 0 && $0.isFinite } ?? true
  }
}

extension CategoricalCodec {
  fileprivate var isSound: Bool {
    guard variables.allSatisfy({ $0.isSound && !$0.isContinuous }), !levels.isEmpty,
      pooled.map(levels.indices.contains) ?? true
    else { return false }
    guard let base else { return variables.map(\.atomCount) == [levels.count] }
    guard variables.count == 2, base == variables[1].atomCount, base > 0 else { return false }
    let quotients = variables[0].atomCount
    return quotients <= levels.count && quotients == (levels.count - 1) / base + 1
  }
}

extension QuantileTable {
  fileprivate var isSound: Bool {
    !lower.isEmpty && lower.count == upper.count && ranks.count == lower.count + 1
      && (ranks + lower + upper).allSatisfy(\.isFinite)
      && ranks.first == 0 && zip(ranks, ranks.dropFirst()).allSatisfy { $0 <= $1 }
  }
}

extension MixedVariable {
  fileprivate var isSound: Bool {
    guard atomCount > 0 || isContinuous, atomCount < 1 << 24, continuousShare.isFinite,
      atomShares.allSatisfy({ $0 >= 0 && $0.isFinite })
    else { return false }
    guard let scale else { return !isContinuous }
    return scale.atomRanks.count == atomCount && scale.atomValues.count == atomCount
      && (!isContinuous || scale.curve.count >= 2)
  }
}
