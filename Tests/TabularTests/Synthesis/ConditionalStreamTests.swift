import Testing
import Torch

@testable import GenerativeModels
@testable import Tabular

@Suite struct ConditionalStreamTests {
  static let conditions = [
    "age >= 30",
    "colour = 'red'",
    "shade = 'cold' and age < 25",
    "shade is missing",
    "score > 12.3 and score <= 12.6",
    "score is missing or age = 20",
    "score between 3 and 150 and age in (21, 23, 39) and colour != 'red'",
    "start >= 4000",
    "end < 1000",
    "start > 1000 and end <= 3000",
    "start between 2000 and 2500 and not end between 2600 and 4000",
    "city in ('city 3', 'city 17', 'city 39')",
    "city != 'city 5' and age > 38",
    "city is missing",
    "not (age < 35 or colour = 'blue')",
    "unit = 'mm' and score = 0",
  ]

  @Test(arguments: conditions)
  func everyRowFulfilsTheCondition(text: String) throws {
    let model = try RandomTableModel.make()
    let condition = try model.condition(text)
    let stream = try model.stream(seed: 3, where: condition)
    for count in [1, 300] {
      let table = try stream.next(count)
      #expect(table.rowCount == count)
      #expect(table.columns.map(\.name) == model.columns.map(\.name))
      #expect(try condition.matches(in: table).allSatisfy { $0 })
      #expect(RandomTableModel.constraints.violations(in: table).isEmpty)
    }
    #expect(stream.rowCount == 301)
    #expect(stream.probability > 0 && stream.probability < 1)
    #expect(stream.note == nil)
  }

  /// The terms are the condition: of random vectors of the model, those and only those whose rows
  /// fulfil it are inside a term, and inside one only. Inequalities alone let more in, which are
  /// tested for one by one.
  @Test(arguments: conditions)
  func termsHoldTheVectorsThatFulfilTheCondition(text: String) throws {
    let model = try RandomTableModel.make()
    let condition = try model.condition(text)
    let terms = try model.conditionalTerms.restrictions(for: condition)
    let codec = model.card.codec
    var random = SeededGenerator(seed: 8)
    let rows = 2000
    let values = (0..<rows).flatMap { _ in
      codec.variables.map { variable -> Float in
        let choice = Int.random(
          in: 0..<variable.atomCount + (variable.isContinuous ? max(variable.atomCount, 1) : 0),
          using: &random)
        return choice < variable.atomCount
          ? Float(choice)
          : Float(variable.atomCount) + Float.random(in: 0..<0.999, using: &random)
      }
    }
    let width = codec.variables.count
    let table = model.withDependencies(codec.decode(values, rows: rows, using: &random))
    let matches = try condition.matches(in: table)
    var extra = 0
    for row in 0..<rows {
      let vector = Array(values[row * width..<(row + 1) * width])
      let inside = terms.count { term in term.allSatisfy { $0.allows(vector) } }
      #expect(inside <= 1)
      if matches[row] { #expect(inside == 1) } else { extra += inside }
    }
    #expect(text.contains("start") || text.contains("end ") || extra == 0)
    #expect(matches.contains(true) || text.contains("12.3"))
    #expect(extra <= rows / 4)
  }

  @Test func numbersOfASetAreThoseThatDecodeIntoIt() throws {
    let model = try RandomTableModel.make()
    var random = SeededGenerator(seed: 2)
    for case .numeric(let codec) in model.card.codec.codecs {
      for _ in 0..<60 {
        let ends = [0, 1].map { _ in
          (Double.random(in: -10...220, using: &random) * 10).rounded() / 10
        }.sorted()
        let set = NumberSet([
          .init(
            lower: ends[0], upper: ends[1], includesLower: Bool.random(using: &random),
            includesUpper: Bool.random(using: &random)),
          .init(lower: ends[1] + 30),
        ])
        let allowed = codec.allowed(set, missing: true)
        for _ in 0..<40 where codec.quantiles != nil {
          let number =
            Float(codec.variable.atomCount) + Float.random(in: 0..<0.9999, using: &random)
          #expect(allowed.contains(number) == set.contains(codec.decode(number)))
        }
        for atom in codec.atoms.indices {
          #expect(allowed.contains(Float(atom)) == set.contains(codec.atoms[atom]))
        }
      }
    }
  }

  @Test(arguments: [
    ("colour = 'mauve'", "no value \"mauve\""),
    ("age > 30 and age < 25", "nothing is left for column \"age\""),
    ("colour = 'red' and shade = 'cold'", "\"colour\" determines \"shade\""),
    ("start > 3000 and end < 2000", "\"start\" <= \"end\""),
    ("age = 71", "never seen"),
    ("unit is missing", "never seen"),
    ("id is missing", "never learnt"),
    ("salary > 3", "no column \"salary\""),
  ])
  func impossibleConditionsSaySo(text: String, words: String) throws {
    let model = try RandomTableModel.make()
    let error = #expect(throws: TableError.self) {
      _ = try model.stream(seed: 1, where: try model.condition(text))
    }
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
  }

  @Test func oneSeedGivesOneTableWhateverTheThreads() throws {
    let model = try RandomTableModel.make()
    let condition = try model.condition("start >= 1000 and score > 3")
    func draw(_ threads: Int, seed: UInt64) throws -> Table {
      let before = Runtime.threadCount
      Runtime.threadCount = threads
      defer { Runtime.threadCount = before }
      return try model.stream(seed: seed, where: condition).next(1500)
    }
    #expect(try draw(1, seed: 4) == draw(2, seed: 4))
    #expect(try draw(1, seed: 4) != draw(1, seed: 5))
    #expect(try model.stream(seed: 9, where: nil).next(800) == model.sample(800, seed: 9))
  }

  @Test func whatRestrictsNothingCostsNothing() throws {
    let model = try RandomTableModel.make()
    let condition = try model.condition(
      "age > 3 and start >= -1 and city is not missing and unit = 'mm' and colour = 'red'")
    let terms = try model.conditionalTerms.restrictions(for: condition)
    // A colour, and of cities all but "missing".
    #expect(terms.count == 1 && terms[0].count == 3)
    let everything = try model.stream(seed: 1, where: try model.condition("age > 3"))
    #expect(everything.probability == 1)
    #expect(try everything.next(20).rowCount == 20)
  }

  @Test func givenValuesAreACondition() throws {
    let model = try RandomTableModel.make()
    let condition = try model.condition(given: ["age": "31", "colour": "blue"])
    let table = try model.stream(seed: 1, where: condition).next(50)
    #expect(table["age"]?.values == .numbers([Double](repeating: 31, count: 50)))
    #expect((0..<50).allSatisfy { table["shade"]?[$0] == .text("cold") })
  }

  @Test func uniqueColumnsHaveNoValueTwice() throws {
    var constraints = RandomTableModel.constraints
    constraints.unique = ["id", "start", "age"]
    let model = try RandomTableModel.make(constraints: constraints)
    let stream = try model.stream(seed: 2, where: nil)
    var seen: [Set<CellValue>] = [[], []]
    for _ in 0..<2 {
      let table = try stream.next(10)
      #expect(constraints.violations(in: table).isEmpty)
      for (index, name) in ["start", "age"].enumerated() {
        for row in 0..<10 {
          let value = try #require(table[name])[row]
          #expect(seen[index].insert(value).inserted)
        }
      }
    }
    // Ages are 21 different ones.
    let error = #expect(throws: TableError.self) { _ = try stream.next(2) }
    #expect(error?.message.contains("only 21 different values") == true)
  }
}

extension VariableRestriction {
  fileprivate func allows(_ vector: [Float]) -> Bool {
    switch allowed {
    case .values(let values): values.contains(vector[variable])
    case .given(let other, let table):
      table[Int(vector[other])]?.contains(vector[variable]) ?? false
    }
  }
}
