import Foundation

@testable import Tabular

/// What `scripts/goldens/measures.py` found with SDMetrics, scikit-learn and imbalanced-learn.
struct MeasuresGolden: Decodable {
  struct Compared: Decodable {
    struct Shape: Decodable {
      let column: String
      let score: Double?
    }
    struct Pair: Decodable {
      let first, second: String
      let score, realEdges, real, synthetic: Double?
    }
    let real, synthetic: [GoldenColumn]
    let shape, trend: Double
    let shapes: [Shape]
    let pairs: [Pair]
  }
  struct Classification: Decodable {
    let scores: [Float]
    let truth: [Bool]
    let rocAUC, averagePrecision, f1, logLoss: Double
  }
  struct Regression: Decodable {
    let truth, predicted: [Double]
    let r2, rmse: Double
  }
  struct SMOTENC: Decodable {
    let numbers: [[Double]]
    let names, neighbours: [[Int]]
    let medianDeviation: Double
    let added: Int
    let drawn: [[Double]]
  }

  let sdmetrics: Compared
  let classification: [Classification]
  let regression: Regression
  let smotenc: SMOTENC

  static func load() throws -> MeasuresGolden {
    guard
      let file = Bundle.module.url(
        forResource: "measures", withExtension: "json", subdirectory: "Goldens")
    else { throw CocoaError(.fileNoSuchFile) }
    return try JSONDecoder().decode(MeasuresGolden.self, from: Data(contentsOf: file))
  }
}

/// A column as the golden files hold it: numbers, names or nothing in each row.
struct GoldenColumn: Decodable {
  enum Value: Decodable {
    case number(Double)
    case name(String)
    case missing

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .missing
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .name(try container.decode(String.self))
      }
    }

    var number: Double { if case .number(let value) = self { value } else { .nan } }
    var name: String? { if case .name(let value) = self { value } else { nil } }
  }

  let name: String
  let kind: ColumnKind
  let values: [Value]

  var column: Column {
    switch kind {
    case .continuous, .integer, .dateTime:
      Column(name: name, kind: kind, values: .numbers(values.map(\.number)))
    default:
      .names(name, values.map(\.name), kind: kind)
    }
  }
}

extension Column {
  /// A column of names, with the levels in the order in which they first occur.
  static func names(
    _ name: String, _ texts: [String?], kind: ColumnKind = .categorical
  ) -> Column {
    var levels: [String] = []
    var codes: [Int32] = []
    for text in texts {
      guard let text else {
        codes.append(-1)
        continue
      }
      if let place = levels.firstIndex(of: text) {
        codes.append(Int32(place))
      } else {
        codes.append(Int32(levels.count))
        levels.append(text)
      }
    }
    return Column(name: name, kind: kind, values: .codes(codes, levels: levels))
  }

  /// A column of numbers.
  static func numbers(
    _ name: String, _ values: [Double], kind: ColumnKind = .continuous
  ) -> Column {
    Column(name: name, kind: kind, values: .numbers(values))
  }
}
