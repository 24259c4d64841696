import Probability
import Testing
import Torch

/// Log-probabilities, their gradients, moments, entropies, cumulative distributions and quantiles
/// against torch.distributions and SciPy.
@Suite struct DistributionGoldenTests {
  struct Entry: Decodable, Sendable {
    let parameters: [String: Golden]
    let x: Golden
    let logProbability: Golden
    let gradients: [Golden]
    let mean: Golden?
    let variance: Golden?
    let entropy: Golden?
    let cdf: Golden?
    let probabilities: Golden?
    let quantiles: Golden?
  }

  static let makers: [String: @Sendable ([Tensor]) -> any Distribution] = [
    "normal": { Normal(mean: $0[0], standardDeviation: $0[1]) },
    "laplace": { Laplace(location: $0[0], scale: $0[1]) },
    "logistic": { Logistic(location: $0[0], scale: $0[1]) },
    "studentT": { StudentT(degreesOfFreedom: $0[0], location: $0[1], scale: $0[2]) },
    "gamma": { Gamma(concentration: $0[0], rate: $0[1]) },
    "beta": { Beta(alpha: $0[0], beta: $0[1]) },
    "uniform": { Uniform(low: $0[0], high: $0[1]) },
    "bernoulli": { Bernoulli(logits: $0[0]) },
    "categorical": { Categorical(logits: $0[0]) },
    "dirichlet": { Dirichlet(concentration: $0[0]) },
    "gaussianMixture": { GaussianMixture(logits: $0[0], mean: $0[1], standardDeviation: $0[2]) },
    "logNormal": {
      TransformedDistribution(Normal(mean: $0[0], standardDeviation: $0[1]), ExpBijection())
    },
  ]

  @Test func theReferenceCoversEachMaker() throws {
    let entries = try Golden.load("distributions", as: [String: Entry].self)
    #expect(Set(entries.keys) == Set(Self.makers.keys))
  }

  @Test(arguments: makers.keys.sorted()) func agreesWithTheReference(_ name: String) throws {
    let entries = try Golden.load("distributions", as: [String: Entry].self)
    let entry = try #require(entries[name])
    let make = try #require(Self.makers[name])
    let parameters = entry.parameters.sorted { $0.key < $1.key }.map { $0.value.tensor }
    let distribution = make(parameters)
    let x = entry.x.tensor

    #expect(relativeError(distribution.logProbability(of: x), entry.logProbability) < 1e-12)
    let (_, gradients) = valueAndGrad(parameters) {
      let found = make($0).logProbability(of: x)
      return found.maskedFill(found.equal(-Double.infinity), 0.0).sum()
    }
    for (found, expected) in zip(gradients, entry.gradients) {
      #expect(relativeError(found, expected) < 1e-11)
    }
    if let moments = distribution as? any ClosedFormMoments, let mean = entry.mean {
      #expect(relativeError(moments.mean, mean) < 1e-13)
      #expect(entry.variance.map { relativeError(moments.variance, $0) < 1e-13 } == true)
    } else {
      #expect(entry.mean == nil)
    }
    if let expected = entry.entropy {
      let own = try #require(distribution as? any ClosedFormEntropy)
      #expect(relativeError(own.entropy, expected) < 1e-11)
    }
    if let expected = entry.cdf {
      let own = try #require(distribution as? any ClosedFormCumulative)
      #expect(relativeError(own.cumulativeDistribution(of: x), expected) < 1e-12)
    }
    if let expected = entry.quantiles, let at = entry.probabilities {
      let own = try #require(distribution as? any ClosedFormQuantile)
      #expect(relativeError(own.quantile(at.tensor), expected) < 1e-12)
    }
  }

  struct Discretized: Decodable {
    let location, scale, low, high: Double
    let binCount: Int
    let logProbability: Golden
  }

  /// Bins down to e^-120 against 60-digit arithmetic.
  @Test func discretizedLogisticIsExactInTheTails() throws {
    let golden = try Golden.load("discretizedLogistic", as: Discretized.self)
    let distribution = DiscretizedLogistic(
      location: Tensor(golden.location), scale: Tensor(golden.scale), low: golden.low,
      high: golden.high, binCount: golden.binCount)
    let x = Tensor.linspace(golden.low, golden.high, count: golden.binCount, dtype: .float64)
    #expect(relativeError(distribution.logProbability(of: x), golden.logProbability) < 1e-12)
    #expect((golden.logProbability.values.min() ?? 0) < -100)
  }
}
