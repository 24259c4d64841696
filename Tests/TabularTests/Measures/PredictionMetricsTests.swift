import Testing

@testable import Tabular

@Suite("Measures of predictions")
struct PredictionMetricsTests {
  @Test("Equal to scikit-learn, with and without ties")
  func golden() throws {
    let golden = try MeasuresGolden.load()
    for item in golden.classification {
      let auc = try #require(
        ClassificationMetrics.rocAUC(scores: item.scores, isPositive: item.truth))
      let precision = try #require(
        ClassificationMetrics.averagePrecision(scores: item.scores, isPositive: item.truth))
      #expect(abs(auc - item.rocAUC) < 1e-12)
      #expect(abs(precision - item.averagePrecision) < 1e-12)
      let f1 = ClassificationMetrics.f1(scores: item.scores, isPositive: item.truth)
      #expect(abs(f1 - item.f1) < 1e-12)
      let loss = ClassificationMetrics.logLoss(probabilities: item.scores, isPositive: item.truth)
      #expect(abs(loss - item.logLoss) < 1e-6)
    }
    let (predicted, truth) = (golden.regression.predicted, golden.regression.truth)
    let r2 = try #require(RegressionMetrics.r2(predicted: predicted, truth: truth))
    let rmse = try #require(RegressionMetrics.rmse(predicted: predicted, truth: truth))
    #expect(abs(r2 - golden.regression.r2) < 1e-12)
    #expect(abs(rmse - golden.regression.rmse) < 1e-12)
  }

  @Test("The AUC sees order alone, and turns about when scores or classes do")
  func invariance() throws {
    let item = try #require(try MeasuresGolden.load().classification.dropFirst().first)
    func auc(_ scores: [Float], _ truth: [Bool]) -> Double? {
      ClassificationMetrics.rocAUC(scores: scores, isPositive: truth)
    }
    let plain = try #require(auc(item.scores, item.truth))
    #expect(auc(item.scores.map { $0 * $0 * $0 * 8 - 3 }, item.truth) == plain)
    let reversed = try #require(auc(item.scores.map { -$0 }, item.truth))
    let swapped = try #require(auc(item.scores, item.truth.map { !$0 }))
    #expect(abs(reversed - (1 - plain)) < 1e-12)
    #expect(abs(swapped - (1 - plain)) < 1e-12)
    #expect(auc([Float](repeating: 0.3, count: item.truth.count), item.truth) == 0.5)
    #expect(auc([0.1, 0.9], [true, true]) == nil)
    #expect(ClassificationMetrics.averagePrecision(scores: [0.1], isPositive: [false]) == nil)
  }

  @Test("No threshold has a better F1 than the best one")
  func bestThreshold() throws {
    for item in try MeasuresGolden.load().classification {
      let best = ClassificationMetrics.bestThreshold(scores: item.scores, isPositive: item.truth)
      let f1 = ClassificationMetrics.f1(
        scores: item.scores, isPositive: item.truth, threshold: best)
      for threshold in stride(from: Float(0), to: 1, by: 0.01) {
        let other = ClassificationMetrics.f1(
          scores: item.scores, isPositive: item.truth, threshold: threshold)
        #expect(other <= f1 + 1e-12)
      }
      #expect(f1 > item.f1 || item.f1 == f1)
    }
  }
}
