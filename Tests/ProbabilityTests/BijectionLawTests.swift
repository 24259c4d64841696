import Probability
import Testing
import Torch

/// A bijection that the laws are applied to.
struct BijectionCase: Sendable, CustomTestStringConvertible {
  let name: String
  let make: @Sendable () -> any Bijection
  /// Inputs `[count, 3]` from standard normal draws.
  let inputs: @Sendable (Tensor) -> Tensor

  var testDescription: String { name }

  init(
    _ name: String, inputs: @escaping @Sendable (Tensor) -> Tensor = { $0 * 2 },
    make: @escaping @Sendable () -> any Bijection
  ) {
    self.name = name
    self.make = make
    self.inputs = inputs
  }

  static func spline(bound: Double = 3) -> RationalQuadraticSpline {
    let random = RandomSource(seed: 12)
    func draw(_ count: Int) -> Tensor {
      .randomNormal([3, count], dtype: .float64, using: random)
    }
    return RationalQuadraticSpline(
      widths: draw(8), heights: draw(8), slopes: draw(7), bound: bound)
  }

  static let all: [BijectionCase] = [
    .init("affine") {
      AffineBijection(shift: Tensor([1.0, 0, -2]), scale: Tensor([0.5, 2, -3]))
    },
    .init("exp") { ExpBijection() },
    .init("sigmoid") { SigmoidBijection() },
    .init("logit", inputs: { $0.sigmoid() }, make: { LogitBijection() }),
    .init("softplus") { SoftplusBijection() },
    .init("tanh", inputs: { $0 }, make: { TanhBijection() }),
    .init(
      "inverse of softplus", inputs: { $0.abs() + 0.01 },
      make: { InverseBijection(SoftplusBijection()) }),
    .init("permutation") { PermutationBijection([2, 0, 1]) },
    .init("spline") { spline() },
    .init("inverse spline") { InverseBijection(spline()) },
    .init("composed") {
      ComposedBijection([
        spline(bound: 5), PermutationBijection([1, 2, 0]),
        AffineBijection(shift: Tensor(0.3), scale: Tensor(-0.4)), SigmoidBijection(),
      ])
    },
    .init("identity") { ComposedBijection([]) },
  ]

  var points: Tensor {
    inputs(.randomNormal([40, 3], dtype: .float64, using: RandomSource(seed: 21)))
  }
}

/// Laws that hold for each bijection.
@Suite struct BijectionLawTests {
  @Test(arguments: BijectionCase.all) func inverseInverts(_ member: BijectionCase) {
    let bijection = member.make()
    let x = member.points
    #expect(relativeError(bijection.inverse(bijection.forward(x)), x) < 1e-9)
    let y = bijection.forward(x)
    #expect(relativeError(bijection.forward(bijection.inverse(y)), y) < 1e-9)
  }

  @Test(arguments: BijectionCase.all) func theSharedRoadsAgree(_ member: BijectionCase) {
    let bijection = member.make()
    let x = member.points
    let (y, forwardLog) = bijection.forwardAndLogDeterminant(x)
    let (back, inverseLog) = bijection.inverseAndLogDeterminant(y)
    #expect(relativeError(y, bijection.forward(x)) < 1e-14)
    #expect(relativeError(forwardLog, bijection.logAbsDetJacobian(at: x)) < 1e-13)
    #expect(relativeError(back, bijection.inverse(y)) < 1e-14)
    #expect(relativeError(inverseLog, -forwardLog) < 1e-8)
    #expect(forwardLog.shape == x.shape.dropLast(bijection.eventAxisCount))
  }

  /// The Jacobian by central differences, its determinant by elimination.
  @Test(arguments: BijectionCase.all)
  func logDeterminantIsTheNumericJacobians(_ member: BijectionCase) {
    let bijection = member.make()
    let x = member.points
    let step = 1e-6
    let columns = (0..<3).map { axis -> Tensor in
      let offset = Tensor((0..<3).map { $0 == axis ? step : 0 })
      return (bijection.forward(x + offset) - bijection.forward(x - offset)) / (2 * step)
    }
    let jacobian = Tensor.stack(columns, axis: -1)
    let expected = jacobian.logDeterminant().logAbsolute
    let found = bijection.logAbsDetJacobian(at: x)
    let total = bijection.eventAxisCount == 0 ? found.sum(axis: -1) : found
    #expect(relativeError(total, expected) < 1e-5)
  }

  @Test(arguments: BijectionCase.all) func fallsWhereItSaysSo(_ member: BijectionCase) {
    let bijection = member.make()
    guard bijection.eventAxisCount == 0 else { return }
    let x = member.points
    let falls = bijection.forward(x + 1e-4) < bijection.forward(x)
    #expect(falls.isIdentical(to: bijection.isDecreasing.expand(x.shape)))
  }

  struct SplineGolden: Decodable {
    let widths, heights, slopes, x, y, logDerivative: Golden
  }

  @Test func splineAgreesWithItsPaper() throws {
    let golden = try Golden.load("spline", as: SplineGolden.self)
    let spline = RationalQuadraticSpline(
      widths: golden.widths.tensor, heights: golden.heights.tensor,
      slopes: golden.slopes.tensor)
    let (y, logDerivative) = spline.forwardAndLogDeterminant(golden.x.tensor)
    #expect(relativeError(y, golden.y) < 1e-12)
    #expect(relativeError(logDerivative, golden.logDerivative) < 1e-11)
    #expect(relativeError(spline.inverse(golden.y.tensor), golden.x) < 1e-10)
  }

  @Test func aSplineOfZerosIsTheIdentityAndTheTailsAreAlways() {
    let zeros = Tensor.zeros([8], dtype: .float64)
    let spline = RationalQuadraticSpline(
      widths: zeros, heights: zeros, slopes: .zeros([7], dtype: .float64))
    let x = Tensor([-1e6, -3, -2.9, -1e-9, 0, 1.7, 3, 4, 1e9])
    #expect(relativeError(spline.forward(x), x) < 1e-14)
    let tails = Tensor([-1e6, -3, 3, 1e9]).expandDims(axis: 1)
    #expect(BijectionCase.spline().forward(tails).isIdentical(to: tails.expand([4, 3])))
  }

  @Test func splineGradientsMatchFiniteDifferences() {
    let random = RandomSource(seed: 13)
    let parameters = [4, 4, 3].map {
      Tensor.randomNormal([2, $0], dtype: .float64, using: random)
    }
    let x = Tensor.randomNormal([6, 2], dtype: .float64, using: random) * 2
    for isForward in [true, false] {
      func total(_ at: [Tensor]) -> Tensor {
        let spline = RationalQuadraticSpline(widths: at[0], heights: at[1], slopes: at[2])
        let (value, log) =
          isForward ? spline.forwardAndLogDeterminant(x) : spline.inverseAndLogDeterminant(x)
        return (value * 0.7 + log).sum()
      }
      let (_, gradients) = valueAndGrad(parameters, total)
      #expect(finiteDifferenceError(parameters, gradients, total) < 1e-6)
    }
  }

  @Test func extremesStayFinite() {
    let x = Tensor([-800.0, -50, 0, 50, 800])
    for bijection in [SigmoidBijection(), SoftplusBijection(), TanhBijection()] as [any Bijection] {
      let log = bijection.logAbsDetJacobian(at: x)
      #expect(log.isFinite().all().item(Bool.self))
    }
    let small = Tensor([-700.0, -40, 700])
    let softplus = SoftplusBijection()
    #expect(relativeError(softplus.inverse(softplus.forward(small)), small) < 1e-12)
  }
}
