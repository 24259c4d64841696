import Reporting
import Testing

@testable import Tabular

@Suite struct BalanceReportTests {
  private func report(_ methods: [(BalanceMethod, [Double])]) throws -> Report {
    let table = MixedTable.table(rows: 50, seed: 4)
    let counts = try ClassBalance(of: "income", in: table)
    let outcomes = methods.map { method, values in
      BalanceComparison.Outcome(
        method: method,
        scores: Dictionary(
          uniqueKeysWithValues: BalanceComparison.Measure.allCases.map { ($0, values) }),
        added: 12)
    }
    let comparison = BalanceComparison(
      options: BalanceOptions(target: "income"), positive: ">50K", positives: 20, negatives: 30,
      folds: 3, outcomes: outcomes)
    return BalanceReport(
      comparison: comparison, before: counts, after: counts,
      run: RunSettings(source: "t.csv", command: "lyrebird balance t.csv")
    ).report()
  }

  @Test func pageSaysWhatWasFound() throws {
    let report = try report([
      (.nothing, [0.60, 0.69, 0.50]), (.lyrebird, [0.80, 0.89, 0.71]),
      (.smotenc, [0.60, 0.68, 0.51]),
    ])
    let page = try report.html()
    #expect(page.contains("Lyrebird helps here"))
    #expect(page.contains("lyrebird balance t.csv"))
    let cards = report.sections[0].blocks.compactMap { block in
      if case .keyFigures(let cards) = block { cards } else { nil }
    }.joined()
    #expect(cards.count == BalanceComparison.Measure.allCases.count)
    for card in cards {
      #expect(abs(card.value - 0.8) < 1e-9)
      #expect(card.references.map(\.label) == ["nothing", "SMOTENC"])
    }
  }

  @Test func withoutLyrebirdThereAreNoCards() throws {
    let report = try report([(.nothing, [0.6, 0.7, 0.5]), (.classWeights, [0.6, 0.7, 0.5])])
    #expect(
      report.sections.map(\.title) == ["At a glance", "Comparison", "Classes", "Run it again"])
    for block in report.sections[0].blocks {
      if case .keyFigures = block { Issue.record("cards of nothing") }
    }
    #expect(try report.html().contains("class weights"))
  }
}
