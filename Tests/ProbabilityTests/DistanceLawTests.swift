import Foundation
import Testing
import Torch

@testable import Probability

/// A distance between two samples that the laws are applied to.
struct DistanceCase: Sendable, CustomTestStringConvertible {
  let name: String
  /// What equal distributions give.
  let zero: Double
  /// How far from it two independent samples of one distribution may fall.
  let noise: Double
  /// Whether a sample has exactly `zero` to itself.
  let isExactOnItself: Bool
  let measure: @Sendable (Tensor, Tensor) -> Double

  var testDescription: String { name }

  init(
    _ name: String, zero: Double = 0, noise: Double, isExactOnItself: Bool = true,
    _ measure: @escaping @Sendable (Tensor, Tensor) -> Double
  ) {
    self.name = name
    self.zero = zero
    self.noise = noise
    self.isExactOnItself = isExactOnItself
    self.measure = measure
  }

  static let all: [DistanceCase] = [
    .init("biased MMD", noise: 0.01) {
      MaximumMeanDiscrepancy(kernel: .gaussian(bandwidths: [2]), estimator: .biased)($0, $1)
    },
    .init("unbiased MMD", noise: 0.005, isExactOnItself: false) {
      MaximumMeanDiscrepancy(kernel: .gaussian(bandwidths: [2]))($0, $1)
    },
    .init("median MMD", noise: 0.005, isExactOnItself: false) { MaximumMeanDiscrepancy()($0, $1) },
    .init("polynomial MMD", noise: 0.2, isExactOnItself: false) {
      MaximumMeanDiscrepancy(kernel: .polynomial(degree: 3))($0, $1)
    },
    .init("energy", noise: 0.05) { EnergyDistance()($0, $1) },
    .init("unbiased energy", noise: 0.03, isExactOnItself: false) {
      EnergyDistance(estimator: .unbiased)($0, $1)
    },
    .init("sliced Wasserstein 1", noise: 0.2) {
      SlicedWasserstein(order: 1)($0, $1, using: RandomSource(seed: 4))
    },
    .init("sliced Wasserstein 2", noise: 0.2) {
      SlicedWasserstein(order: 2)($0, $1, using: RandomSource(seed: 4))
    },
    .init("Fréchet", noise: 0.1) { frechetDistance($0, $1) },
    .init("Wasserstein", noise: 0.2) {
      wassersteinDistance($0.select(axis: 1, index: 0), $1.select(axis: 1, index: 0))
    },
    .init("Kolmogorov–Smirnov", noise: 0.12) {
      kolmogorovSmirnov($0.select(axis: 1, index: 0), $1.select(axis: 1, index: 0))
    },
    .init("logistic two-sample", zero: 0.5, noise: 0.1, isExactOnItself: false) {
      ClassifierTwoSampleTest()($0, $1, using: RandomSource(seed: 4))
    },
    .init("neighbour two-sample", zero: 0.5, noise: 0.1, isExactOnItself: false) {
      ClassifierTwoSampleTest(classifier: .nearestNeighbors(count: 25))(
        $0, $1, using: RandomSource(seed: 4))
    },
  ]
}

/// Laws that hold for each distance between samples.
@Suite struct DistanceLawTests {
  static func draw(_ seed: UInt64, _ count: Int = 400, shift: Double = 0) -> Tensor {
    Tensor.randomNormal([count, 3], dtype: .float64, using: RandomSource(seed: seed)) + shift
  }

  @Test(arguments: DistanceCase.all) func vanishesForEqualDistributions(_ member: DistanceCase) {
    let (x, y) = (Self.draw(1), Self.draw(2))
    if member.isExactOnItself { #expect(abs(member.measure(x, x) - member.zero) < 1e-7) }
    #expect(abs(member.measure(x, y) - member.zero) < member.noise)
  }

  @Test(arguments: DistanceCase.all) func isSymmetric(_ member: DistanceCase) {
    let (x, y) = (Self.draw(1), Self.draw(2, 400, shift: 0.7))
    let difference = abs(member.measure(x, y) - member.measure(y, x))
    // Classifiers deal rows to folds by the order of the samples.
    #expect(difference < (member.name.hasSuffix("two-sample") ? 0.05 : 1e-12))
  }

  @Test(arguments: DistanceCase.all) func growsWithTheShift(_ member: DistanceCase) {
    let x = Self.draw(1)
    let values = [0.0, 0.5, 1, 2].map { member.measure(x, Self.draw(2, 400, shift: $0)) }
    for (near, far) in zip(values, values.dropFirst()) { #expect(far > near + member.noise / 10) }
  }

  @Test(arguments: DistanceCase.all) func precisionOfTheInputDoesNotMatter(_ member: DistanceCase) {
    let x = Self.draw(1).to(dtype: .float32)
    let y = Self.draw(2, 400, shift: 0.7).to(dtype: .float32)
    let wide = member.measure(x.to(dtype: .float64), y.to(dtype: .float64))
    #expect(abs(member.measure(x, y) - wide) < 1e-9)
  }

  /// E MMD² of N(0, I) and N(m, I) has a closed form: 2 (1 + 2/σ²)^(−d/2) (1 − e^(−m²/(2σ²+4))).
  @Test func unbiasedMMDIsTheClosedFormOnAverage() {
    let (sigma, shift) = (1.5, 1.0)
    let spread = 1 + 2 / (sigma * sigma)
    let expected =
      2 * pow(spread, -1.5)
      * (1 - exp(-3 * shift * shift / (2 * sigma * sigma + 4)))
    let discrepancy = MaximumMeanDiscrepancy(kernel: .gaussian(bandwidths: [sigma]))
    let values = (0..<20).map {
      discrepancy(Self.draw(2 * $0 + 50), Self.draw(2 * $0 + 51, 300, shift: shift))
    }
    #expect(abs(values.reduce(0, +) / 20 - expected) < 0.01)
  }

  @Test func blocksDoNotShow() {
    // 3,000 rows against 3,000 take three blocks, the last one short.
    let (x, y) = (Self.draw(1, 3000), Self.draw(2, 2500, shift: 0.4))
    let found = meanBetween(x, y, squaredDistances)
    #expect(abs(found - squaredDistances(x, y).mean().item(Double.self)) < 1e-9)
    let within = PairEstimator.unbiased.meanWithin(x) { ($0.matmul($1.transpose(0, 1)) + 1).pow(2) }
    let gram = (x.matmul(x.transpose(0, 1)) + 1).pow(2)
    let expected = (gram.sum() - gram.diagonal().sum()).item(Double.self) / (3000 * 2999)
    #expect(abs(within - expected) < 1e-9)
    let error = euclideanDistances(x, y).squared() - squaredDistances(x, y)
    #expect(error.abs().max().item(Double.self) < 1e-12)
    #expect(euclideanDistances(x, x).diagonal().max().item(Double.self) == 0)
  }

  @Test func neighborMeasuresOfOneDistributionAndOfTwo() {
    let (x, y) = (Self.draw(1), Self.draw(2))
    let same = NeighborMeasures(real: x, generated: y)
    #expect(min(same.precision, same.recall, same.density, same.coverage) > 0.85)
    let collapsed = NeighborMeasures(real: x, generated: y * 0.1)
    #expect(collapsed.precision > 0.95 && collapsed.recall < 0.1 && collapsed.coverage < 0.5)
    let far = NeighborMeasures(real: x, generated: y + 20)
    #expect(far == NeighborMeasures(real: x, generated: y + 30))
    #expect(far.precision + far.recall + far.density + far.coverage == 0)
  }

  @Test func kernelDistanceIsTheMeanOverSubsets() {
    let (x, y) = (Self.draw(1), Self.draw(2, 400, shift: 0.5))
    let measure = KernelDistance(subsetCount: 20, subsetSize: 100)
    let value = measure(x, y, using: RandomSource(seed: 9))
    #expect(value == measure(x, y, using: RandomSource(seed: 9)))
    let whole = MaximumMeanDiscrepancy(kernel: .polynomial(degree: 3))(x, y)
    #expect(abs(value.mean - whole) < 5 * value.standardDeviation / 20.0.squareRoot())
    let all = KernelDistance(subsetCount: 2, subsetSize: 1000)(x, y, using: RandomSource(seed: 9))
    #expect(abs(all.mean - whole) < 1e-12 && all.standardDeviation < 1e-12)
  }

  @Test func frechetDistanceOfSingularCovariances() {
    // Fewer rows than features: the root of the product of covariances is singular.
    let random = RandomSource(seed: 3)
    let x = Tensor.randomNormal([10, 40], dtype: .float64, using: random)
    #expect(frechetDistance(x, x) < 1e-12)
    #expect(abs(frechetDistance(x, x + 0.5) - 10) < 1e-10)
    let exact = frechetDistance(
      mean: Tensor([0.0, 0]), covariance: Tensor([4.0, 0, 0, 0], [2, 2]), mean: Tensor([3.0, 4]),
      covariance: Tensor([1.0, 0, 0, 9], [2, 2]))
    #expect(abs(exact - (25 + 1 + 9)) < 1e-12)
  }

  @Test func tiedScoresCountHalf() {
    #expect(rocAUC(scores: [1, 1, 1], isPositive: [true, false, true]) == 0.5)
    #expect(rocAUC(scores: [0, 1, 1, 2], isPositive: [false, false, true, true]) == 0.875)
  }

  @Test func blocksStayBounded() {
    var largest = 0
    let x = Tensor.zeros([50_000, 1])
    forEachBlock(x, against: x) { rows, _ in largest = max(largest, rows.size(0) * 50_000) }
    #expect(largest <= pairsPerBlock)
  }
}
