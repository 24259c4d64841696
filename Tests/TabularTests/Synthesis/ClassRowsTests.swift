import Testing

@testable import GenerativeModels
@testable import Tabular

/// Rows of one class, as balancing adds them: from among all where the class is frequent, else drawn
/// given the class.
@Suite struct ClassRowsTests {
  @Test(arguments: [("shade", "cold"), ("colour", "red"), ("city", "city 3"), ("age", "33")])
  func asManyAsWantedAndOfTheClass(target: String, level: String) throws {
    let model = try RandomTableModel.make()
    let condition = try model.condition("\(target) = \(target == "age" ? level : "'\(level)'")")
    for count in [1, 700] {
      let rows = try model.rows(count, ofClass: level, in: target, seed: 4)
      #expect(rows.rowCount == count)
      #expect(rows.columns.map(\.name) == model.columns.map(\.name))
      #expect(try condition.matches(in: rows).allSatisfy { $0 })
      #expect(RandomTableModel.constraints.violations(in: rows).isEmpty)
    }
    let some = try model.rows(50, ofClass: level, in: target, seed: 4)
    #expect(try model.rows(50, ofClass: level, in: target, seed: 4) == some)
    #expect(try model.rows(50, ofClass: level, in: target, seed: 5) != some)
  }

  @Test func frequentClassesAreThoseOfAllRows() throws {
    let model = try RandomTableModel.make()
    let condition = try model.condition("shade = 'cold'")
    let share = try model.stream(seed: 4, where: condition).probability
    let all = try model.stream(seed: 4, where: nil).next(Int(20 / share))
    let matches = try condition.matches(in: all)
    let fitting = Array(matches.indices.filter { matches[$0] }.prefix(20))
    let rows = try model.rows(20, ofClass: "cold", in: "shade", seed: 4)
    #expect(fitting.count > 8)
    #expect(rows.rows(Array(fitting.indices)) == all.rows(fitting))
  }
}
