import Reporting

extension BalanceReport {
  /// What the methods are compared by.
  enum Measure: String, CaseIterable {
    case averagePrecision = "Average precision"
    case rocAUC = "ROC AUC"
    case f1 = "F1"

    /// One value a fold.
    func values(_ method: Method) -> [Double] {
      switch self {
      case .averagePrecision: method.averagePrecision
      case .rocAUC: method.rocAUC
      case .f1: method.f1
      }
    }

    /// The mean over the folds.
    func mean(_ method: Method) -> Double {
      let values = values(method)
      return values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
    }

    var sentence: String {
      switch self {
      case .averagePrecision:
        "How pure the top of the list is when rows are ranked by the rare class: 1 is perfect, "
          + "its share of the rows is guessing."
      case .rocAUC:
        "How often a row of the rare class is ranked above another row: 1 is perfect, 0.5 is "
          + "guessing."
      case .f1: "The balance of finding the rare class and not crying wolf: 1 is perfect."
      }
    }
  }

  /// Lyrebird's method less the table as it is, fold by fold.
  struct Difference: Equatable {
    /// What can be said about it.
    enum Finding: Equatable {
      case helps
      case harms
      case undecided
    }

    let measure: Measure
    let mean: Double
    /// Of the mean, from the spread over the folds; NaN with fewer than two.
    let standardError: Double

    /// Two standard errors is the usual line between chance and effect; folds share training rows,
    /// so the line is, if anything, too generous.
    var finding: Finding {
      guard standardError.isFinite, abs(mean) > 2 * standardError, mean != 0 else {
        return .undecided
      }
      return mean > 0 ? .helps : .harms
    }

    /// What the reader is told.
    var sentence: String {
      let format = NumberFormat.number(decimals: 3)
      let amount =
        "\(format.text(abs(mean))) ± \(format.text(standardError)), mean and standard error over "
        + "the folds"
      return switch finding {
      case .helps: "\(measure.rawValue): the added rows help (higher by \(amount))."
      case .harms:
        "\(measure.rawValue): the added rows do harm (lower by \(amount)). Use the table as it is."
      case .undecided:
        "\(measure.rawValue): no effect that these folds could show "
          + "(\(mean < 0 ? "lower" : "higher") by \(amount))."
      }
    }
  }

  func difference(in measure: Measure) -> Difference {
    let pairs = zip(measure.values(methods[ownMethod]), measure.values(methods[0]))
    let differences = pairs.map { $0 - $1 }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = count > 1 ? (squares / (count - 1) / count).squareRoot() : .nan
    return Difference(measure: measure, mean: mean, standardError: error)
  }
}
