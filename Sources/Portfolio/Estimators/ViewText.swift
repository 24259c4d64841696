extension LinearView {
  /// How the numbers in a text are meant.
  public enum Scale: Sendable, Equatable {
    /// Per period, as everywhere else.
    case perPeriod
    /// Per year, of so many periods: divided by that number, without compounding.
    case annual(periodsPerYear: Double)

    var periods: Double {
      switch self {
      case .perPeriod: 1
      case .annual(let periods): periods
      }
    }
  }

  /// Reads a view from text.
  ///
  /// Both sides are sums of terms such as `AAPL`, `0.5 MSFT`, `2*XOM`, `12%` or `0.03`, with `=`,
  /// `==`, `<=` or `>=` between them. A confidence may follow behind `@`. Examples: `AAPL = 12%`,
  /// `AAPL - MSFT = 3% @ 80%`, `0.5 AAPL + 0.5 JPM >= XOM + 1%`.
  ///
  /// - Parameters:
  ///   - text: the view.
  ///   - assets: the names, in the order of the returns.
  ///   - scale: whether the numbers are per period or per year.
  /// - Returns: the view, per period.
  /// - Throws: `PortfolioError` of kind `request`; an asset that does not exist is named, with the
  ///   nearest name there is.
  public static func parse(_ text: String, assets: [String], scale: Scale) throws -> LinearView {
    var scanner = ViewScanner(text, assets: assets)
    let left = try scanner.expression()
    let relation = try scanner.relation(in: text)
    let right = try scanner.expression()
    let confidence = try scanner.confidence(in: text)
    guard scanner.isAtEnd() else {
      throw PortfolioError(.request, "“\(text)” cannot be read from “\(scanner.rest)” on.")
    }
    guard scale.periods > 0, scale.periods.isFinite else {
      throw PortfolioError(.request, "A year of \(scale.periods) periods.")
    }
    let view = LinearView(
      zip(left.coefficients, right.coefficients).map { $0 - $1 }, relation,
      (right.constant - left.constant) / scale.periods, confidence: confidence ?? 0.5, name: text)
    try view.check(assetCount: assets.count)
    return view
  }
}

extension ViewScanner {
  /// The sign between the two sides.
  mutating func relation(in text: String) throws -> LinearView.Relation {
    if take("<=") { return .atMost }
    if take(">=") { return .atLeast }
    if take("==") || take("=") { return .equal }
    throw PortfolioError(
      .request,
      "“\(text)” has no =, <= or >= where “\(rest)” stands. Write views such as "
        + "“AAPL - MSFT = 3%”.")
  }

  /// The confidence behind `@`, where there is one.
  mutating func confidence(in text: String) throws -> Double? {
    guard take("@") else { return nil }
    guard let value = try number() else {
      throw PortfolioError(.request, "“\(text)” has no number behind @. Write @ 80%.")
    }
    return value
  }
}

extension EntropyView {
  /// Reads a view from text: `volatility(AAPL) = 30%`, `correlation(AAPL, MSFT) >= 0.8`, or a view
  /// on means as `LinearView.parse` reads them.
  ///
  /// With an annual scale a volatility is divided by the square root of the periods in a year.
  ///
  /// - Throws: `PortfolioError` of kind `request`; an asset that does not exist is named, with the
  ///   nearest name there is.
  public static func parse(
    _ text: String, assets: [String], scale: LinearView.Scale
  ) throws -> EntropyView {
    var scanner = ViewScanner(text, assets: assets)
    let view: EntropyView
    if scanner.take("volatility(") {
      let asset = try scanner.argument(before: ")", in: text)
      let (relation, value) = try scanner.comparison(in: text)
      view = .volatility(asset: asset, relation, value / scale.periods.squareRoot())
    } else if scanner.take("correlation(") {
      let first = try scanner.argument(before: ",", in: text)
      let second = try scanner.argument(before: ")", in: text)
      let (relation, value) = try scanner.comparison(in: text)
      view = .correlation(first, second, relation, value)
    } else {
      return .mean(try LinearView.parse(text, assets: assets, scale: scale))
    }
    guard scanner.isAtEnd() else {
      throw PortfolioError(.request, "“\(text)” cannot be read from “\(scanner.rest)” on.")
    }
    return view
  }
}

extension ViewScanner {
  /// An asset and the sign that ends it.
  fileprivate mutating func argument(before end: String, in text: String) throws -> Int {
    guard let asset = try asset(required: true), take(end) else {
      throw PortfolioError(.request, "“\(text)” lacks “\(end)” where “\(rest)” stands.")
    }
    return asset
  }

  /// A sign and the number behind it.
  fileprivate mutating func comparison(
    in text: String
  ) throws -> (LinearView.Relation, Double) {
    let relation = try relation(in: text)
    let sign = take("-") ? -1.0 : 1.0
    guard let value = try number() else {
      throw PortfolioError(.request, "“\(text)” has no number behind \(relation.rawValue).")
    }
    return (relation, sign * value)
  }
}
