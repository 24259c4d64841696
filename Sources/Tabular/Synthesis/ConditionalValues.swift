internal import GenerativeModels

extension ColumnCodec {
  /// What a restriction of the column leaves to its variables.
  ///
  /// - Parameters:
  ///   - restriction: The values of the column that are allowed.
  ///   - first: The number of the column's first variable.
  /// - Returns: One restriction a variable, none when all values are allowed; `nil` when the model has
  ///   none of those that are.
  func restrictions(_ restriction: ColumnRestriction, first: Int) -> [VariableRestriction]? {
    switch self {
    case .numeric(let codec):
      guard case .numbers(let set) = restriction.allowed else { return nil }
      let allowed = codec.allowed(set, missing: restriction.allowsMissing)
      if allowed.isEmpty { return nil }
      return allowed.areAll(of: codec.variable)
        ? [] : [VariableRestriction(first, .values(allowed))]
    case .categorical(let codec):
      return codec.restrictions(restriction, first: first)
    case .constant(let codec):
      if let number = codec.number { return restriction.allows(.number(number)) ? [] : nil }
      return restriction.allows(.text(codec.level ?? "")) ? [] : nil
    case .identifier: return []
    case .empty: return restriction.allowsMissing ? [] : nil
    }
  }
}

extension NumericCodec {
  /// The model's numbers whose values are in a set.
  func allowed(_ set: NumberSet, missing: Bool) -> AllowedValues {
    var result = AllowedValues()
    result.atoms = atoms.indices.filter { set.contains(atoms[$0]) }
    if hasMissing, missing { result.atoms.append(atoms.count) }
    guard quantiles != nil else { return result }
    for interval in set.intervals {
      let lower = firstNumber { value in
        interval.lower.map { value > $0 || (value == $0 && interval.includesLower) } ?? true
      }
      let behind = firstNumber { value in
        interval.upper.map { value > $0 || (value == $0 && !interval.includesUpper) } ?? false
      }
      let start = lower.map(Float.init(bitPattern:))
      guard let start else { continue }
      let end =
        behind.map { Float(bitPattern: $0).nextDown }
        ?? MixedVariable.greatestValue(atomCount: variable.atomCount)
      guard start <= end else { continue }
      if let last = result.ranks.last, last.upperBound >= start { continue }
      result.ranks.append(start...end)
    }
    return result
  }

  /// The least number of the continuous part whose value fulfils a condition that, once true, stays
  /// true as values grow; as its bits, whose order is that of the numbers.
  ///
  /// Values are what `decode` gives, rounding included, so that no number between the ends of an
  /// interval leaves the interval when it is written out.
  private func firstNumber(where holds: (Double) -> Bool) -> UInt32? {
    var low = Float(variable.atomCount).bitPattern
    var high = MixedVariable.greatestValue(atomCount: variable.atomCount).bitPattern
    guard holds(decode(Float(bitPattern: high))) else { return nil }
    while low < high {
      let middle = low + (high - low) / 2
      if holds(decode(Float(bitPattern: middle))) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension CategoricalCodec {
  fileprivate func restrictions(
    _ restriction: ColumnRestriction, first: Int
  ) -> [VariableRestriction]? {
    let allowed = levels.indices.filter { index in
      restriction.allows(levels[index].map { CellValue.text($0) } ?? .missing)
    }
    guard !allowed.isEmpty else { return nil }
    guard allowed.count < levels.count else { return [] }
    guard let base else {
      return [VariableRestriction(first, .values(AllowedValues(atoms: allowed)))]
    }
    var remainders: [Int: AllowedValues] = [:]
    for number in allowed {
      remainders[number / base, default: .init()].atoms.append(number % base)
    }
    // Numbers behind the last level are read as the last level.
    if let last = allowed.last, last == levels.count - 1 {
      for number in levels.count..<max(levels.count, variables[0].atomCount * base) {
        remainders[number / base, default: .init()].atoms.append(number % base)
      }
    }
    return [
      VariableRestriction(first, .values(AllowedValues(atoms: remainders.keys.sorted()))),
      VariableRestriction(first + 1, .given(variable: first, remainders)),
    ]
  }
}
