/// A table that generators are compared on: how much they keep of it, and in what time.
struct QualityCase {
  /// The name under `.datasets`.
  let dataset: String
  /// What is predicted.
  let target: String
  /// The trainings of peers; none where they would take hours.
  let peers: [PeerTrainings]

  /// The cases.
  static let all = [
    QualityCase(
      dataset: "adult", target: "income",
      peers: [
        PeerTrainings(model: "tvae", epochs: [10, 100, 300]),
        PeerTrainings(model: "ctgan", epochs: [10, 300]),
      ]),
    QualityCase(
      dataset: "magic", target: "class",
      peers: []),
    QualityCase(dataset: "census-income", target: "income", peers: []),
  ]

  /// The files of the official or the fixed split.
  var train: String { ".datasets/\(dataset)/train.csv" }
  var test: String { ".datasets/\(dataset)/test.csv" }
}
