import Foundation
import GenerativeModels
import Testing
import Torch

@testable import Tabular

@Suite("Models of tables, of every family")
struct TableModelTests {
  /// A table of all kinds of columns, with rare names and unique numbers.
  static func table(_ rows: Int = 400) -> Table {
    var random = SeededGenerator(seed: 4)
    var amounts: [Double] = []
    var counts: [Double] = []
    var kinds: [Int32] = []
    for row in 0..<rows {
      let kind = row % 40 == 0 ? 3 + row / 40 : Int.random(in: 0..<3, using: &random)
      kinds.append(Int32(kind))
      let amount = 1000 * Double.random(in: 0..<1, using: &random) + 100 * Double(min(kind, 2))
      amounts.append(row % 11 == 0 ? .nan : row % 3 == 0 ? 0 : amount)
      counts.append(Double(Int.random(in: 0..<5, using: &random)))
    }
    return Table(columns: [
      Column(name: "amount", kind: .continuous, values: .numbers(amounts)),
      Column(
        name: "kind", kind: .categorical,
        values: .codes(kinds, levels: (0..<(3 + rows / 40 + 1)).map { "kind-\($0)-secret" })),
      Column(name: "count", kind: .integer, values: .numbers(counts)),
    ])
  }

  private func fitted(_ family: ModelFamily) throws -> TableModel {
    try TableSynthesizer(family: family, preset: .fast, seed: 3, steps: 12).fit(Self.table())
  }

  private func withFile<Result>(_ body: (URL) throws -> Result) rethrows -> Result {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    return try body(file)
  }

  @Test("A saved model draws what the model draws", arguments: ModelFamily.allCases)
  func saving(family: ModelFamily) throws {
    let model = try fitted(family)
    let drawn = model.sample(300, seed: 1)
    try withFile { file in
      try model.save(to: file)
      let loaded = try TableModel(contentsOf: file)
      #expect(loaded.card.family == family)
      #expect(loaded.sample(300, seed: 1) == drawn)
      #expect(loaded.sample(300, seed: 2) != drawn)
    }
    #expect(try fitted(family).sample(300, seed: 1) == drawn)
  }

  @Test("Drawn values are values of the columns", arguments: ModelFamily.allCases)
  func values(family: ModelFamily) throws {
    let drawn = try fitted(family).sample(500, seed: 1)
    let real = Self.table()
    for column in real.columns {
      guard case .numbers(let numbers) = column.values,
        case .numbers(let others)? = drawn[column.name]?.values
      else { continue }
      let present = numbers.filter { !$0.isNaN }
      let (low, high) = (present.min() ?? 0, present.max() ?? 0)
      #expect(others.allSatisfy { $0.isNaN || ($0 >= low && $0 <= high) })
      #expect(others.contains { $0.isNaN } == numbers.contains { $0.isNaN })
    }
    guard case .numbers(let counts)? = drawn["count"]?.values else {
      Issue.record("no counts")
      return
    }
    #expect(counts.allSatisfy { $0 == $0.rounded() })
  }

  @Test("The file holds no rare name and no single number", arguments: ModelFamily.allCases)
  func release(family: ModelFamily) throws {
    let table = Self.table()
    let bytes = try withFile { file in
      try fitted(family).save(to: file)
      return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
    #expect(bytes.contains("kind-2-secret"))
    for kind in 3..<13 { #expect(!bytes.contains("kind-\(kind)-secret")) }
    guard case .numbers(let amounts) = table.columns[0].values else { return }
    for amount in amounts where amount > 0 { #expect(!bytes.contains("\(amount)")) }
  }

  @Test("Only families with exact conditionals draw under conditions; others say so")
  func conditions() throws {
    for family in ModelFamily.allCases {
      let model = try fitted(family)
      let condition = try model.condition("kind = 'kind-1-secret'")
      if family == .anyOrderAutoregressive {
        #expect(try model.stream(seed: 1, where: condition).next(10).rowCount == 10)
      } else {
        let error = #expect(throws: TableError.self) {
          try model.stream(seed: 1, where: condition)
        }
        #expect(error?.description.contains("any-order-autoregressive") == true)
      }
    }
  }

  @Test(
    "A damaged card is refused before anything is made of it",
    arguments: [
      (#""width":\d+"#, #""width":100000000000"#), (#""width":\d+"#, #""width":-1"#),
      (#""width":\d+"#, #""width":8192"#), (#""bins":\d+"#, #""bins":1"#),
      ("any-order-autoregressive", "something-else"), (#""orders":\d+"#, #""orders":0"#),
      (#""hasMissing":true"#, #""hasMissing":false"#), (#""atoms":\[0\]"#, #""atoms":[0,1]"#),
      (#""atoms":\[0\]"#, #""atoms":["nan"]"#),
      (#""levels":\["kind-\d-secret","#, #""levels":["#),
    ])
  func hostile(pattern: String, replacement: String) throws {
    let model = try fitted(.anyOrderAutoregressive)
    let (tensors, card) = try withFile { file in
      try model.save(to: file)
      let (tensors, metadata) = try Safetensors.load(from: file)
      return (tensors, try #require(metadata["lyrebird.model"]))
    }
    func load(_ text: String) throws {
      try withFile { file in
        try Safetensors.save(
          tensors.map { ($0.key, $0.value) }, metadata: ["lyrebird.model": text], to: file)
        _ = try TableModel(contentsOf: file)
      }
    }
    try load(card)
    let damaged = card.replacing(try Regex(pattern), with: replacement)
    try #require(damaged != card)
    #expect(throws: TorchError.self) { try load(damaged) }
  }
}
