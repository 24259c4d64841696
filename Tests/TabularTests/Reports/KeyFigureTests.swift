import Reporting
import Testing

@testable import Tabular

@Suite struct KeyFigureTests {
  @Test(arguments: EvaluationFigure.Name.allCases)
  func whatRealDataReachesIsGood(name: EvaluationFigure.Name) {
    let ceiling = name.aim == .half ? 0.5 : 0.02
    let card = KeyFigure(EvaluationFigure(name, ceiling, ceiling: ceiling))
    #expect(card.verdict == .good)
    #expect(abs(card.value - ceiling) < 1e-12)
    let scale = card.scale ?? .init(0, 0)
    #expect(scale.lower <= ceiling && ceiling <= scale.upper)
  }

  @Test(arguments: EvaluationFigure.Name.allCases)
  func whatIsFarFromRealDataIsPoor(name: EvaluationFigure.Name) {
    let (value, ceiling) =
      switch name.aim {
      case .low: (0.9, 0.1)
      case .high: (0.55, 0.95)
      case .half: (0.9, 0.5)
      case .notBelowReal: (0.01, 0.3)
      }
    #expect(KeyFigure(EvaluationFigure(name, value, ceiling: ceiling)).verdict == .poor)
  }

  @Test func aMissingValueIsExplained() {
    let card = KeyFigure(EvaluationFigure(.membershipAUC, nil, ceiling: 0.5, reason: "No rows."))
    #expect(card.value.isNaN && card.verdict == nil && card.scale == nil)
    #expect(card.sentence == "No rows.")
  }
}
