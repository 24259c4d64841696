import Foundation
import Tabular

/// One synthetic table: who drew it, in what time, and how good it is.
struct QualityRun: Codable {
  /// Who drew it, as in `Lyrebird fast` or `TVAE, 30 epochs`.
  let generator: String
  let seed: Int
  /// Wall seconds to read the table, learn it and draw as many rows; `nil` for real rows.
  let seconds: Double?
  /// The most memory held at once, in MiB.
  let peakMemory: Double?
  /// The processor, where it is not the one of the whole result.
  var processor: String?
  /// The measures by name, as `lyrebird evaluate --json` names them.
  let figures: [String: Double]

  /// Evaluates the table that was drawn.
  init(
    generator: String, seed: Int, seconds: Double, peakMemory: Double?, figures: [String: Double]
  ) {
    self.generator = generator
    self.seed = seed
    self.seconds = (seconds * 100).rounded() / 100
    self.peakMemory = peakMemory?.rounded()
    self.figures = figures
  }

  /// What real rows that nobody learned from reach.
  init(ceilingsOf report: EvaluationReport) {
    generator = "fresh real rows"
    seed = 0
    seconds = nil
    peakMemory = nil
    figures = QualityRun.named(report.figures) { $0.ceiling }
  }

  /// Figures by name, those that are not defined left out.
  static func named(
    _ figures: [EvaluationFigure], _ value: (EvaluationFigure) -> Double?
  ) -> [String: Double] {
    figures.reduce(into: [:]) { result, figure in
      result[figure.name.rawValue] = value(figure).map { ($0 * 1e6).rounded() / 1e6 }
    }
  }
}
