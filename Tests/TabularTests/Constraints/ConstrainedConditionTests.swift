import Testing

@testable import Tabular

@Suite struct ConstrainedConditionTests {
  private let table = ruledTable(rows: 2000, seed: 5)

  @Test(arguments: [
    "country = x", "\"city number\" > 95", "city is missing", "end < 100", "start >= 900",
    "country != y and middle between 50 and 60", "country = x and noise = n1 or end <= 20",
  ])
  func consequencesTakeTheSameRows(text: String) throws {
    let columns = table.descriptions
    let form = try Condition(parsing: text, columns: columns).normalForm(columns: columns)
    let constraints = TableConstraints.found(in: table)
    let closed = try constraints.applied(to: form, columns: columns)
    #expect(closed != form)
    for row in 0..<table.rowCount {
      #expect(closed.allows(table, row: row) == form.allows(table, row: row))
    }
  }

  @Test func consequencesReachTheOtherColumns() throws {
    let columns = table.descriptions
    let form = try Condition(parsing: "country = x and end <= 60", columns: columns)
      .normalForm(columns: columns)
    let closed = try TableConstraints.found(in: table).applied(to: form, columns: columns)
    let restrictions = closed.terms[0].restrictions
    #expect(restrictions["city"]?.allowed == .levels(["c0", "c1", "c2", "c3"]))
    #expect(
      restrictions["city number"]?.allowed
        == .numbers(
          NumberSet(
            [.init(lower: 97, upper: 97), .init(lower: 98, upper: 98)]
              + [.init(lower: 99, upper: 99), .init(lower: 100, upper: 100)])))
    guard case .numbers(let start)? = restrictions["start"]?.allowed else {
      Issue.record("no restriction of start")
      return
    }
    #expect(start.contains(59) && !start.contains(60))
  }

  @Test(arguments: [
    ("city = c1 and country = z", "\"city\" determines \"country\""),
    ("start > 500 and end < 400", "\"middle\" < \"end\""),
    ("start is missing or noise is missing", "\"start\" has a value"),
    ("high < 4000", "\"high\" is between 5000 and"),
  ])
  func contradictionsNameTheConstraint(text: String, constraint: String) throws {
    let columns = table.descriptions
    let form = try Condition(parsing: text, columns: columns).normalForm(columns: columns)
    let error = #expect(throws: TableError.self) {
      try TableConstraints.found(in: table).applied(to: form, columns: columns)
    }
    #expect(error?.message.contains("no row can fulfil the condition") == true)
    #expect(error?.message.contains(constraint) == true, "\(error?.message ?? "")")
  }
}
