import Foundation

extension ScenariosRun {
  /// What came of a run.
  public struct Outcome: Codable, Sendable {
    /// The model.
    public var model: ScenarioFamily
    /// The names of the assets.
    public var assets: [String]
    /// The weights of the portfolio that is looked at.
    public var weights: [Double]
    /// How many scenarios were drawn.
    public var count: Int
    /// What they fulfil.
    public var condition: String?
    /// How probable that is, according to the model.
    public var probability: Double?
    /// How many independent scenarios they are worth.
    public var effectiveSize: Double?
    /// The portfolio's tail risks in the next period.
    public var risks: [TailFigures]
    /// The mean return of each asset in the scenarios.
    public var assetMeans: [Double]
    /// The weights of least CVaR at 95 % over the scenarios; `nil` where constraints bend.
    public var optimum: [Double]?
    /// The least CVaR for each mean return, over the scenarios; empty where constraints bend.
    public var tailFrontier: [TailPoint]
    /// The same over the history.
    public var historicalTailFrontier: [TailPoint]
    /// How models did on periods that they had not seen.
    public var judgements: [ScenarioJudgement]
    /// What was done to the data.
    public var notes: [String]
    /// The files that were written.
    public var files: [String]

    /// The outcome for a terminal.
    public var text: String {
      var lines = ["\(count) scenarios of the next period by \(model.rawValue)"]
      if let condition, let probability, let effectiveSize {
        lines.append(
          String(
            format: "given %@: probability %.3g %%, worth %.0f independent scenarios", condition,
            100 * probability, effectiveSize))
      }
      lines += risks.map {
        String(
          format: "VaR %.0f %%: %.3f %%, CVaR: %.3f %%", 100 * $0.confidence,
          100 * $0.valueAtRisk, 100 * $0.conditionalValueAtRisk)
      }
      if condition != nil {
        lines += ["", "mean returns then:"]
        lines.append(
          TextColumns.text(
            zip(assets, assetMeans).map { [$0, String(format: "%.3f %%", 100 * $1)] },
            indent: "  "))
      }
      if !judgements.isEmpty {
        lines += ["", "on periods not learnt from:"]
        lines.append(TextColumns.text([ScenarioJudgement.header] + judgements.map(\.cells)))
        lines += judgements.compactMap(\.warning)
      }
      lines += files.map { "written: \($0)" }
      return lines.joined(separator: "\n") + "\n"
    }
  }
}
