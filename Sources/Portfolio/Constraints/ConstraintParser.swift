import Tabular

/// Reads constraints that are written as text.
///
/// `tech <= 0.4`, `AAPL + MSFT >= 10%`, `0.1 <= banks <= 0.3`, `equity <= 0.5 bonds`, `each <= 5%`:
/// sums of assets and groups, with factors, on both sides. A group stands for the sum of its members,
/// `each` for every asset by itself, `all` for the sum of all.
public struct ConstraintParser: Sendable {
  private let assets: [String]
  private let groups: [String: [Int]]
  private let known: Set<String>

  /// Makes a parser.
  ///
  /// - Parameters:
  ///   - assets: The names of the assets.
  ///   - groups: The names of the groups, and those of their members.
  /// - Throws: `PortfolioError` when a group has a member that is no asset, or the name of an asset.
  public init(assets: [String], groups: [String: [String]] = [:]) throws(PortfolioError) {
    self.assets = assets
    var resolved: [String: [Int]] = [:]
    for (group, members) in groups.sorted(by: { $0.key < $1.key }) {
      guard !assets.contains(group) else {
        throw PortfolioError(.request, "\"\(group)\" names an asset and a group; rename the group.")
      }
      var indices: [Int] = []
      for member in members {
        guard let index = assets.firstIndex(of: member) else {
          throw PortfolioError(
            .request,
            "the group \"\(group)\" has a member \"\(member)\" that is no asset."
              + suggestion(for: member, in: assets))
        }
        indices.append(index)
      }
      resolved[group] = indices
    }
    self.groups = resolved
    known = Set(assets).union(groups.keys)
  }

  /// Adds a constraint to others; a limit of one asset becomes a bound of its weight.
  ///
  /// - Throws: `PortfolioError` that shows what cannot be read, or names who does not exist.
  public func add(
    _ text: String, to constraints: inout PortfolioConstraints
  ) throws(PortfolioError) {
    for sides in try comparisons(text) {
      let (coefficients, constant) = (sides.coefficients, sides.constant)
      if sides.isEach {
        for index in assets.indices {
          tighten(&constraints, index, sides.factor, sides.comparison, -constant)
        }
        continue
      }
      let places = coefficients.indices.filter { coefficients[$0] != 0 }
      guard let first = places.first else {
        throw PortfolioError(.request, "\"\(text)\" says nothing about any asset.")
      }
      if places.count == 1 {
        tighten(&constraints, first, coefficients[first], sides.comparison, -constant)
      } else {
        constraints.linear.append(
          LinearConstraint(
            name: text, coefficients: coefficients,
            lower: sides.comparison == .atMost ? -.infinity : -constant,
            upper: sides.comparison == .atLeast ? .infinity : -constant))
      }
    }
  }

  private func tighten(
    _ constraints: inout PortfolioConstraints, _ index: Int, _ factor: Double,
    _ comparison: ConstraintToken, _ value: Double
  ) {
    let limit = value / factor
    let isUpper = (comparison == .atMost) == (factor > 0)
    if comparison == .equal || isUpper {
      constraints.upper[index] = min(constraints.upper[index], limit)
    }
    if comparison == .equal || !isUpper {
      constraints.lower[index] = max(constraints.lower[index], limit)
    }
  }

  // MARK: - Grammar

  /// Σ coefficients · weights + constant, compared with 0.
  private struct Sides {
    var coefficients: [Double]
    var constant: Double
    var isEach: Bool
    var factor: Double
    var comparison: ConstraintToken
  }

  private struct Sum {
    var coefficients: [Double]
    var constant = 0.0
    var each = 0.0
  }

  private func comparisons(_ text: String) throws(PortfolioError) -> [Sides] {
    let tokens = try ConstraintScanner.tokens(text, known: known)
    let signs: [ConstraintToken] = [.atMost, .atLeast, .equal]
    let parts = tokens.split(omittingEmptySubsequences: false) { signs.contains($0) }
    let operators = tokens.filter { signs.contains($0) }
    guard (1...2).contains(operators.count) else {
      throw PortfolioError(
        .request,
        "\"\(text)\" is no constraint: it has to compare with <=, >= or =, as in \"tech <= 0.4\".")
    }
    var sums: [Sum] = []
    for part in parts { sums.append(try sum(part, text)) }
    return try operators.indices.map { index throws(PortfolioError) in
      let (left, right) = (sums[index], sums[index + 1])
      let coefficients = zip(left.coefficients, right.coefficients).map(-)
      let each = left.each - right.each
      if each != 0, coefficients.contains(where: { $0 != 0 }) {
        throw PortfolioError(
          .request, "\"\(text)\": \"each\" stands for single assets and cannot be added to others.")
      }
      return Sides(
        coefficients: coefficients, constant: left.constant - right.constant, isEach: each != 0,
        factor: each, comparison: operators[index])
    }
  }

  private func sum(
    _ tokens: ArraySlice<ConstraintToken>, _ text: String
  ) throws(PortfolioError) -> Sum {
    var result = Sum(coefficients: [Double](repeating: 0, count: assets.count))
    var rest = tokens
    guard !rest.isEmpty else {
      throw PortfolioError(.request, "\"\(text)\": nothing stands on one side of the comparison.")
    }
    var isFirst = true
    while let next = rest.first {
      var sign = 1.0
      if next == .plus || next == .minus {
        sign = next == .minus ? -1 : 1
        rest = rest.dropFirst()
      } else if !isFirst {
        throw PortfolioError(.request, "\"\(text)\": a + or - is missing between two terms.")
      }
      try term(&rest, sign, &result, text)
      isFirst = false
    }
    return result
  }

  private func term(
    _ rest: inout ArraySlice<ConstraintToken>, _ sign: Double, _ result: inout Sum, _ text: String
  ) throws(PortfolioError) {
    var factor = sign
    var name: String?
    var isEmpty = true
    loop: while let token = rest.first {
      switch token {
      case .number(let value): factor *= value
      case .name(let value):
        guard name == nil else {
          throw PortfolioError(
            .request, "\"\(text)\": \"\(name ?? "")\" and \"\(value)\" cannot be multiplied.")
        }
        name = value
      case .times:
        guard !isEmpty, rest.count > 1 else {
          throw PortfolioError(.request, "\"\(text)\": a * has nothing on one of its sides.")
        }
      default: break loop
      }
      isEmpty = false
      rest = rest.dropFirst()
    }
    guard !isEmpty else {
      throw PortfolioError(.request, "\"\(text)\": a + or - has nothing behind it.")
    }
    guard let name else {
      result.constant += factor
      return
    }
    if let index = assets.firstIndex(of: name) {
      result.coefficients[index] += factor
    } else if let members = groups[name] {
      for index in members { result.coefficients[index] += factor }
    } else if name == "each" {
      result.each += factor
    } else if name == "all" {
      for index in assets.indices { result.coefficients[index] += factor }
    } else {
      throw PortfolioError(
        .request,
        "\"\(text)\": there is no asset or group \"\(name)\"."
          + suggestion(for: name, in: assets + groups.keys.sorted()))
    }
  }
}
