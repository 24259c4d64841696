import Foundation
import GenerativeModels
import Testing

@testable import Tabular

@Suite("The second training on a small table, with the rows held out")
struct AllRowsTests {
  private static func table(rows: Int) -> Table {
    let scatter = (0..<rows).map { ($0 * 7919 + 104_729) % 1009 }
    return Table(columns: [
      Column(name: "size", kind: .continuous, values: .numbers(scatter.map { Double($0) / 7 })),
      Column(
        name: "kind", kind: .categorical,
        values: .codes(scatter.map { Int32($0 * 3 / 1009) }, levels: ["a", "b", "c"])),
    ])
  }

  /// The bytes of the model, and how often the training asked whether to stop.
  private func fit(
    rows: Int = 120, steps: Int = 12, stopAfter: Int = .max, checkpoint: URL? = nil,
    resume: Bool = false
  ) throws -> (bytes: Data, asked: Int) {
    var asked = 0
    let model = try TableSynthesizer(preset: .fast, seed: 1, steps: steps).fit(
      Self.table(rows: rows), checkpoint: checkpoint, checkpointSeconds: 0, resume: resume,
      shouldStop: {
        asked += 1
        return asked > stopAfter
      })
    let file = FileManager.default.temporaryDirectory
      .appending(path: "\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    try model.save(to: file)
    return (try Data(contentsOf: file), asked)
  }

  @Test("Only a small table is learnt twice")
  func which() throws {
    let small = try fit()
    // Once between the two; the second has a quarter more rows, so a quarter more steps.
    #expect(small.asked > 12 + 1 && small.asked <= 12 + 1 + 15)
    #expect(try fit(rows: SynthesisPreset.smallTable, steps: 2).asked == 2)
  }

  @Test("Who stops it gets the model of the first training")
  func stopped() throws {
    let whole = try fit()
    let first = try fit(stopAfter: 12)
    #expect(try fit(stopAfter: 14).bytes == first.bytes)
    #expect(first.bytes != whole.bytes)
    #expect(try fit().bytes == whole.bytes)
  }

  @Test("Stopped in either training and resumed, it ends at the same bytes", arguments: [7, 15])
  func resumed(stopAfter: Int) throws {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "\(UUID().uuidString).checkpoint")
    defer { try? FileManager.default.removeItem(at: file) }
    _ = try fit(stopAfter: stopAfter, checkpoint: file)
    #expect(try fit(checkpoint: file, resume: true).bytes == fit().bytes)
  }
}
