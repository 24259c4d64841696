import Foundation
import Testing
import Torch

@testable import Tabular

@Suite("Comparison of balancing methods")
struct BalanceComparisonTests {
  /// 30 of 300 rows are positive, and lie higher in x.
  private static func sample(seed: UInt64) -> Table {
    var generator = SeededGenerator(seed: seed)
    var x: [Double] = []
    var name: [String?] = []
    for row in 0..<300 {
      x.append(Double.random(in: 0...1, using: &generator) + (row < 30 ? 0.6 : 0))
      name.append(["a", "b"].randomElement(using: &generator))
    }
    return Table(columns: [
      .numbers("x", x), .names("name", name),
      .names("label", (0..<300).map { $0 < 30 ? "rare" : "common" }),
      .names("id", (0..<300).map { "\($0)" }, kind: .identifier),
    ])
  }

  private let table = BalanceComparisonTests.sample(seed: 1)

  @Test("Nothing of the test rows reaches what is added")
  func trainingFoldsOnly() throws {
    var asked: [(rows: Int, count: Int, level: String)] = []
    var seen: [Set<String?>] = []
    let comparison = try BalanceComparison(
      of: table, options: BalanceOptions(target: "label"),
      synthesizer: { training, count, level in
        asked.append((training.rowCount, count, level))
        let ids = training["id"].map(ClassLabels.texts(of:)) ?? []
        seen.append(Set(ids))
        let rare = (ClassLabels.texts(of: try #require(training["label"])))
          .enumerated().filter { $0.element == level }.map(\.offset)
        return training.rows((0..<count).map { rare[$0 % rare.count] })
      })
    #expect(comparison.positive == "rare" && comparison.positives == 30)
    #expect(asked.count == 5)
    for item in asked {
      #expect(item.rows == 240 && item.count == 192 && item.level == "rare")
    }
    // Every row is kept out of exactly one training fold.
    for row in 0..<300 { #expect(seen.count { !$0.contains("\(row)") } == 1) }
    #expect(comparison.outcomes.map(\.method) == [.nothing, .classWeights, .smotenc, .lyrebird])
    for outcome in comparison.outcomes {
      for measure in BalanceComparison.Measure.allCases {
        let values = try #require(outcome.scores[measure])
        #expect(values.count == 5 && values.allSatisfy { (0...1).contains($0) })
      }
      #expect(outcome.mean(.rocAUC) > 0.8)
      #expect(
        outcome.added == (["smotenc", "lyrebird"].contains(outcome.method.rawValue) ? 192 : 0))
    }
    #expect(comparison.findings.count == 3)
    #expect(comparison.text.contains("SMOTENC"))
  }

  @Test("The same comparison twice, on one thread as on two, and through JSON")
  func deterministic() throws {
    var options = BalanceOptions(
      target: "label", methods: [.nothing, .randomOversampling, .smotenc, .lyrebird], folds: 3)
    let first = try BalanceComparison(of: table, options: options)
    #expect(first.outcomes.map(\.method) == [.nothing, .randomOversampling, .smotenc])
    let decoded = try JSONDecoder().decode(
      BalanceComparison.self, from: JSONEncoder().encode(first))
    #expect(decoded == first)
    options.threads = 1
    let second = try BalanceComparison(of: table, options: options)
    #expect(second.outcomes == first.outcomes)
  }

  @Test("A difference counts against its standard error, corrected for shared training rows")
  func standardError() throws {
    var comparison = try BalanceComparison(
      of: table, options: BalanceOptions(target: "label", methods: [.nothing, .classWeights]))
    comparison.outcomes[0].scores[.averagePrecision] = [0.5, 0.5, 0.5, 0.5, 0.5]
    comparison.outcomes[1].scores[.averagePrecision] = [0.6, 0.5, 0.7, 0.6, 0.6]
    let difference = try #require(
      comparison.difference(of: .classWeights, from: .nothing, in: .averagePrecision))
    #expect(abs(difference.mean - 0.1) < 1e-12)
    // Sample variance .005, factor 1/5 + 1/4.
    #expect(abs(difference.standardError - (0.005 * 0.45).squareRoot()) < 1e-12)
    #expect(comparison.verdict.hasPrefix("Class weights helps here"))
    comparison.outcomes[1].scores[.averagePrecision] = [0.6, 0.4, 0.5, 0.55, 0.45]
    #expect(comparison.verdict.hasPrefix("No method ranks"))
    #expect(comparison.findings[0].contains("no difference that the folds can show"))
  }

  @Test("Targets that cannot be balanced are refused in words")
  func refusals() throws {
    func message(_ options: BalanceOptions, _ table: Table) -> String? {
      do {
        _ = try BalanceComparison(of: table, options: options)
        return nil
      } catch { return "\(error)" }
    }
    #expect(message(BalanceOptions(target: "labels"), table)?.contains("\"label\"") == true)
    #expect(message(BalanceOptions(target: "x"), table)?.contains("holds numbers") == true)
    #expect(
      message(BalanceOptions(target: "label", positive: "rar"), table)?.contains("\"rare\"") == true
    )
    #expect(
      message(BalanceOptions(target: "label"), table.rows(Array(28..<60)))?.contains("2 rows")
        == true)
  }

  @Test("Rows to add make the classes equal, or as equal as the ratio says")
  func balance() throws {
    let balance = try ClassBalance(of: "label", in: table)
    #expect(balance.rarest == "rare" && balance.classes.map(\.count) == [270, 30])
    #expect(balance.rowsToAdd(to: "rare") == 240)
    #expect(balance.rowsToAdd(to: "rare", ratio: 0.5) == 105)
    #expect(balance.rowsToAdd(to: "common") == 0)
  }
}
