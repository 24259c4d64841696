internal import Foundation

extension BalanceComparison.Measure {
  /// The name for readers.
  public var title: String {
    switch self {
    case .averagePrecision: "average precision"
    case .rocAUC: "ROC AUC"
    case .f1: "F1 at 0.5"
    case .f1AtBestThreshold: "F1 at best threshold"
    }
  }
}

extension BalanceComparison {
  /// One sentence for each method other than doing nothing: what it does to the average precision,
  /// and whether that is more than these folds would show by chance.
  public var findings: [String] {
    outcomes.map(\.method).filter { $0 != .nothing }.compactMap { method in
      guard let base = self[.nothing]?.mean(.averagePrecision), let own = self[method],
        let difference = difference(of: method, from: .nothing, in: .averagePrecision)
      else { return nil }
      return String(
        format: "%@: average precision %.3f, where doing nothing reaches %.3f "
          + "(difference %+.3f, standard error %.3f): %@.",
        method.title, own.mean(.averagePrecision), base, difference.mean,
        difference.standardError, Self.judgement(difference))
    }
  }

  /// Whether it is worth adding rows to this table, in one or two sentences.
  public var verdict: String {
    let methods = outcomes.map(\.method).filter { $0 != .nothing }
    let gains = methods.compactMap { method in
      difference(of: method, from: .nothing, in: .averagePrecision).map { (method, $0) }
    }
    let clear = gains.filter { $0.1.mean > 2 * $0.1.standardError }
      .max { $0.1.mean < $1.1.mean }
    let possible = gains.filter { $0.1.mean > $0.1.standardError }
      .max { $0.1.mean < $1.1.mean }
    guard !gains.isEmpty else { return "There is nothing to compare." }
    let first =
      if let clear {
        "\(clear.0.title.capitalizedFirst) helps here: its gain in average precision is more than "
          + "twice its standard error."
      } else if let possible {
        "\(possible.0.title.capitalizedFirst) may help here: its gain in average precision is "
          + "larger than its standard error, but not twice as large."
      } else {
        "No method ranks the rows of class \"\(positive)\" better than doing nothing, as far as "
          + "these \(folds) folds can show."
      }
    return first + (thresholdRemark.map { " " + $0 } ?? "")
  }

  /// Said where oversampling only moves the threshold.
  private var thresholdRemark: String? {
    guard let nothing = self[.nothing],
      let best = outcomes.filter({ $0.method != .nothing }).max(by: { $0.mean(.f1) < $1.mean(.f1) }
      ),
      best.mean(.f1) > nothing.mean(.f1) + 0.02
    else { return nil }
    let moved = nothing.mean(.f1AtBestThreshold)
    return String(
      format:
        "The F1 at 0.5 rises from %.3f to %.3f with %@; a better threshold alone, with no row "
        + "added, gives %.3f.", nothing.mean(.f1), best.mean(.f1), best.method.title, moved)
  }

  private static func judgement(_ difference: (mean: Double, standardError: Double)) -> String {
    let size = abs(difference.mean)
    guard size > difference.standardError else { return "no difference that the folds can show" }
    let word = difference.mean > 0 ? "better" : "worse"
    return size > 2 * difference.standardError
      ? "\(word), by more than twice the standard error"
      : "perhaps \(word), by more than the standard error"
  }

  /// The comparison as plain text.
  public var text: String {
    let measures = Measure.allCases
    let width = outcomes.map(\.method.title.count).max() ?? 0
    var lines = [
      "\(positives) rows of class \"\(positive)\" in column \"\(options.target)\" against "
        + "\(negatives) others; mean ± deviation over \(folds) folds.", "",
      String(repeating: " ", count: width)
        + measures.map { "  " + $0.title.padded(to: 20) }.joined() + "  rows added",
    ]
    for outcome in outcomes {
      let cells = measures.map { measure in
        "  "
          + String(format: "%.3f ± %.3f", outcome.mean(measure), outcome.deviation(measure))
          .padded(to: 20)
      }
      let added = outcome.added > 0 ? String(format: "%10.0f", outcome.added) : "         –"
      lines.append(outcome.method.title.padded(to: width) + cells.joined() + "  " + added)
    }
    lines.append("")
    lines += findings
    lines += ["", verdict]
    return lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }

  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
