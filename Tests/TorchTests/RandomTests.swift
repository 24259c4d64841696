import Testing

@testable import Torch

/// Draws have the moments of their distributions and come again from the same seed.
@Suite struct RandomTests {
  /// A drawing operator, with the mean and the variance of its elements.
  struct Draw: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let mean: Double
    let variance: Double
    let draw: @Sendable (RandomSource) -> Tensor
  }

  static let count = 20_000

  static let draws: [Draw] = [
    Draw(testDescription: "normal", mean: 0, variance: 1) {
      .randomNormal([count], dtype: .float64, using: $0)
    },
    Draw(testDescription: "uniform", mean: 1, variance: 16.0 / 12) {
      .randomUniform([count], low: -1, high: 3, dtype: .float64, using: $0)
    },
    Draw(testDescription: "integers", mean: 4.5, variance: 35.0 / 12) {
      .randomIntegers([count], low: 2, high: 8, using: $0)
    },
    Draw(
      testDescription: "permutation", mean: Double(count - 1) / 2,
      variance: Double(count * count - 1) / 12
    ) { .randomPermutation(count, using: $0) },
    Draw(testDescription: "Bernoulli", mean: 0.3, variance: 0.21) {
      Tensor.full([count], 0.3).bernoulli(using: $0)
    },
    Draw(testDescription: "Bernoulli of one probability", mean: 0.3, variance: 0.21) {
      .randomBernoulli([count], probability: 0.3, using: $0)
    },
    Draw(testDescription: "multinomial", mean: 1.25, variance: 0.6875) {
      Tensor([1.0, 1.0, 2.0]).multinomial(count, using: $0)
    },
    Draw(testDescription: "gamma", mean: 2.5, variance: 2.5) {
      Tensor.full([count], 2.5, dtype: .float64).standardGamma(using: $0)
    },
    Draw(testDescription: "exponential", mean: 1, variance: 1) {
      .randomExponential([count], dtype: .float64, using: $0)
    },
  ]

  @Test(arguments: draws) func hasItsMomentsAndComesAgain(_ draw: Draw) {
    let sample = draw.draw(RandomSource(seed: 3))
    #expect(sample.isIdentical(to: draw.draw(RandomSource(seed: 3))))
    #expect(!sample.isIdentical(to: draw.draw(RandomSource(seed: 4))))
    let values = sample.to(dtype: .float64)
    let error = (draw.variance / Double(Self.count)).squareRoot()
    #expect(abs(values.mean().item(Double.self) - draw.mean) < 5 * error)
    let variance = values.variance(axes: [0]).item(Double.self)
    #expect(abs(variance / draw.variance - 1) < 0.1)
  }

  @Test func drawsStayInTheirRange() {
    let random = RandomSource(seed: 5)
    let uniform = Tensor.randomUniform([1000], low: -1, high: 3, using: random)
    #expect((uniform < -1).any().item(Bool.self) == false)
    #expect((uniform > 3).any().item(Bool.self) == false)
    let permutation = Tensor.randomPermutation(100, using: random)
    #expect(permutation.sort().values.asArray(Int.self) == Array(0..<100))
    let without = Tensor.ones([50]).multinomial(50, replacement: false, using: random)
    #expect(without.sort().values.asArray(Int.self) == Array(0..<50))
  }

  @Test(arguments: 0..<5) func onesOfOneProbabilityAreIndependent(_ seed: UInt64) {
    let probability = 0.3
    func draw(_ count: Int) -> [Float] {
      Tensor.randomBernoulli([count], probability: probability, using: RandomSource(seed: seed))
        .asArray(Float.self)
    }
    let ones = draw(Self.count)
    for count in [0, 1, 7, 8, 31, 32, 33, 1000] { #expect(draw(count) == Array(ones[..<count])) }
    // Neighbours, in memory and in the blocks that are drawn at once.
    for lag in [1, 2, 4, 8, 16, 24, 32, 64, 1024] {
      let pairs = Double(Self.count - lag)
      let both = zip(ones, ones.dropFirst(lag)).reduce(0.0) { $0 + Double($1.0 * $1.1) } / pairs
      let share = probability * probability
      #expect(abs(both - share) < 5 * (share * (1 - share) * 2 / pairs).squareRoot())
    }
    let random = RandomSource(seed: seed)
    let (first, second) = (
      Tensor.randomBernoulli([1000], probability: 0.5, using: random),
      Tensor.randomBernoulli([1000], probability: 0.5, using: random)
    )
    #expect(!first.isIdentical(to: second))
  }

  @Test func probabilitiesAtAndBeyondTheEnds() {
    let random = RandomSource(seed: 1)
    for (probability, sum) in [(0.0, Float(0)), (1, 1000)] {
      let ones = Tensor.randomBernoulli([1000], probability: probability, using: random)
      #expect(ones.sum().item(Float.self) == sum)
    }
    for probability in [-0.1, 1.1, .nan] {
      #expect(throws: TorchError.self) {
        try withError { _ = Tensor.randomBernoulli([3], probability: probability, using: random) }
      }
    }
  }

  @Test func gammaDrawsAreDifferentiable() {
    // E[Gamma(a, 1)] = a, so the mean derivative of the draws is one.
    let concentration = Tensor.full([Self.count], 1.5, dtype: .float64)
    let (_, gradients) = valueAndGrad([concentration]) {
      $0[0].standardGamma(using: RandomSource(seed: 6)).mean()
    }
    #expect(abs(gradients[0].sum().item(Double.self) - 1) < 0.05)
  }

  @Test func statesThatAreNoneAreRefused() {
    #expect(throws: TorchError.self) { try RandomSource(seed: 1).restore([1, 2, 3]) }
  }
}
