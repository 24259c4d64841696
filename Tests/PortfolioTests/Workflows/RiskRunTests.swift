import Foundation
import Testing

@testable import Portfolio

@Suite("Every measure of a portfolio, and who contributes to it")
struct RiskRunTests {
  @Test("Contributions to every measure sum to it, and it stands among the measures")
  func contributions() throws {
    let file = try PriceFile.waves()
    let outcome = try RiskRun(prices: file.url, confidence: 0.9).run()
    #expect(Set(outcome.contributions.map(\.label)).count == 17)
    let names = Set(
      PerformanceSummary.measures(confidence: 0.9).filter {
        $0 != .variance && $0 != .semivariance()
      }.map { RiskNames.name($0) })
    #expect(Set(outcome.contributions.map(\.measure)) == names)
    for contribution in outcome.contributions {
      #expect(contribution.total != 0)
      #expect(abs(contribution.shares.reduce(0, +) - 1) < 1e-9, "\(contribution.measure)")
      let head = outcome.text.components(separatedBy: "Contributions").last ?? ""
      #expect(head.contains(contribution.label))
    }
  }
}
