import Testing
import Torch

@testable import Probability

/// Distances between samples against SciPy, POT, prdc, scikit-learn and the formulas in NumPy.
@Suite struct DistanceGoldenTests {
  struct Content: Decodable {
    let x, y, directions, p, q: Golden
    let mmdMedianUnbiased, mmdMedianBiased, mmdManyUnbiased: Double
    let mmdCubicUnbiased, mmdCubicBiased, median: Double
    let energyBiased, energyUnbiased, energyOneDimension: Double
    let slicedWasserstein1, slicedWasserstein2, slicedWassersteinEqual2: Double
    let wasserstein1, wasserstein2, kolmogorovSmirnov, frechet: Double
    let precision, recall, density, coverage: Double
    let logisticAUC, neighborAUC, totalVariation, jensenShannon: Double
  }

  let golden: Content
  let x: Tensor
  let y: Tensor

  init() throws {
    golden = try Golden.load("distances", as: Content.self)
    x = golden.x.tensor
    y = golden.y.tensor
  }

  private func isNear(_ found: Double, _ expected: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(found - expected) <= tolerance * max(1, abs(expected))
  }

  @Test func maximumMeanDiscrepancy() {
    func mmd(_ kernel: MaximumMeanDiscrepancy.Kernel, _ estimator: PairEstimator) -> Double {
      MaximumMeanDiscrepancy(kernel: kernel, estimator: estimator)(x, y)
    }
    #expect(isNear(medianDistance(.concatenate([x, y])), golden.median))
    #expect(isNear(mmd(.medianGaussian, .unbiased), golden.mmdMedianUnbiased))
    #expect(isNear(mmd(.medianGaussian, .biased), golden.mmdMedianBiased))
    let many = mmd(.gaussian(bandwidths: [0.5, 1, 4]), .unbiased)
    #expect(isNear(many, golden.mmdManyUnbiased))
    #expect(isNear(mmd(.polynomial(degree: 3), .unbiased), golden.mmdCubicUnbiased))
    #expect(isNear(mmd(.polynomial(degree: 3), .biased), golden.mmdCubicBiased))
  }

  @Test func energy() {
    #expect(isNear(EnergyDistance()(x, y), golden.energyBiased))
    #expect(isNear(EnergyDistance(estimator: .unbiased)(x, y), golden.energyUnbiased))
    let first = EnergyDistance()(column(x), column(y))
    #expect(isNear(first.squareRoot(), golden.energyOneDimension))
  }

  private func column(_ sample: Tensor) -> Tensor { sample.select(axis: 1, index: 0) }

  @Test func wasserstein() {
    #expect(isNear(wassersteinDistance(column(x), column(y)), golden.wasserstein1))
    #expect(isNear(wassersteinDistance(column(x), column(y), order: 2), golden.wasserstein2))
    let along = golden.directions.tensor
    #expect(isNear(SlicedWasserstein(order: 1).along(along, x, y), golden.slicedWasserstein1))
    #expect(isNear(SlicedWasserstein(order: 2).along(along, x, y), golden.slicedWasserstein2))
    let part = x.narrow(axis: 0, start: 0, length: 45)
    let equal = SlicedWasserstein(order: 2).along(along, part, y)
    #expect(isNear(equal, golden.slicedWassersteinEqual2))
  }

  @Test func kolmogorovSmirnovAndFrechet() {
    #expect(isNear(kolmogorovSmirnov(column(x), column(y)), golden.kolmogorovSmirnov))
    #expect(isNear(frechetDistance(x, y), golden.frechet))
  }

  @Test func neighbors() {
    let found = NeighborMeasures(real: x, generated: y, nearest: 5)
    #expect(isNear(found.precision, golden.precision))
    #expect(isNear(found.recall, golden.recall))
    #expect(isNear(found.density, golden.density))
    #expect(isNear(found.coverage, golden.coverage))
  }

  @Test func classifiers() {
    let logistic = ClassifierTwoSampleTest().dealtInTurn(x, y)
    #expect(isNear(logistic, golden.logisticAUC, 1e-9))
    let neighbors = ClassifierTwoSampleTest(classifier: .nearestNeighbors(count: 7))
    #expect(isNear(neighbors.dealtInTurn(x, y), golden.neighborAUC))
  }

  @Test func probabilityVectors() {
    let (p, q) = (golden.p.values, golden.q.values)
    #expect(isNear(totalVariation(p, q), golden.totalVariation))
    #expect(isNear(jensenShannonDivergence(p, q), golden.jensenShannon))
    #expect(jensenShannonDivergence([1, 0], [0, 3]) == 0.6931471805599453)
    #expect(totalVariation([1, 0], [0, 3]) == 1)
  }
}
