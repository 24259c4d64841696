import Reporting
import Testing

@testable import Tabular

@Suite struct BalanceReportTests {
  private func report(_ own: [Double], _ nothing: [Double]) -> BalanceReport {
    func method(_ name: String, _ values: [Double]) -> BalanceReport.Method {
      .init(name: name, averagePrecision: values, rocAUC: values, f1: values)
    }
    return BalanceReport(
      target: "income", classes: [.init(name: ">50K", before: 5, after: 20)],
      methods: [method("nothing", nothing), method("Lyrebird", own)], ownMethod: 1,
      run: RunSettings(source: "t.csv", command: "lyrebird balance t.csv"))
  }

  @Test(arguments: [
    ([0.62, 0.71, 0.53], [0.60, 0.69, 0.50], BalanceReport.Difference.Finding.helps),
    ([0.60, 0.69, 0.50], [0.62, 0.71, 0.53], .harms),
    ([0.62, 0.69, 0.53], [0.60, 0.71, 0.52], .undecided), ([0.7], [0.5], .undecided),
    ([0.5, 0.5], [0.5, 0.5], .undecided), ([], [], .undecided),
  ])
  func findingsAreHonest(
    own: [Double], nothing: [Double], finding: BalanceReport.Difference.Finding
  ) {
    #expect(report(own, nothing).difference(in: .f1).finding == finding)
  }

  @Test func standardErrorIsThatOfTheMeanDifference() {
    let difference = report([0.3, 0.5, 0.7], [0.2, 0.2, 0.2]).difference(in: .rocAUC)
    #expect(abs(difference.mean - 0.3) < 1e-12)
    // Differences .1, .3, .5: deviation .2, by the root of three.
    #expect(abs(difference.standardError - 0.2 / 3.0.squareRoot()) < 1e-12)
  }

  @Test func pageSaysWhatWasFound() throws {
    let page = try report([0.60, 0.69, 0.50], [0.62, 0.71, 0.53]).report().html()
    #expect(page.contains("do harm"))
    #expect(page.contains("lyrebird balance t.csv"))
  }
}
