import Foundation
import GenerativeModels
import Testing

@testable import Tabular

@Suite("A budget of time becomes steps")
struct BudgetTests {
  @Test("More time is more steps, within bounds")
  func steps() {
    let plan = TrainingPlan(steps: 600, batchSize: 256, validations: 10)
    func steps(_ seconds: Double) -> Int {
      plan.steps(within: seconds, pace: 0.01, heldOut: 1000)
    }
    #expect(steps(0) == 50)
    #expect(steps(1e9) == 6000)
    // Each of the ten measurements goes through 4096 rows, a third of 16 batches.
    #expect(abs(steps(10) - (1000 - 53)) <= 1)
    #expect(plan.steps(within: 10, pace: 0.01, heldOut: 0) == 1000)
  }

  @Test("Resumed with another budget, a training keeps the steps that it began with")
  func resumed() throws {
    let table = RandomWorkTable.table(rows: 200)
    let file = FileManager.default.temporaryDirectory.appending(path: "budget-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    var synthesizer = TableSynthesizer(preset: .fast, seed: 1, seconds: 1)
    var taken = 0
    let first = try synthesizer.fit(
      table, checkpoint: file, shouldStop: { taken > 2 },
      report: { if case .step = $0 { taken += 1 } })
    synthesizer.seconds = 1000
    let second = try synthesizer.fit(
      table, checkpoint: file, resume: true, shouldStop: { true })
    #expect(first.card.plan.steps == second.card.plan.steps)
  }

  @Test("A checkpoint of another table is refused")
  func otherTable() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "other-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let synthesizer = TableSynthesizer(preset: .fast, steps: 20)
    _ = try synthesizer.fit(
      RandomWorkTable.table(rows: 200), checkpoint: file, checkpointSeconds: 0)
    #expect(throws: CheckpointError.self) {
      try synthesizer.fit(
        RandomWorkTable.table(rows: 200, shift: 1), checkpoint: file, resume: true)
    }
  }
}

/// A small table of numbers and names.
private enum RandomWorkTable {
  static func table(rows: Int, shift: Int = 0) -> Table {
    let scatter = (0..<rows).map { ($0 * 7919 + 104_729 + 31 * shift) % 1009 }
    return Table(columns: [
      Column(name: "size", kind: .continuous, values: .numbers(scatter.map { Double($0) / 7 })),
      Column(
        name: "kind", kind: .categorical,
        values: .codes(scatter.map { Int32($0 % 3) }, levels: ["a", "b", "c"])),
    ])
  }
}
