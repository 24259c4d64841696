import Testing

@testable import Tabular

private func message(_ yaml: String, _ csv: String = "a,b,c\n1,x,3\n2,y,4\n2,y,4\n") -> String? {
  do {
    let schema = try TableSchema(parsing: yaml)
    let table = try readText(csv, schema: schema).table
    _ = try schema.tableConstraints(for: table)
    return nil
  } catch {
    return "\(error)"
  }
}

@Suite struct TableSchemaTests {
  @Test func aSchemaIsRead() throws {
    let schema = try TableSchema(
      parsing: """
        columns:
          - name: age
            type: integer
            missing: ["?", "-9"]
            range: [0, 120]
          - {name: size, levels: [S, M, L]}
          - {name: born, pattern: dd.MM.yyyy, range: [2000-01-01, null], missing: none}
        constraints:
          - determines: [education, education-num]
          - inequality: '"date of start" < end'
          - unique: [a, b]
        """)
    #expect(
      schema
        == TableSchema(
          columns: [
            .init(name: "age", kind: .integer, missing: ["?", "-9"], minimum: 0, maximum: 120),
            .init(name: "size", levels: ["S", "M", "L"]),
            .init(
              name: "born", kind: .dateTime, missing: ["none"], minimum: 946_684_800,
              datePattern: "dd.MM.yyyy"),
          ],
          constraints: [
            .determines("education", "education-num"),
            .inequality(.init(lower: "date of start", upper: "end", isStrict: true)),
            .unique("a"), .unique("b"),
          ]))
    #expect(
      try TableSchema(parsing: "columns: {age: integer, b: {missing: x}}")
        == TableSchema(columns: [
          .init(name: "age", kind: .integer), .init(name: "b", missing: ["x"]),
        ]))
    #expect(try TableSchema(parsing: "") == TableSchema())
  }

  @Test func aSchemaGuidesTheReader() throws {
    let schema = try TableSchema(
      parsing: """
        columns:
          size: {levels: [S, M, L], missing: "-"}
          code: categorical
          day: {pattern: dd/MM/yyyy}
        """)
    let table = try readText(
      "size,code,day\nM,1,01/02/2020\n-,2,03/04/2020\nS,1,05/06/2020\n", schema: schema
    ).table
    #expect(table["size"]?.values == .codes([1, -1, 0], levels: ["S", "M"]))
    #expect(table["code"]?.kind == .categorical)
    #expect(table["day"]?.values == .numbers([1_580_515_200, 1_585_872_000, 1_591_315_200]))
  }

  @Test(arguments: [
    ("columns: [", "not valid YAML"),
    ("colums: []", "\"colums\" means nothing here. Did you mean \"columns\"?"),
    ("columns:\n  - {nam: a}", "line 2: \"nam\" means nothing here"),
    ("columns:\n  - {type: integer}", "a column has no name"),
    ("columns: {a: numeric}", "\"numeric\" is no type; the types are continuous"),
    ("columns: {a: {range: [3]}}", "a range has two ends"),
    ("columns: {a: {range: [3, 1]}}", "is empty"),
    ("columns: {a: {range: [x, 1]}}", "neither a number nor a date"),
    ("columns: {a: {pattern: soon}}", "is no date pattern"),
    ("columns:\n  - name: a\n  - name: a", "\"a\" is described twice"),
    ("columns: {aa: integer}", "there is no column \"aa\". Did you mean \"a\"?"),
    ("columns: {a: {range: [0, 1]}}", "2 values are outside the range of the schema"),
    ("columns: {b: {levels: [x, z]}}", "\"y\" is not among the levels of the schema"),
    ("constraints: [{inequality: a = c}]", "is no inequality"),
    ("constraints: [{inequality: a <= d}]", "the column \"d\", which does not exist"),
    ("constraints: [{inequality: a <= b}]", "needs numbers or dates"),
    ("constraints: [{inequality: c < a}]", "is broken by 3 of 3 rows, the first of them row 1"),
    ("constraints: [{determines: [a]}]", "determines takes two columns"),
    ("constraints: [{unique: a}]", "\"a\" is unique is broken by 1 of 3 rows"),
    (
      "constraints: [{determines: [a, b]}, {determines: [b, a]}]",
      "lead in a circle: \"a\" determines \"b\""
    ),
    ("constraints: [{determines: [a, b]}, {determines: [c, b]}]", "two constraints determine"),
    ("constraints: [{inequality: a < c}, {inequality: c <= a}]", "lead in a circle"),
  ])
  func eachMistakeGetsItsSentence(yaml: String, sentence: String) {
    let message = message(yaml)
    #expect(message?.contains(sentence) == true, "\(message ?? "was accepted")")
  }

  @Test func goodConstraintsAreKept() throws {
    let schema = try TableSchema(
      parsing: "constraints: [{determines: [a, b]}, {inequality: a < c}]")
    let table = try readText("a,b,c\n1,x,3\n2,y,4\n2,y,4\n").table
    let constraints = try schema.tableConstraints(for: table)
    #expect(constraints.dependencies.map(\.keys) == [[.number(1), .number(2)]])
    #expect(constraints.dependencies.map(\.values) == [[.text("x"), .text("y")]])
    #expect(constraints.inequalities == [.init(lower: "a", upper: "c", isStrict: true)])
  }

  @Test func aBrokenDependencyNamesTheRow() {
    #expect(
      message("constraints: [{determines: [a, b]}]", "a,b\n1,x\n2,y\n1,z\n")?
        .contains("broken in row 3") == true)
  }
}
