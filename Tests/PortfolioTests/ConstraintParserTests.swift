import Testing

@testable import Portfolio

@Suite("Constraints as text")
struct ConstraintParserTests {
  static let assets = ["AAPL", "MSFT", "BRK-B", "3M", "Brown & Co"]

  static func parse(_ texts: String...) throws -> PortfolioConstraints {
    let parser = try ConstraintParser(
      assets: assets, groups: ["tech": ["AAPL", "MSFT"], "rest": ["3M", "BRK-B"]])
    var constraints = PortfolioConstraints.longOnly(assets.count)
    for text in texts { try parser.add(text, to: &constraints) }
    return constraints
  }

  struct Sum: Sendable {
    var text: String
    var coefficients: [Double]
    var lower: Double
    var upper: Double
  }

  static let readable: [Sum] = [
    Sum(text: "tech <= 0.4", coefficients: [1.0, 1, 0, 0, 0], lower: -.infinity, upper: 0.4),
    Sum(text: "tech ≥ 40 %", coefficients: [1, 1, 0, 0, 0], lower: 0.4, upper: .infinity),
    Sum(text: "AAPL + 2 MSFT >= 10%", coefficients: [1, 2, 0, 0, 0], lower: 0.1, upper: .infinity),
    Sum(text: "AAPL - MSFT = 0", coefficients: [1, -1, 0, 0, 0], lower: 0, upper: 0),
    Sum(
      text: "tech <= 0.5 * rest", coefficients: [1, 1, -0.5, -0.5, 0], lower: -.infinity, upper: 0),
    Sum(text: "BRK-B + 3M <= 1e-1", coefficients: [0, 0, 1, 1, 0], lower: -.infinity, upper: 0.1),
    Sum(
      text: "\"Brown & Co\" + AAPL - 0.2 <= 0.1", coefficients: [1, 0, 0, 0, 1], lower: -.infinity,
      upper: 0.3),
    Sum(text: "all = 1", coefficients: [1, 1, 1, 1, 1], lower: 1, upper: 1),
    Sum(text: "0.3 >= -AAPL - MSFT", coefficients: [1, 1, 0, 0, 0], lower: -0.3, upper: .infinity),
  ]

  @Test("Sums are read with factors, on both sides", arguments: readable)
  func sums(sum: Sum) throws {
    let row = try #require(try Self.parse(sum.text).linear.first)
    // A comparison may be turned round as a whole.
    let sign = row.coefficients == sum.coefficients ? 1.0 : -1
    #expect(row.coefficients.map { sign * $0 + 0 } == sum.coefficients)
    let limits = sign > 0 ? (row.lower, row.upper) : (-row.upper, -row.lower)
    #expect(abs(limits.0 - sum.lower) < 1e-15 || limits.0 == sum.lower)
    #expect(abs(limits.1 - sum.upper) < 1e-15 || limits.1 == sum.upper)
    #expect(row.name == sum.text)
  }

  @Test("A limit of one asset is a bound of its weight")
  func bounds() throws {
    let constraints = try Self.parse("5% <= AAPL <= 0.2", "each <= 0.5", "-2 MSFT <= -0.2")
    #expect(constraints.linear.isEmpty)
    #expect(constraints.lower == [0.05, 0.1, 0, 0, 0])
    #expect(constraints.upper == [0.2, 0.5, 0.5, 0.5, 0.5])
  }

  @Test(
    "What cannot be read is refused in a sentence",
    arguments: [
      ("tech", "compare"), ("tech < 0.4", "write <="), ("tec <= 0.4", "no asset or group \"tec\""),
      ("aapl <= 1", "Did you mean \"AAPL\"?"), ("AAPL MSFT <= 1", "cannot be multiplied"),
      ("<= 1", "nothing stands"), ("0.1 <= 0.2", "nothing about any asset"),
      ("AAPL <= ", "nothing"),
      ("AAPL + <= 1", "nothing behind"), ("\"AAPL <= 1", "not closed"),
      ("AAPL <= 1 <= 2 <= 3", "compare"),
      ("AAPL <= 1.2.3", "not a number"), ("AAPL ; <= 1", "no place"),
      ("* AAPL <= 1", "nothing on one"),
      ("each + AAPL <= 1", "each"),
    ])
  func refusals(text: String, hint: String) {
    let error = #expect(throws: PortfolioError.self) { _ = try Self.parse(text) }
    #expect(error?.message.contains(hint) == true, "\(error?.message ?? "")")
  }

  @Test("Random bytes are read or refused, never more")
  func fuzz() throws {
    var random = TestGenerator(seed: 5)
    let pieces = [
      "AAPL", "tech", "<=", ">=", "=", "+", "-", "*", "1", "0.5", "%", " ", "\"", "é", "e", "each",
    ]
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0...8, using: &random))
        .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
      do { _ = try Self.parse(text) } catch { #expect(error is PortfolioError) }
    }
  }
}
