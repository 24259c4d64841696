import Probability
import Testing
import Torch

/// A member that the laws are applied to.
struct DistributionCase: Sendable, CustomTestStringConvertible {
  let name: String
  /// Parameters of the distribution, for gradients.
  let parameters: @Sendable () -> [Tensor]
  let make: @Sendable ([Tensor]) -> any Distribution
  /// Where nearly all of the mass lies, for quadrature of univariate densities.
  let range: ClosedRange<Double>?
  /// The values of a discrete one.
  let values: [Double]?

  var testDescription: String { name }

  init(
    _ name: String, _ parameters: [Double]..., range: ClosedRange<Double>? = nil,
    values: [Double]? = nil, make: @escaping @Sendable ([Tensor]) -> any Distribution
  ) {
    self.name = name
    self.parameters = { parameters.map { $0.count == 1 ? Tensor($0[0]) : Tensor($0) } }
    self.range = range
    self.values = values
    self.make = make
  }

  var distribution: any Distribution { make(parameters()) }

  static let continuous: [DistributionCase] = [
    .init("Normal", [0.5], [1.5], range: -20...20) {
      Normal(mean: $0[0], standardDeviation: $0[1])
    },
    .init("Laplace", [-1], [0.7], range: -40...40) { Laplace(location: $0[0], scale: $0[1]) },
    .init("Logistic", [1], [0.4], range: -30...30) { Logistic(location: $0[0], scale: $0[1]) },
    .init("StudentT", [5], [0.5], [1.2], range: -3000...3000) {
      StudentT(degreesOfFreedom: $0[0], location: $0[1], scale: $0[2])
    },
    .init("Gamma", [2.5], [1.5], range: 0...60) { Gamma(concentration: $0[0], rate: $0[1]) },
    .init("Gamma below one", [1.2], [0.5], range: 0...120) {
      Gamma(concentration: $0[0], rate: $0[1])
    },
    .init("Beta", [2.5], [1.7], range: 0...1) { Beta(alpha: $0[0], beta: $0[1]) },
    .init("Uniform", [-1], [3], range: -2...4) { Uniform(low: $0[0], high: $0[1]) },
    .init("GaussianMixture", [0, 1, -1], [-3, 0, 4], [0.5, 1, 2], range: -30...30) {
      GaussianMixture(logits: $0[0], mean: $0[1], standardDeviation: $0[2])
    },
    .init("log-normal", [0.2], [0.4], range: 0...60) {
      TransformedDistribution(Normal(mean: $0[0], standardDeviation: $0[1]), ExpBijection())
    },
    .init("falling affine", [0.2], [0.9], range: -40...40) {
      TransformedDistribution(
        Logistic(location: $0[0], scale: $0[1]),
        AffineBijection(shift: Tensor(2.0), scale: Tensor(-0.5)))
    },
    .init("logit-normal", [0.3], [0.8], range: 0...1) {
      TransformedDistribution(Normal(mean: $0[0], standardDeviation: $0[1]), SigmoidBijection())
    },
    .init(
      "spline", [0.5, -0.3, 1, 0.1], [-1, 0.4, 0.2, 0.9], [0.3, -0.8, 1.1], range: -20...20
    ) {
      TransformedDistribution(
        Normal.standard(dtype: .float64),
        RationalQuadraticSpline(widths: $0[0], heights: $0[1], slopes: $0[2]))
    },
  ]

  static let discrete: [DistributionCase] = [
    .init("Bernoulli", [0.7], values: [0, 1]) { Bernoulli(logits: $0[0]) },
    .init("Categorical", [0, 1, -1, 2], values: [0, 1, 2, 3]) { Categorical(logits: $0[0]) },
    .init("DiscretizedLogistic", [0.4], [0.3], values: (0..<9).map { Double($0) / 4 - 1 }) {
      DiscretizedLogistic(location: $0[0], scale: $0[1], binCount: 9)
    },
    .init(
      "DiscretizedLogisticMixture", [0, 1], [-0.5, 0.9], [0.1, 0.3],
      values: (0..<9).map { Double($0) / 4 - 1 }
    ) {
      DiscretizedLogisticMixture(
        logits: $0[0],
        components: DiscretizedLogistic(location: $0[1], scale: $0[2], binCount: 9))
    },
  ]

  static let multivariate: [DistributionCase] = [
    .init("Dirichlet", [0.8, 2, 4]) { Dirichlet(concentration: $0[0]) },
    .init("Independent", [0, 1], [1, 2]) {
      Independent(Normal(mean: $0[0], standardDeviation: $0[1]))
    },
    .init("DiagonalGaussianMixture", [0.3, -0.2], [-2, 0, 2, 1], [0.5, 1, 1.5, 0.7]) {
      DiagonalGaussianMixture(
        logits: $0[0], mean: $0[1].reshape([2, 2]), standardDeviation: $0[2].reshape([2, 2]))
    },
  ]

  static let all = continuous + discrete + multivariate
}
