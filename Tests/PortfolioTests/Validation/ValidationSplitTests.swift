import Foundation
import Testing

@testable import Portfolio

@Suite("Splits of time")
struct ValidationSplitTests {
  struct Golden: Decodable {
    struct Walk: Decodable {
      let count: Int
      let training: Int
      let test: Int
      let purge: Int
      let expanding: Bool
      let partial: Bool
      let windows: [[Int]]
    }
    struct Combinatorial: Decodable {
      struct Split: Decodable {
        let training: [[Int]]
        let tests: [[Int]]
      }
      let count: Int
      let folds: Int
      let tests: Int
      let purge: Int
      let embargo: Int
      let splits: [Split]
      let paths: [[Int]]
    }
    let walkForward: [Walk]
    let combinatorial: [Combinatorial]

    static func load() throws -> Golden {
      let url = try #require(
        Bundle.module.url(
          forResource: "validation", withExtension: "json", subdirectory: "Goldens"))
      return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    }
  }

  @Test("Walking forward gives skfolio's windows")
  func walkForward() throws {
    let cases = try Golden.load().walkForward
    #expect(cases.count > 90)
    for golden in cases {
      let validation = WalkForward(
        trainingSize: golden.training, testSize: golden.test,
        growth: golden.expanding ? .expanding : .rolling, purge: golden.purge,
        keepsPartialTest: golden.partial)
      let windows = try validation.windows(periods: golden.count)
      #expect(
        windows.map {
          [
            $0.training.lowerBound, $0.training.upperBound, $0.test.lowerBound, $0.test.upperBound,
          ]
        } == golden.windows)
    }
  }

  @Test("Combinatorial purged cross-validation gives skfolio's splits and paths")
  func combinatorial() throws {
    let cases = try Golden.load().combinatorial
    #expect(cases.count > 40)
    for golden in cases {
      let validation = CombinatorialPurgedCrossValidation(
        foldCount: golden.folds, testFoldCount: golden.tests, purge: golden.purge,
        embargo: golden.embargo)
      let splits = try validation.splits(periods: golden.count)
      #expect(
        splits.map { $0.training.map { [$0.lowerBound, $0.upperBound] } }
          == golden.splits.map(\.training))
      #expect(
        splits.map { $0.tests.map { [$0.lowerBound, $0.upperBound] } }
          == golden.splits.map(\.tests))
      #expect(try validation.paths() == golden.paths)
    }
  }

  @Test("Every history holds each period once, from a split that did not learn from it")
  func histories() throws {
    let validation = CombinatorialPurgedCrossValidation(
      foldCount: 6, testFoldCount: 2, purge: 1, embargo: 1)
    let count = 45
    let splits = try validation.splits(periods: count)
    #expect(splits.count == 15)
    let values = splits.enumerated().map { index, split in
      split.tests.flatMap { $0.map { Double(index * 1000 + $0) } }
    }
    let histories = try validation.histories(from: values, periods: count)
    #expect(histories.count == 5)
    var used: Set<[Int]> = []
    for history in histories {
      #expect(history.map { Int($0) % 1000 } == Array(0..<count))
      for (period, value) in history.enumerated() {
        let split = Int(value) / 1000
        #expect(!splits[split].training.contains { $0.contains(period) })
        #expect(used.insert([split, period]).inserted)
      }
    }
  }

  @Test("A request that makes no sense is refused in one sentence")
  func refusals() {
    for validation in [
      WalkForward(trainingSize: 0), WalkForward(testSize: -1), WalkForward(purge: -1),
      WalkForward(trainingSize: 10, testSize: 21), WalkForward(trainingSize: .max),
      WalkForward(trainingSize: 10, testSize: .max, purge: .max, keepsPartialTest: true),
    ] {
      #expect(throws: PortfolioError.self) { try validation.windows(periods: 30) }
    }
    for validation in [
      CombinatorialPurgedCrossValidation(foldCount: 3, testFoldCount: 3),
      CombinatorialPurgedCrossValidation(foldCount: 60, testFoldCount: 30),
      CombinatorialPurgedCrossValidation(foldCount: .max, testFoldCount: 2),
      CombinatorialPurgedCrossValidation(
        foldCount: 5, testFoldCount: 2, purge: .max, embargo: .max),
      CombinatorialPurgedCrossValidation(foldCount: 5, testFoldCount: 2, purge: 3, embargo: 3),
    ] {
      #expect(throws: PortfolioError.self) { try validation.splits(periods: 30) }
    }
  }
}
