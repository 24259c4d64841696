import Foundation
import Reporting
import Testing
import Torch

@testable import Tabular

@Suite("Evaluation of a synthetic table")
struct EvaluationTests {
  /// A table in which `label` follows from `x` and `name`, and `number` from `name`.
  static func sample(_ rows: Int, seed: UInt64, broken: Bool = false) -> Table {
    var generator = SeededGenerator(seed: seed)
    let names = ["a", "b", "c", "d"]
    var x: [Double] = []
    var name: [String?] = []
    var number: [Double] = []
    var gain: [Double] = []
    var label: [String?] = []
    for _ in 0..<rows {
      let level = Int.random(in: 0..<4, using: &generator)
      let value = Double.random(in: 0...1, using: &generator) + 0.3 * Double(level)
      let chance = Double.random(in: 0...1, using: &generator)
      let hasGain = Double.random(in: 0...1, using: &generator) < 0.2
      x.append(chance < 0.05 ? .nan : value)
      name.append(names[level])
      number.append(Double(broken ? Int.random(in: 0..<4, using: &generator) : level))
      gain.append(hasGain ? Double.random(in: 1...100, using: &generator).rounded() : 0)
      label.append((broken ? 2 * chance : value) > 1 ? "high" : "low")
    }
    return Table(columns: [
      .numbers("x", x), .names("name", name), .numbers("number", number, kind: .integer),
      .numbers("gain", gain, kind: .integer), .names("label", label),
      .names("id", (0..<rows).map { "row\($0)" }, kind: .identifier),
    ])
  }

  private var options: EvaluationOptions {
    EvaluationOptions(
      target: "label", positive: "high",
      dependencies: [DependencyRule(determinants: ["name"], dependent: "number")], seed: 7)
  }

  @Test("Fresh real rows pass for synthetic ones")
  func fresh() throws {
    let report = try EvaluationReport(
      real: Self.sample(400, seed: 1), synthetic: Self.sample(400, seed: 2),
      holdout: Self.sample(400, seed: 3), options: options)
    for name in EvaluationFigure.Name.allCases {
      guard ![.predictionR2, .predictionRMSE].contains(name) else { continue }
      let figure = try #require(report[name], "\(name)")
      let value = try #require(figure.value, "\(name)")
      let ceiling = try #require(figure.ceiling, "\(name)")
      switch figure.aim {
      case .half: #expect(abs(value - 0.5) < 0.06, "\(name)")
      case .low: #expect(value < ceiling + 5, "\(name)")
      case .high, .notBelowReal: #expect(value > ceiling - 0.05, "\(name)")
      }
    }
    #expect(report[.brokenDependencies]?.value == 0)
    var found = options
    found.dependencies = nil
    let finding = try EvaluationReport(
      real: Self.sample(400, seed: 1), synthetic: Self.sample(50, seed: 2), options: found)
    #expect(finding.dependencies.map(\.rule) == options.dependencies)
    // Chance can make one of them look fair at 400 rows, but none of them poor.
    #expect(report.figures.allSatisfy { $0.keyFigure?.verdict != .poor })
    #expect(report.figures.count { $0.verdict == .good } >= 11)
    #expect(report.leftOut == ["id"])
    #expect(report.columnShapes.count == 5 && report.pairTrends.count == 10)
    #expect(try #require(report[.predictionAUC]?.value) > 0.9)
  }

  @Test("A copy of the real table is perfect in likeness and gives everything away")
  func copy() throws {
    let real = Self.sample(500, seed: 1)
    let report = try EvaluationReport(
      real: real, synthetic: real, holdout: Self.sample(500, seed: 3), options: options)
    #expect(report[.shapeError]?.value == 0)
    #expect(report[.trendError]?.value == 0)
    #expect(report[.trendErrorWithRealEdges]?.value == 0)
    #expect(report[.pointMassGap]?.value == 0)
    #expect(report[.missingGap]?.value == 0)
    #expect(report[.exactCopies]?.value == 100)
    #expect(report[.exactCopies]?.keyFigure?.value == 1)
    for name in [EvaluationFigure.Name.exactCopies, .closestRecord, .membershipAUC] {
      #expect(report[name]?.verdict == .poor, "\(name)")
    }
    #expect(report[.closestRecord]?.value == 0)
    #expect(try #require(report[.closestRecord]?.ceiling) > 0)
    #expect(try #require(report[.shareNearerToTraining]?.value) > 0.95)
    #expect(try #require(report[.membershipAUC]?.value) > 0.95)
    let scores = try #require(report.prediction)
    #expect(scores.synthetic == scores.real)
    // Each row is in both tables, so trees that saw one call the other one the same.
    #expect(try #require(report[.twoSampleAUC]?.value) < 0.55)
  }

  @Test("What is wrong with a table is found")
  func broken() throws {
    let report = try EvaluationReport(
      real: Self.sample(400, seed: 1), synthetic: Self.sample(400, seed: 2, broken: true),
      holdout: Self.sample(400, seed: 3), options: options)
    let brokenShare = try #require(report[.brokenDependencies]?.value)
    #expect(abs(brokenShare - 75) < 8)
    #expect(try #require(report[.twoSampleAUC]?.value) > 0.9)
    #expect(try #require(report[.predictionAUC]?.value) < 0.8)
    #expect(try #require(report[.predictionAUC]?.ceiling) > 0.9)
    #expect(try #require(report[.trendError]?.value) > 5)
  }

  @Test("The same report twice, on one thread as on two, and through JSON")
  func deterministic() throws {
    let real = Self.sample(300, seed: 1)
    let synthetic = Self.sample(200, seed: 2)
    func report(threads: Int, seed: UInt64 = 7) throws -> EvaluationReport {
      var options = options
      options.threads = threads
      options.seed = seed
      return try EvaluationReport(real: real, synthetic: synthetic, options: options)
    }
    let first = try report(threads: 2)
    #expect(try report(threads: 2) == first)
    #expect(try report(threads: 1).figures.map(\.value) == first.figures.map(\.value))
    #expect(try report(threads: 2, seed: 8) != first)
    let decoded = try JSONDecoder().decode(
      EvaluationReport.self, from: JSONEncoder().encode(first))
    #expect(decoded == first)
    #expect(first[.shareNearerToTraining]?.value == nil)
    #expect(first[.membershipAUC]?.reason?.contains("--test") == true)
    #expect(first[.predictionAUC]?.value != nil && first[.predictionAUC]?.ceiling != nil)
    #expect(first.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(first.text.contains("Told apart"))
  }

  @Test("Several classes and numbers can be predicted as well")
  func otherTargets() throws {
    let tables = (1...3).map { Self.sample(500, seed: UInt64($0)) }
    func report(_ target: String) throws -> EvaluationReport {
      try EvaluationReport(
        real: tables[0], synthetic: tables[1], holdout: tables[2],
        options: EvaluationOptions(target: target))
    }
    let classes = try report("name")
    #expect(try #require(classes[.predictionAUC]?.value) > 0.99)
    let numbers = try report("x")
    #expect(try #require(numbers[.predictionR2]?.value) > 0.5)
    #expect(try #require(numbers[.predictionRMSE]?.value) < 0.35)
    #expect(numbers[.predictionAUC] == nil)
  }

  @Test("Wide tables are measured on fewer rows, small ones on all")
  func bounds() {
    #expect(EvaluationOptions.bounded(50_000, columns: 15, cells: 5_000_000) == 50_000)
    #expect(EvaluationOptions.bounded(50_000, columns: 1000, cells: 5_000_000) == 5000)
    #expect(EvaluationOptions.bounded(50_000, columns: 100_000, cells: 5_000_000) == 1000)
    #expect(EvaluationOptions.bounded(300, columns: 100_000, cells: 5_000_000) == 300)
  }

  @Test("Tables with another schema are refused by the name of the column")
  func schemas() throws {
    let real = Table(columns: [.numbers("age", [1, 2]), .names("name", ["a", "b"])])
    func message(_ synthetic: [Column]) -> String? {
      do {
        _ = try EvaluationReport(real: real, synthetic: Table(columns: synthetic))
        return nil
      } catch { return "\(error)" }
    }
    #expect(message([.numbers("age", [1])])?.contains("\"name\"") == true)
    #expect(message(real.columns + [.numbers("extra", [1, 2])])?.contains("\"extra\"") == true)
    #expect(
      message([.names("age", ["old"]), .names("name", ["a"])])?.contains("\"old\"") == true)
    #expect(message([.numbers("age", []), .names("name", [])])?.contains("no rows") == true)
    // One value in a file is easily read as another kind of column; it is not another schema.
    #expect(message([.names("age", ["1"]), .names("name", ["a"])]) == nil)
    #expect(message([.numbers("age", [1]), .numbers("name", [3])]) == nil)
    #expect(throws: TableError.self) {
      try EvaluationReport(
        real: real, synthetic: real, options: EvaluationOptions(target: "nmae"))
    }
  }

  @Test(
    "Degenerate tables are measured as far as they go",
    arguments: [1, 2, 5, 40])
  func degenerate(rows: Int) throws {
    func table(_ one: Double) -> Table {
      Table(columns: [
        .numbers("void", [Double](repeating: .nan, count: rows)),
        .numbers("flat", [Double](repeating: one, count: rows)),
        .names("gone", [String?](repeating: nil, count: rows)),
        .names("same", [String?](repeating: "x", count: rows), kind: .constant),
        .names("label", (0..<rows).map { $0.isMultiple(of: 2) ? "a" : "b" }),
      ])
    }
    var synthetic = table(4).columns
    synthetic[4] = .names("label", [String?](repeating: "a", count: rows))
    for holdout in [nil, table(3)] {
      let report = try EvaluationReport(
        real: table(3), synthetic: Table(columns: synthetic), holdout: holdout,
        options: EvaluationOptions(target: rows > 1 ? "label" : nil))
      for figure in report.figures {
        #expect((figure.value == nil) == (figure.reason != nil), "\(figure.name)")
        #expect(figure.value?.isFinite != false, "\(figure.name)")
        #expect(figure.ceiling?.isFinite != false, "\(figure.name)")
      }
      #expect(report[.shapeError]?.value != nil)
      if rows > 1 { #expect(report[.predictionAUC]?.reason?.contains("one value") == true) }
      _ = report.text
      _ = try JSONEncoder().encode(report)
    }
  }
}
