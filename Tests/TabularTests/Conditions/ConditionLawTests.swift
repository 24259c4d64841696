import Foundation
import Testing
import Torch

@testable import Tabular

@Suite struct ConditionLawTests {
  @Test func aConditionReadsBackFromItsText() throws {
    var generator = SeededGenerator(seed: 1)
    let columns = mixedTable(rows: 1, using: &generator).descriptions
    for _ in 0..<500 {
      let condition = Condition.random(depth: 4, using: &generator)
      #expect(try Condition(parsing: condition.description, columns: columns) == condition)
      let data = try JSONEncoder().encode(condition)
      #expect(try JSONDecoder().decode(Condition.self, from: data) == condition)
    }
  }

  @Test func theNormalFormTakesTheSameRows() throws {
    var generator = SeededGenerator(seed: 2)
    let table = mixedTable(rows: 300, using: &generator)
    var refused = 0
    for _ in 0..<400 {
      let condition = Condition.random(depth: 4, using: &generator)
      let matches = try condition.matches(in: table)
      guard let form = try? condition.normalForm(columns: table.descriptions, limit: 1000) else {
        // A contradiction may only be claimed where there is one.
        #expect(!matches.contains(true), "\(condition)")
        refused += 1
        continue
      }
      #expect((0..<300).map { form.allows(table, row: $0) } == matches, "\(condition)")
      let disjoint = try form.disjoint(columns: table.descriptions, limit: 10_000)
      let counts = (0..<300).map { row in
        disjoint.terms.count { $0.allows(table, row: row) }
      }
      #expect(counts == matches.map { $0 ? 1 : 0 }, "\(condition)")
      let data = try JSONEncoder().encode(form)
      #expect(try JSONDecoder().decode(ConditionNormalForm.self, from: data) == form)
    }
    #expect(refused > 0 && refused < 200)
  }

  @Test func numberSetsAreSets() {
    var generator = SeededGenerator(seed: 3)
    func end() -> Double? {
      Int.random(in: 0..<6, using: &generator) == 0
        ? nil : Double(Int.random(in: -4...4, using: &generator))
    }
    func set() -> NumberSet {
      NumberSet(
        (0..<Int.random(in: 0...3, using: &generator)).map { _ in
          .init(
            lower: end(), upper: end(), includesLower: .random(using: &generator),
            includesUpper: .random(using: &generator))
        })
    }
    let points = stride(from: -6.0, through: 6.0, by: 0.5)
    for _ in 0..<1000 {
      let (a, b) = (set(), set())
      for point in points {
        let (inA, inB) = (a.contains(point), b.contains(point))
        #expect(a.union(b).contains(point) == (inA || inB))
        #expect(a.intersection(b).contains(point) == (inA && inB))
        #expect(a.complement.contains(point) == !inA)
        if point == point.rounded() { #expect(a.wholeNumbers.contains(point) == inA) }
      }
      #expect(a.complement.complement == a)
      #expect(a.union(a) == a && a.intersection(a) == a)
      #expect(a.wholeNumbers.wholeNumbers == a.wholeNumbers)
      let isEmpty = !points.contains { a.contains($0) } && a.intervals.allSatisfy { $0.isEmpty }
      #expect(a.isEmpty == isEmpty)
    }
  }
}
