/// What the numbers of a column look like, gathered while they are read.
struct NumberEvidence {
  private(set) var count = 0
  private(set) var minimum = Double.infinity
  private(set) var maximum = -Double.infinity
  private(set) var isWhole = true
  private var mostFractionDigits = 0
  private var fewestFractionDigits = Int.max
  private var hasLongNumbers = false
  private var hasExponents = false
  private var needsShortestText: Bool { hasLongNumbers || hasExponents }

  mutating func add(_ parser: NumberParser) {
    count += 1
    minimum = Swift.min(minimum, parser.value)
    maximum = Swift.max(maximum, parser.value)
    isWhole = isWhole && parser.value == parser.value.rounded()
    mostFractionDigits = Swift.max(mostFractionDigits, parser.fractionDigits)
    fewestFractionDigits = Swift.min(fewestFractionDigits, parser.fractionDigits)
    // Fifteen digits always survive a Double; more may not, and an exponent has no fixed fraction.
    hasLongNumbers = hasLongNumbers || parser.digits > 15
    hasExponents = hasExponents || parser.hasExponent
  }

  /// How the numbers are written back.
  func format(missing: String) -> ColumnFormat {
    guard count > 0 else { return ColumnFormat(missing: missing) }
    guard !needsShortestText else {
      // Of sixteen digits the last are noise, but that all numbers have a point is not.
      return ColumnFormat(
        minimumFractionDigits: hasExponents ? 0 : min(fewestFractionDigits, 1), missing: missing)
    }
    return ColumnFormat(
      fractionDigits: mostFractionDigits,
      minimumFractionDigits: fewestFractionDigits, missing: missing)
  }
}
