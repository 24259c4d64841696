import Foundation
import HeadlessBrowser
import Testing

@testable import Portfolio

@Suite("Reports on portfolios")
struct PortfolioReportTests {
  /// The page after its scripts have run, which must not fail and must draw each figure.
  private func open(_ file: URL, figures count: Int) throws -> String {
    let document = try Browser().document(of: file)
    let root = try #require(document.firstMatch(of: /<html[^>]*>/)).output
    #expect(root.contains("data-failures=\"0\""), "script errors: \(root)")
    let figures = document.matches(of: /<figure[^>]*>/).map { String($0.output) }
    #expect(figures.count == count)
    for figure in figures { #expect(figure.contains("data-drawn=\"true\""), "\(figure)") }
    return document
  }

  @Test("The report on a frontier holds all its figures")
  func frontier() throws {
    let prices = try PriceFile.waves(rows: 540, assets: ["A", "B", "C", "<D>"])
    let report = FileManager.default.temporaryDirectory
      .appending(path: "lyrebird-frontier-\(UUID().uuidString).html")
    defer { try? FileManager.default.removeItem(at: report) }
    let outcome = try FrontierRun(
      prices: prices.url, randomCount: 2000, report: report, command: "lyrebird portfolio frontier"
    ).run()
    #expect(outcome.files == [report.path])
    // Frontier and weights; correlations and two contributions; drawdowns and returns; wealth and
    // drawdowns of the strategies.
    let document = try open(report, figures: 9)
    for title in [
      "At a glance", "The efficient frontier", "Where the risk comes from", "Walking forward",
      "What went in", "What this cannot promise", "Run it again",
    ] {
      #expect(document.contains(">\(title)<"), "\(title)")
    }
    #expect(!document.contains("<d>"), "the name of an asset stands as text")
  }

  @Test("The report on a backtest holds its figures")
  func backtest() throws {
    let prices = try PriceFile.waves(rows: 200)
    let report = FileManager.default.temporaryDirectory
      .appending(path: "lyrebird-backtest-\(UUID().uuidString).html")
    defer { try? FileManager.default.removeItem(at: report) }
    _ = try BacktestRun(
      prices: prices.url, strategies: [.minimumVariance, .riskParity], trainingSize: 60,
      testSize: 20, report: report
    ).run()
    let document = try open(report, figures: 2)
    #expect(document.contains("Differences from equal weight"))
  }
}
