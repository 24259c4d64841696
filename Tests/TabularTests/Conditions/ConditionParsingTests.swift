import Testing
import Torch

@testable import Tabular

private let census = [
  ColumnDescription(name: "age", kind: .integer),
  ColumnDescription(name: "capital-gain", kind: .integer),
  ColumnDescription(name: "education.num", kind: .integer),
  ColumnDescription(name: "rate", kind: .continuous),
  ColumnDescription(name: "born", kind: .dateTime, format: .init(datePattern: "dd.MM.yyyy")),
  ColumnDescription(name: "income", kind: .categorical, levels: ["<=50K", ">50K"]),
  ColumnDescription(name: "marital status", kind: .categorical, levels: ["single", "married"]),
  ColumnDescription(name: "name", kind: .text, levels: ["Anna", "Berta"]),
]

private func parse(_ text: String) throws -> Condition {
  try Condition(parsing: text, columns: census)
}

private func message(_ text: String) -> String? {
  do {
    _ = try parse(text).normalForm(columns: census)
    return nil
  } catch {
    return "\(error)"
  }
}

@Suite struct ConditionParsingTests {
  @Test(arguments: [
    ("income = '>50K' and age >= 40", "\"income\" = '>50K' and \"age\" >= 40"),
    ("INCOME = 1 or age=1", nil),
    ("capital-gain>0 AND education.num<>-3", "\"capital-gain\" > 0 and \"education.num\" != -3"),
    ("`marital status` == single", "\"marital status\" = 'single'"),
    (
      "\"marital status\" NOT IN ('single', married)",
      "not \"marital status\" in ('single', 'married')"
    ),
    ("age between 3 and 5 or not rate is null", nil),
    ("age is not missing", "not \"age\" is missing"),
    ("born >= '31.12.1999'", "\"born\" >= '1999-12-31 00:00:00'"),
    ("born < 2000-01-31", "\"born\" < '2000-01-31 00:00:00'"),
    ("(age = 1 or age = 2) and (rate < 1e-3)", nil),
  ])
  func textsAreUnderstood(text: String, canonical: String?) throws {
    guard !text.hasPrefix("INCOME") else {
      // Names of columns are taken as they are; the right one is suggested.
      #expect(message(text) == "there is no column \"INCOME\". Did you mean \"income\"?")
      return
    }
    let condition = try parse(text)
    if let canonical { #expect(condition.description == canonical) }
    #expect(try parse(condition.description) == condition)
  }

  @Test func precedenceIsNotThenAndThenOr() throws {
    #expect(
      try parse("age=1 or age=2 and not rate=3 and income='>50K'")
        == parse("age=1 or (age=2 and ((not rate=3) and income='>50K'))").flattened)
  }

  @Test(arguments: [
    ("", "the condition is empty"),
    ("agee > 3", "there is no column \"agee\". Did you mean \"age\"?"),
    ("income = '>50k'", "column \"income\" has no value \">50k\". Did you mean \">50K\"?"),
    ("income = 'much'", "It has \"<=50K\", \">50K\"."),
    ("income > 'a'", "which have no order"),
    ("age > old", "column \"age\" holds numbers, and \"old\" is no finite number"),
    ("age > 1e999", "no finite number"),
    ("born > 2000", "holds dates, and \"2000\" is none"),
    ("age >", "at the end: a value should stand there"),
    ("age 3", "at \"3\": =, !=, <, <=, >, >=, in, between or is missing after \"age\""),
    ("age = 3 age = 4", "not understood at \"age\""),
    ("(age = 3", "a closing parenthesis"),
    ("age in ()", "a value should stand there"),
    ("age = 'x", "opens a quote ' and never closes it"),
    ("age ! 3", "lone \"!\""),
    ("'age' = 3", "names of columns stand in double quotes"),
    ("age = 3 and age = 4", "no row can fulfil the condition"),
    ("age > 3 and age < 4", "nothing is left for column \"age\""),
    ("age = 3.5", "nothing is left for column \"age\""),
    ("age = 3 and age is missing", "nothing is left for column \"age\""),
    ("income != '>50K' and income != '<=50K'", "nothing is left for column \"income\""),
    ("name = 'Anna'", "is free text and never learnt"),
  ])
  func eachMistakeGetsItsSentence(text: String, sentence: String) {
    let message = message(text)
    #expect(message?.contains(sentence) == true, "\(message ?? "was accepted")")
    #expect(message?.last.map { ".?".contains($0) } == true)
  }

  @Test func hostileTextsAreRefusedInTime() {
    let deep = String(repeating: "(", count: 100_000)
    #expect(message(deep)?.contains("100 levels") == true)
    let nots = String(repeating: "not ", count: 90_000) + "age = 1"
    #expect(message(nots)?.contains("100 levels") == true)
    let clauses = (0..<30).map { "(age = \($0 * 2) or rate = \($0))" }
    #expect(message(clauses.joined(separator: " and ")) != nil)
    let alternatives = (0..<70).map { "(age = \($0 * 2) and rate = \($0))" }
    #expect(
      message(alternatives.joined(separator: " or "))?.contains("more than 64 alternatives") == true
    )
    let points = (0..<5000).map { "age = \($0)" }.joined(separator: " or ")
    #expect(message(points) == nil)
  }

  @Test func alternativesOfOneColumnBecomeOneTerm() throws {
    let form = try parse("age = 1 or age = 2 or age = 3 or age in (7, 9)").normalForm(
      columns: census)
    #expect(form.terms.count == 1)
    #expect(
      form.terms[0].restrictions["age"]?.allowed
        == .numbers(
          NumberSet([
            .init(lower: 1, upper: 3), .init(lower: 7, upper: 7), .init(lower: 9, upper: 9),
          ])))
  }

  @Test func randomTextsNeverTrap() {
    var generator = SeededGenerator(seed: 5)
    let words = [
      "age", "rate", "income", "and", "or", "not", "in", "is", "missing", "between", "(", ")", ",",
      "=", "<", ">=", "!", "'", "\"", "`", "3", "-", ".", "'>50K'", "é", "\u{0}", "born",
    ]
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...9, using: &generator)).map { _ in
        words.randomElement(using: &generator) ?? ""
      }
      _ = message(text.joined(separator: Bool.random(using: &generator) ? " " : ""))
    }
  }
}

extension Condition {
  /// The condition with `and` inside `and` made one, as the parser makes it without parentheses.
  fileprivate var flattened: Condition {
    switch self {
    case .all(let parts):
      .all(
        parts.map(\.flattened).flatMap { part in
          if case .all(let inner) = part { inner } else { [part] }
        })
    case .any(let parts): .any(parts.map(\.flattened))
    default: self
    }
  }
}
