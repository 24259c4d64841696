/// A table that generators are compared on: how much they keep of it, and in what time.
struct QualityCase {
  /// The name under `.datasets`.
  let dataset: String
  /// What is predicted.
  let target: String
  /// Epochs that each peer is trained for, one model each; none where it would take hours.
  let peers: [(model: String, epochs: [Int])]

  /// The cases.
  static let all = [
    QualityCase(
      dataset: "adult", target: "income",
      peers: [("tvae", [10, 100]), ("ctgan", [3, 10])]),
    QualityCase(
      dataset: "magic", target: "class",
      peers: []),
    QualityCase(dataset: "census-income", target: "income", peers: []),
  ]

  /// The files of the official or the fixed split.
  var train: String { ".datasets/\(dataset)/train.csv" }
  var test: String { ".datasets/\(dataset)/test.csv" }
}
