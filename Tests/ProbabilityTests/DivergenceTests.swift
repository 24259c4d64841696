import Probability
import Testing
import Torch

/// Kullback–Leibler divergences against torch.distributions and against their own Monte Carlo.
@Suite struct DivergenceTests {
  struct Pair: Sendable {
    /// KL(p ‖ q), KL(p ‖ p) and a Monte Carlo estimate of the first.
    let evaluate: @Sendable () -> (Tensor, Tensor, MonteCarloEstimate)
  }

  static let draws = 20_000

  static let pairs: [String: Pair] = [
    "normal": Pair {
      let p = Normal(mean: Tensor([0.0, 1.0]), standardDeviation: Tensor([1.0, 0.2]))
      let q = Normal(mean: Tensor([2.0, 1.0]), standardDeviation: Tensor([0.5, 3.0]))
      return (klDivergence(p, q), klDivergence(p, p), estimate(p, q))
    },
    "bernoulli": Pair {
      let p = Bernoulli(logits: Tensor([0.0, -20.0]))
      let q = Bernoulli(logits: Tensor([2.0, 5.0]))
      return (klDivergence(p, q), klDivergence(p, p), estimate(p, q))
    },
    "categorical": Pair {
      let p = Categorical(logits: Tensor([0.0, 1.0, 2.0]))
      let q = Categorical(logits: Tensor([1.0, 0.0, -3.0]))
      return (klDivergence(p, q), klDivergence(p, p), estimate(p, q))
    },
    "gamma": Pair {
      let p = Gamma(concentration: Tensor([0.5, 4.0]), rate: Tensor([1.0, 2.0]))
      let q = Gamma(concentration: Tensor([2.0, 3.0]), rate: Tensor([0.3, 2.0]))
      return (klDivergence(p, q), klDivergence(p, p), estimate(p, q))
    },
    "dirichlet": Pair {
      let p = Dirichlet(concentration: Tensor([0.5, 1.0, 4.0]))
      let q = Dirichlet(concentration: Tensor([2.0, 2.0, 2.0]))
      return (klDivergence(p, q), klDivergence(p, p), estimate(p, q))
    },
  ]

  static func estimate(_ p: some Distribution, _ q: some Distribution) -> MonteCarloEstimate {
    klDivergence(p, q, sampleCount: draws, using: RandomSource(seed: 31))
  }

  @Test(arguments: pairs.keys.sorted()) func closedFormsHold(_ name: String) throws {
    let golden = try Golden.load("divergences", as: [String: Golden].self)
    let pair = try #require(Self.pairs[name])
    let (found, own, estimate) = pair.evaluate()
    #expect(relativeError(found, try #require(golden[name])) < 1e-12)
    #expect((found > 0).all().item(Bool.self))
    #expect(own.abs().max().item(Double.self) < 1e-12)
    let error = (estimate.value - found).abs()
    #expect((error <= estimate.standardError * 5 + 1e-7).all().item(Bool.self))
    #expect(estimate.standardError.max().item(Double.self) < 0.1)
  }

  @Test func independentSumsOverTheEvent() {
    let p = Normal(mean: Tensor([0.0, 1.0]), standardDeviation: Tensor([1.0, 0.2]))
    let q = Normal.standard([2], dtype: .float64)
    let found = klDivergence(Independent(p), Independent(q))
    #expect(relativeError(found, klDivergence(p, q).sum()) < 1e-15)
  }

  @Test func absentCategories() {
    let p = Categorical(weights: Tensor([0.5, 0.5, 0]))
    let q = Categorical(weights: Tensor([0.2, 0.4, 0.4]))
    #expect(klDivergence(p, q).item(Double.self).isFinite)
    #expect(klDivergence(q, p).item(Double.self) == .infinity)
    #expect(abs(klDivergence(p, p).item(Double.self)) < 1e-15)
  }
}
