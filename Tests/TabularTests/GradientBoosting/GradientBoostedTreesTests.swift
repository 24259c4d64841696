import Testing
import Torch

@testable import Tabular

@Suite("Gradient-boosted trees")
struct GradientBoostedTreesTests {
  /// 400 rows; the label is x > 0 or name == "b", but where x is missing.
  private let table: Table = {
    var generator = SeededGenerator(seed: 1)
    let x = (0..<400).map { row in
      row.isMultiple(of: 10) ? Double.nan : Double.random(in: -1...1, using: &generator)
    }
    let name = (0..<400).map { _ in ["a", "b", "c"].randomElement(using: &generator) }
    let label = zip(x, name).map { $0 > 0 || $1 == "b" ? "yes" : "no" }
    return Table(columns: [.numbers("x", x), .names("name", name), .names("label", label)])
  }()

  @Test("Learns a rule over numbers, names and missing values; the same trees twice")
  func binary() throws {
    let target = try PredictionTarget("label", in: table, positive: "yes")
    let encoder = FeatureEncoder(fittedTo: table, excluding: ["label"])
    #expect(encoder.featureCount == 4)
    let features = encoder.encode(table)
    let labels = target.labels(of: table).labels
    var parameters = BoostingParameters(rounds: 50, maximumDepth: 3)
    parameters.threads = 1
    let trees = try GradientBoostedTrees(
      features: features, labels: labels, parameters: parameters)
    let scores = try trees.predict(features)
    #expect(scores.count == 400)
    let auc = ClassificationMetrics.rocAUC(scores: scores, isPositive: labels.map { $0 > 0.5 })
    #expect(try #require(auc) > 0.999)
    let again = try GradientBoostedTrees(
      features: features, labels: labels, parameters: parameters)
    #expect(try again.predict(features) == scores)
    // A level that was not there when fitting is absent, not an error.
    let other = Table(columns: [.numbers("x", [2]), .names("name", ["zebra"])])
    #expect(try #require(try trees.predict(encoder.encode(other)).first) > 0.9)
  }

  @Test("Where features say nothing, every row gets the share of the positive class")
  func startsFromTheShare() throws {
    let features = FeatureMatrix(rowMajor: [1, 1, 1, 1], featureCount: 1)
    let trees = try GradientBoostedTrees(
      features: features, labels: [0, 0, 0, 1], parameters: BoostingParameters(rounds: 1))
    for score in try trees.predict(features) { #expect(abs(score - 0.25) < 1e-6) }
    var weighted = BoostingParameters(rounds: 1)
    weighted.positiveWeight = 3
    let even = try GradientBoostedTrees(
      features: features, labels: [0, 0, 0, 1], parameters: weighted)
    for score in try even.predict(features) { #expect(abs(score - 0.5) < 1e-6) }
  }

  @Test("Probabilities of several classes sum to one; numbers are fitted")
  func otherObjectives() throws {
    let x = (0..<300).map { Float($0) / 100 }
    let features = FeatureMatrix(rowMajor: x, featureCount: 1)
    let classes = try GradientBoostedTrees(
      features: features, labels: x.map { $0.rounded(.down) },
      parameters: BoostingParameters(objective: .multiclass(count: 3), rounds: 30))
    let probabilities = try classes.predict(features)
    #expect(probabilities.count == 900)
    for row in 0..<300 {
      let own = probabilities[row * 3..<row * 3 + 3]
      #expect(abs(own.reduce(0, +) - 1) < 1e-5)
      // Histograms put neighbouring numbers into one bin, at the boundary of two classes as well.
      let fraction = x[row] - x[row].rounded(.down)
      if fraction > 0.02, fraction < 0.98 { #expect(own[row * 3 + Int(x[row])] > 0.8) }
    }
    let squares = try GradientBoostedTrees(
      features: features, labels: x.map { $0 * $0 },
      parameters: BoostingParameters(objective: .regression, rounds: 60))
    let r2 = RegressionMetrics.r2(
      predicted: try squares.predict(features).map(Double.init),
      truth: x.map { Double($0 * $0) })
    #expect(try #require(r2) > 0.999)
  }

  @Test("What XGBoost refuses is thrown in its own words")
  func errors() throws {
    let features = FeatureMatrix(rowMajor: [1, 2], featureCount: 1)
    #expect(throws: BoostingError.self) {
      try GradientBoostedTrees(
        features: features, labels: [0, 2], parameters: BoostingParameters())
    }
    do {
      _ = try GradientBoostedTrees(
        features: features, labels: [0, .nan], parameters: BoostingParameters())
      Issue.record("NaN was taken as a label")
    } catch let error as BoostingError {
      #expect(error.description.contains("XGBoost could not"))
    }
  }

  @Test("A matrix of rows is the matrix, absent values included")
  func matrix() {
    let matrix = FeatureMatrix(rowMajor: [1, .nan, 2, .infinity, .nan, .nan], featureCount: 2)
    #expect(matrix.rowCount == 3)
    #expect(matrix.values == [1, 2, .greatestFiniteMagnitude])
    let picked = matrix.rows([2, 0, 0])
    #expect(picked.offsets == [0, 0, 1, 2])
    #expect(matrix.rows([0]).appending(matrix.rows([1, 2])) == matrix)
  }
}

@Suite("Encoding of tables for trees")
struct FeatureEncoderTests {
  @Test("Numbers too great for a Float keep their differences")
  func offsets() {
    let seconds = (0..<10).map { 1_700_000_000 + Double($0) }
    let table = Table(columns: [.numbers("when", seconds, kind: .dateTime)])
    let values = FeatureEncoder(fittedTo: table).encode(table).values
    #expect(values == (0..<10).map { Float($0) })
  }

  @Test("Beyond the bound of one-hot, levels are ranked by frequency")
  func ranks() {
    let names = (0..<1000).map { "name\($0 % 400)" }
    let table = Table(columns: [.names("name", names)])
    let encoder = FeatureEncoder(fittedTo: table)
    #expect(encoder.featureCount == 1)
    let matrix = encoder.encode(table)
    // Levels 0 … 199 occur three times, the others twice.
    #expect(matrix.values[..<200].allSatisfy { $0 < 200 })
    #expect(matrix.values[200..<400].allSatisfy { $0 >= 200 })
  }

  @Test("The rarer class is the positive one unless another is asked for")
  func targets() throws {
    let table = Table(columns: [
      .names("label", ["a", "b", "a", nil]), .numbers("flag", [0, 1, 1, 1], kind: .integer),
      .numbers("size", [1, 2, 3, 4]), .names("one", ["x", "x", nil, "x"]),
    ])
    let label = try PredictionTarget("label", in: table)
    #expect(label.task == .binary(negative: "a", positive: "b"))
    #expect(label.labels(of: table).rows == [0, 1, 2])
    #expect(label.labels(of: table).labels == [0, 1, 0])
    #expect(
      try PredictionTarget("flag", in: table, positive: "1").task
        == .binary(negative: "0", positive: "1"))
    #expect(
      try PredictionTarget("size", in: table).task
        == .regression(mean: 2.5, deviation: 1.25.squareRoot()))
    #expect(throws: TableError.self) { try PredictionTarget("one", in: table) }
    #expect(throws: TableError.self) { try PredictionTarget("lable", in: table) }
    #expect(throws: TableError.self) { try PredictionTarget("label", in: table, positive: "c") }
  }
}
