import Foundation
import Testing

@testable import Portfolio

@Suite("Views")
struct ViewTests {
  private let assets = ["AAPL", "MSFT", "BRK-B", "BRK", "3M", "AAPLX"]

  @Test(
    "Text is read",
    arguments: [
      ("AAPL = 12%", [1.0, 0, 0, 0, 0, 0], LinearView.Relation.equal, 0.12, 0.5),
      ("AAPL - MSFT == 3% @ 80%", [1, -1, 0, 0, 0, 0], .equal, 0.03, 0.8),
      ("0.5*AAPL+0.5 AAPLX >= MSFT + 1%", [0.5, -1, 0, 0, 0, 0.5], .atLeast, 0.01, 0.5),
      ("BRK-B <= 0.05", [0, 0, 1, 0, 0, 0], .atMost, 0.05, 0.5),
      ("BRK - BRK-B = -1e-2", [0, 0, -1, 1, 0, 0], .equal, -0.01, 0.5),
      ("2 3M = 7%", [0, 0, 0, 0, 2, 0], .equal, 0.07, 0.5),
      ("-AAPL + 2% = MSFT", [-1, -1, 0, 0, 0, 0], .equal, -0.02, 0.5),
    ])
  func parse(
    text: String, coefficients: [Double], relation: LinearView.Relation, value: Double,
    confidence: Double
  ) throws {
    let view = try LinearView.parse(text, assets: assets, scale: .perPeriod)
    #expect(view.coefficients == coefficients)
    #expect(view.relation == relation)
    #expect(abs(view.value - value) < 1e-15)
    #expect(abs(view.confidence - confidence) < 1e-15)
    let annual = try LinearView.parse(text, assets: assets, scale: .annual(periodsPerYear: 252))
    #expect(abs(annual.value - value / 252) < 1e-15)
  }

  @Test("An unknown asset is named with the nearest one")
  func unknown() {
    for (text, wrong, near) in [
      ("APPL = 3%", "APPL", "AAPL"), ("AAPL - msft2 >= 1%", "msft2", "MSFT"),
      ("AAPL = 3% + BRKB", "BRKB", "BRK"), ("volatility(MSF) = 20%", "MSF", "MSFT"),
    ] {
      let error = #expect(throws: PortfolioError.self) {
        try EntropyView.parse(text, assets: assets, scale: .perPeriod)
      }
      #expect(error?.message.contains("“\(wrong)”") == true)
      #expect(error?.message.contains(near) == true)
    }
  }

  @Test(
    "Text that is no view is refused in one sentence",
    arguments: [
      "", "=", "AAPL", "AAPL =", "= 3%", "3% = 4%", "AAPL = 3% 4%", "AAPL - AAPL = 3%",
      "AAPL = 1.2.3", "AAPL = 3% @", "AAPL = 3% @ 120%", "AAPL ++ MSFT = 1", "AAPL = 1e999",
      "volatility(AAPL = 3", "correlation(AAPL MSFT) = 1", "correlation(AAPL, MSFT) = x",
      "volatility(AAPL) = 3 4", "🙂 = 3", "AAPL = 3%%", "AAPL < 3%", "*AAPL = 3",
    ])
  func refused(text: String) {
    let error = #expect(throws: PortfolioError.self) {
      try EntropyView.parse(text, assets: assets, scale: .perPeriod)
    }
    #expect(error?.kind == .request)
    #expect(error?.message.hasSuffix(".") == true)
  }

  @Test("Any text is read or refused with a reason")
  func anyText() {
    let pieces = [
      "AAPL", "MSFT", "BRK-B", "3M", " ", " ", "=", "<=", ">=", "-", "+", "*", "%", "1", "0.5",
      "1e3", "e", ".", "@", "(", ")", ",", "volatility(", "correlation(", "é", "🙂", "\u{301}",
    ]
    var state: UInt64 = 7
    var read = 0
    for _ in 0..<1_500 {
      var text = ""
      for _ in 0..<Int(state >> 60) + 1 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += pieces[Int(state >> 33) % pieces.count]
      }
      do {
        _ = try EntropyView.parse(text, assets: assets, scale: .perPeriod)
        read += 1
      } catch let error as PortfolioError {
        #expect(
          error.kind == .request && (error.message.hasSuffix(".") || error.message.hasSuffix("?")))
      } catch {
        Issue.record(error)
      }
    }
    #expect(read > 0)
  }

  @Test("Black and Litterman's posterior equals PyPortfolioOpt's")
  func blackLitterman() throws {
    let golden = try EstimatorsGolden.load()
    let expected = golden.blackLitterman
    let picks = expected.picks.matrix
    let views = (0..<3).map {
      LinearView(
        Array(picks.row($0)), .equal, expected.views.values[$0],
        confidence: expected.confidences.values[$0])
    }
    let covariance = try CovarianceEstimator.sample().covariance(of: golden.stocks)
    let prior = try MeanEstimator.equilibrium(weights: expected.weights.values, riskAversion: 2.5)
      .mean(of: golden.stocks)
    #expect(relativeError(prior, expected.prior.values) < 1e-10)
    let found = try BlackLitterman(
      priorMean: prior, priorCovariance: covariance, views: views, uncertainty: 0.07)
    #expect(relativeError(found.mean, expected.mean.values) < 1e-10)
    #expect(relativeError(found.covariance.elements, expected.covariance.values) < 1e-10)
  }

  @Test("No confidence changes nothing, full confidence makes the view true")
  func confidence() throws {
    let stocks = try EstimatorsGolden.load().stocks
    let covariance = try CovarianceEstimator.sample().covariance(of: stocks)
    let prior = try MeanEstimator.arithmetic.mean(of: stocks)
    for confidence in [0.0, 0.3, 1] {
      var view = try LinearView.parse("AAPL - XOM = 0.5%", assets: stocks.assets, scale: .perPeriod)
      view.confidence = confidence
      let found = try BlackLitterman(priorMean: prior, priorCovariance: covariance, views: [view])
      // With one view the posterior lies between prior and view as the confidence says.
      let before = prior[0] - prior[5]
      let expected = before + confidence * (0.005 - before)
      #expect(abs(found.mean[0] - found.mean[5] - expected) < 1e-14)
      #expect(SymmetricEigen(found.covariance).values[0] > 0)
      #expect(found.covariance == found.covariance.transposed)
    }
  }

  @Test("Certain views that contradict each other, and inequalities, are refused by name")
  func contradiction() throws {
    let covariance = Matrix(diagonal: [1, 2])
    let first = LinearView([1, 0], .equal, 0.1, confidence: 1, name: "up")
    let second = LinearView([1, 0], .equal, 0.2, confidence: 1, name: "more")
    let error = #expect(throws: PortfolioError.self) {
      try BlackLitterman(
        priorMean: [0, 0], priorCovariance: covariance, views: [first, second])
    }
    #expect(error?.kind == .infeasible)
    for views in [[LinearView([1, 0], .atLeast, 0.1)], [LinearView([1], .equal, 0.1)]] {
      #expect(throws: PortfolioError.self) {
        try BlackLitterman(priorMean: [0, 0], priorCovariance: covariance, views: views)
      }
    }
    #expect(throws: PortfolioError.self) {
      try BlackLitterman(
        priorMean: [0, 0], priorCovariance: covariance, views: [first], uncertainty: 0)
    }
  }
}
