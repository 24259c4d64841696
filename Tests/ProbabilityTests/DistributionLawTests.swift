import Probability
import Testing
import Torch

/// Laws that hold for each distribution.
@Suite struct DistributionLawTests {
  static let sampleCount = 20_000

  @Test(arguments: DistributionCase.continuous)
  func densityIntegratesToOne(_ member: DistributionCase) throws {
    let range = try #require(member.range)
    // The midpoint rule in u with x = middle + half · u³, so that points crowd at the middle for
    // long tails; smooth densities need no more.
    let count = 200_000
    let width = range.upperBound - range.lowerBound
    let half = width > 200 ? width / 2 : 0
    let u = (Tensor.arange(count).to(dtype: .float64) + 0.5) / Double(count)
    let centered = u * 2 - 1
    let x = half > 0 ? centered.pow(3) * half : u * width + range.lowerBound
    let weight = half > 0 ? centered.squared() * (6 * half) : u.onesLike() * width
    let density = member.distribution.logProbability(of: x).exp()
    let total = ((density * weight).sum() / Double(count)).item(Double.self)
    #expect(abs(total - 1) < 2e-5)
  }

  @Test(arguments: DistributionCase.discrete)
  func probabilitiesSumToOne(_ member: DistributionCase) throws {
    let values = Tensor(try #require(member.values))
    let total = member.distribution.logProbability(of: values).exp().sum().item(Double.self)
    #expect(abs(total - 1) < 1e-12)
  }

  @Test(arguments: DistributionCase.discrete)
  func samplesHaveTheirProbabilities(_ member: DistributionCase) throws {
    let values = try #require(member.values)
    let drawn = member.distribution.sample(Self.sampleCount, using: RandomSource(seed: 5))
    let expected = member.distribution.logProbability(of: Tensor(values)).exp()
    for (value, probability) in zip(values, expected.asArray(Double.self)) {
      let isNear = (drawn.to(dtype: .float64) - value).abs() < 1e-9
      let share = Double(isNear.sum().item(Int.self)) / Double(Self.sampleCount)
      #expect(abs(share - probability) < 5 * (0.25 / Double(Self.sampleCount)).squareRoot())
    }
  }

  @Test(arguments: DistributionCase.all)
  func samplesMatchTheMoments(_ member: DistributionCase) throws {
    guard let distribution = member.distribution as? any ClosedFormMoments else {
      #expect(!(["Normal", "Dirichlet", "Gamma"].contains(member.name)))
      return
    }
    let drawn = distribution.sample(Self.sampleCount, using: RandomSource(seed: 6))
    let deviation = distribution.variance.sqrt()
    let meanError = (drawn.mean(axis: 0) - distribution.mean) / deviation
    #expect(meanError.abs().max().item(Double.self) < 5 / Double(Self.sampleCount).squareRoot())
    let ratio = drawn.variance(axes: [0]) / distribution.variance
    #expect((ratio - 1).abs().max().item(Double.self) < 0.1)
  }

  @Test(arguments: DistributionCase.continuous)
  func samplesAreUniformThroughTheirOwnCumulative(_ member: DistributionCase) throws {
    let distribution = try #require(member.distribution as? any ClosedFormCumulative)
    let drawn = distribution.sample(Self.sampleCount, using: RandomSource(seed: 7))
    let sorted = distribution.cumulativeDistribution(of: drawn).sort().values
    let rank = Tensor.arange(Self.sampleCount).to(dtype: .float64) + 0.5
    let statistic = (sorted - rank / Double(Self.sampleCount)).abs().max().item(Double.self)
    // The 1e-6 quantile of the Kolmogorov distribution is 2.7.
    #expect(statistic * Double(Self.sampleCount).squareRoot() < 2.7)
  }

  @Test(arguments: DistributionCase.continuous)
  func cumulativeIsTheIntegralOfTheDensity(_ member: DistributionCase) throws {
    let distribution = try #require(member.distribution as? any ClosedFormCumulative)
    let x = distribution.sample(50, using: RandomSource(seed: 8))
    let step = 1e-5
    let above = distribution.cumulativeDistribution(of: x + step)
    let below = distribution.cumulativeDistribution(of: x - step)
    let slope = (above - below) / (2 * step)
    #expect(relativeError(slope, distribution.logProbability(of: x).exp()) < 1e-4)
  }

  @Test(arguments: DistributionCase.continuous)
  func quantileInvertsTheCumulative(_ member: DistributionCase) {
    guard let distribution = member.distribution as? any ClosedFormQuantile else {
      #expect(
        ["StudentT", "Gamma", "Gamma below one", "Beta", "GaussianMixture"]
          .contains(member.name))
      return
    }
    let p = Tensor.linspace(0.001, 0.999, count: 99, dtype: .float64)
    let back = distribution.cumulativeDistribution(of: distribution.quantile(p))
    #expect(relativeError(back, p) < 1e-12)
  }

  @Test(arguments: DistributionCase.all)
  func entropyIsTheMeanOfTheNegativeLogProbability(_ member: DistributionCase) throws {
    guard let distribution = member.distribution as? any ClosedFormEntropy else { return }
    let drawn = distribution.sample(Self.sampleCount, using: RandomSource(seed: 9))
    let information = -distribution.logProbability(of: drawn)
    let deviation = information.standardDeviation(axes: [0]).item(Double.self)
    let error = (information.mean(axis: 0) - distribution.entropy).abs().item(Double.self)
    #expect(error < 1e-12 + 5 * deviation / Double(Self.sampleCount).squareRoot())
  }

  @Test(arguments: DistributionCase.all)
  func sameSeedSameBytes(_ member: DistributionCase) {
    let distribution = member.distribution
    let first = distribution.sample([4, 3], using: RandomSource(seed: 1))
    #expect(first.isIdentical(to: distribution.sample([4, 3], using: RandomSource(seed: 1))))
    let many = distribution.sample(100, using: RandomSource(seed: 1))
    #expect(!many.isIdentical(to: distribution.sample(100, using: RandomSource(seed: 2))))
    let shape = distribution.batchShape + distribution.eventShape
    #expect(first.shape == [4, 3] + shape)
    #expect(distribution.logProbability(of: first).shape == [4, 3] + distribution.batchShape)
  }

  @Test(arguments: DistributionCase.all)
  func gradientsMatchFiniteDifferences(_ member: DistributionCase) {
    let parameters = member.parameters()
    let x = member.distribution.sample(5, using: RandomSource(seed: 3)).detach()
    func total(_ at: [Tensor]) -> Tensor { member.make(at).logProbability(of: x).sum() }
    let (_, gradients) = valueAndGrad(parameters, total)
    #expect(finiteDifferenceError(parameters, gradients, total) < 1e-6)
  }

  @Test(arguments: DistributionCase.all)
  func reparameterizedSamplesCarryGradients(_ member: DistributionCase) {
    let parameters = member.parameters()
    let leaves = parameters.map { $0.requiringGrad() }
    let distribution = member.make(leaves)
    let drawn = distribution.sample(8, using: RandomSource(seed: 4))
    #expect(drawn.requiresGrad == distribution.isReparameterized)
  }

  /// The mean of reparameterised draws moves with the parameters as the closed form does.
  @Test(arguments: DistributionCase.all)
  func pathwiseGradientsOfTheMeanAreRight(_ member: DistributionCase) {
    guard member.distribution is any ClosedFormMoments, member.distribution.isReparameterized
    else { return }
    let parameters = member.parameters()
    // A fixed direction in the space of values: the parts of a Dirichlet draw sum to one.
    func weighted(_ mean: Tensor) -> Tensor {
      mean.ndim == 0 ? mean : mean.select(axis: 0, index: 0)
    }
    let (_, exact) = valueAndGrad(parameters) {
      (member.make($0) as? any ClosedFormMoments).map { weighted($0.mean) } ?? $0[0].sum()
    }
    let (_, found) = valueAndGrad(parameters) {
      weighted(member.make($0).sample(Self.sampleCount, using: RandomSource(seed: 2)).mean(axis: 0))
    }
    for (one, other) in zip(found, exact) {
      #expect((one - other).abs().max().item(Double.self) < 0.05)
    }
  }
}

/// The largest difference of gradients to central differences of `function`.
func finiteDifferenceError(
  _ inputs: [Tensor], _ gradients: [Tensor], _ function: ([Tensor]) -> Tensor
) -> Double {
  let step = 1e-6
  var worst = 0.0
  for (position, input) in inputs.enumerated() {
    let values = input.asArray(Double.self)
    let gradient = gradients[position].asArray(Double.self)
    for index in values.indices {
      func at(_ offset: Double) -> Double {
        var moved = values
        moved[index] += offset
        var all = inputs
        all[position] = Tensor(moved, input.shape)
        return function(all).item(Double.self)
      }
      let slope = (at(step) - at(-step)) / (2 * step)
      worst = max(worst, abs(slope - gradient[index]) / (1 + abs(slope)))
    }
  }
  return worst
}
