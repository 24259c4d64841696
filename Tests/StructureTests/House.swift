/// The floors of the house: which of our targets each target may stand on.
///
/// This is the table in `ARCHITECTURE.md`. A target that is not in it has no place yet: give it one.
enum House {
  private static let floors: [String: [String]] = [
    "CTorch": [],
    "CXGBoost": [],
    "CPortfolio": [],
    "Reporting": [],
    "Torch": ["CTorch"],
    "TorchNN": ["Torch"],
    "Probability": ["Torch"],
    "GenerativeModels": ["TorchNN", "Probability"],
    "Tabular": ["GenerativeModels", "Reporting", "CXGBoost"],
    "Imaging": ["GenerativeModels", "Reporting"],
    "Sound": ["GenerativeModels", "Reporting"],
    "Motion": ["GenerativeModels", "Reporting"],
    "Fluids": ["GenerativeModels", "Reporting"],
    "Proteins": ["GenerativeModels", "Reporting"],
    "Portfolio": ["Tabular", "CPortfolio"],
    "Fonts": ["Imaging"],
    "UseCases": ["TorchNN", "Reporting"],
    "Jobs": [],
    "Kubernetes": ["Jobs"],
    "Workbench": [
      "Tabular", "Imaging", "Sound", "Motion", "Fluids", "Proteins", "Portfolio", "Fonts",
      "UseCases", "Kubernetes",
    ],
    "lyrebird": ["Workbench"],
  ]

  /// What only tests use, outside the house: it stands on nothing of ours.
  static let outside: Set<String> = ["HeadlessBrowser"]

  /// Every target that has a floor.
  static let targets = Set(floors.keys)

  /// All targets below `target`, or `nil` if it has no floor.
  static func below(_ target: String) -> Set<String>? {
    guard let direct = floors[target] else { return nil }
    return direct.reduce(into: []) { result, floor in
      result.insert(floor)
      result.formUnion(below(floor) ?? [])
    }
  }
}
