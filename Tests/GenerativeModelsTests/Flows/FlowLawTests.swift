import Foundation
import Testing
import Torch
import TorchNN

@testable import GenerativeModels

extension GenerativeModelsTests {
  @Suite("Laws of every normalizing flow")
  struct FlowLawTests {
    @Test("Drawing and normalising are each other's inverse", arguments: ToyFlow.all)
    func inverting(toy: ToyFlow) {
      let flow = toy.makeRough()
      let batch = toy.rows(64)
      let x = batch.narrow(axis: 1, start: 0, length: toy.features)
      let context = toy.context(of: batch)
      withoutGradient {
        let z = flow.normalize(x, given: context).value
        let back = flow.generate(z, given: context)
        #expect((back - x).abs().max().item(Double.self) < 1e-4)
      }
    }

    @Test("The log-determinant is the Jacobian's", arguments: ToyFlow.all)
    func determinant(toy: ToyFlow) throws {
      let flow = toy.makeRough()
      flow.to(dtype: .float64)
      let batch = toy.rows(3).to(dtype: .float64)
      for row in 0..<3 {
        let one = batch.narrow(axis: 0, start: row, length: 1)
        let x = one.narrow(axis: 1, start: 0, length: toy.features).contiguous().requiringGrad()
        let (z, logDeterminant) = flow.normalize(x, given: toy.context(of: one))
        let lines = (0..<toy.features).map { output -> Tensor in
          grad(of: [z.select(axis: 1, index: output).sum()], withRespectTo: [x], retainGraph: true)[
            0]?
            .flatten() ?? Tensor.zeros([toy.features], dtype: .float64)
        }
        let expected = Tensor.stack(lines).logDeterminant().logAbsolute.item(Double.self)
        #expect(abs(logDeterminant.item(Double.self) - expected) < 1e-8)
      }
    }

    @Test(
      "The density integrates to one",
      arguments: ToyFlow.all.filter { $0.features <= 2 && $0.base != .multivariateStudentT })
    func normalisation(toy: ToyFlow) {
      let flow = toy.makeRough()
      // x = sinh(t) reaches far into heavy tails with few points.
      let steps = toy.features == 1 ? 4001 : 401
      let reach = 7.0
      let t = (0..<steps).map { (Double($0) / Double(steps - 1) * 2 - 1) * reach }
      let width = 2 * reach / Double(steps - 1)
      let context: [Float] = [0.5, -0.3, 0.8, 0.1].suffix(toy.contextCount)
      var sum = 0.0
      for first in toy.features == 1 ? [0] : t {
        let rows = t.flatMap { second -> [Float] in
          (toy.features == 1 ? [Float(sinh(second))] : [Float(sinh(first)), Float(sinh(second))])
            + context
        }
        let batch = Tensor(rows, [steps, toy.features + toy.contextCount])
        let densities = flow.logDensity(of: batch, using: RandomSource(seed: 0)).values
          .asArray(Float.self)
        for (second, density) in zip(t, densities) {
          let stretch = cosh(second) * (toy.features == 1 ? 1 : cosh(first) * width)
          sum += exp(Double(density)) * stretch * width
        }
      }
      #expect(abs(sum - 1) < 5e-3, "the integral is \(sum)")
    }

    @Test("The objective's gradient is its slope", arguments: ToyFlow.all)
    func gradient(toy: ToyFlow) {
      let flow = toy.makeRough()
      flow.to(dtype: .float64)
      let batch = toy.rows(32).to(dtype: .float64)
      func loss() -> Tensor { flow.objective(batch, using: RandomSource(seed: 0)) }
      let gradients = valueAndGrad(model: flow) { loss() }.gradients
      let squares = gradients.tensors.map { $0.squared().sum().item(Double.self) }
      let norm = squares.reduce(0, +).squareRoot()
      #expect(norm > 1e-3 && squares.allSatisfy(\.isFinite))
      func move(_ distance: Double) {
        withoutGradient {
          for (tensor, gradient) in zip(flow.trainableParameters().tensors, gradients.tensors) {
            tensor.addInPlace(gradient, alpha: distance / norm)
          }
        }
      }
      let distance = 1e-4
      move(distance)
      let above = withoutGradient { loss().item(Double.self) }
      move(-2 * distance)
      let below = withoutGradient { loss().item(Double.self) }
      #expect(abs((above - below) / (2 * distance) - norm) < 1e-3 * norm)
    }

    @Test("A file brings back the same densities and draws", arguments: ToyFlow.all)
    func saving(toy: ToyFlow) throws {
      let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).flow")
      defer { try? FileManager.default.removeItem(at: file) }
      let flow = toy.makeRough()
      try flow.save(to: file)
      let other = toy.make(seed: 99)
      try other.load(from: file)
      let batch = toy.rows(16)
      let random = RandomSource(seed: 0)
      #expect(
        flow.logDensity(of: batch, using: random).values.asArray(Float.self).map(\.bitPattern)
          == other.logDensity(of: batch, using: random).values.asArray(Float.self).map(\.bitPattern)
      )
      let context = toy.context(of: batch)
      func draw(_ flow: NormalizingFlow, seed: UInt64) -> [Float] {
        flow.sample(16, given: context, using: RandomSource(seed: seed)).asArray(Float.self)
      }
      #expect(draw(flow, seed: 4) == draw(other, seed: 4))
      #expect(draw(flow, seed: 4) != draw(flow, seed: 5))
    }

    @Test("Draws have the density's distribution", arguments: ToyFlow.all)
    func entropy(toy: ToyFlow) {
      // log p at draws, by the density and by the way they were made, agree.
      let flow = toy.makeRough()
      let context = toy.context(of: toy.rows(1))?.expand([128, toy.contextCount])
      withoutGradient {
        let z = flow.samplePrior(128, using: RandomSource(seed: 2))
        let x = flow.decode(Tensor.concatenate([z] + (context.map { [$0] } ?? []), axis: 1))
        let found = flow.normalize(x, given: context)
        #expect(((found.value - z).abs() / (1 + z.abs())).max().item(Double.self) < 1e-3)
        let same = flow.sample(128, given: context, using: RandomSource(seed: 2))
        #expect(same.asArray(Float.self) == x.asArray(Float.self))
      }
    }

    @Test("The context matters, and only where there is one", arguments: ToyFlow.all)
    func conditioning(toy: ToyFlow) {
      guard toy.contextCount > 0 else { return }
      let flow = toy.makeRough()
      let x = [Float](repeating: 0.3, count: toy.features)
      let densities = [Float(-1), 1].map { sign -> Float in
        let row = x + [Float](repeating: 0.7 * sign, count: toy.contextCount)
        return flow.logDensity(of: Tensor(row, [1, row.count]), using: RandomSource(seed: 0))
          .values.item(Float.self)
      }
      #expect(abs(densities[0] - densities[1]) > 1e-3)
    }
  }
}

/// A small flow of some configuration.
struct ToyFlow: Sendable, CustomTestStringConvertible {
  var step = FlowConfiguration.Step.coupling
  var transformer = FlowTransformer.affine
  var mixing = FlowMixing.lowerUpper
  var base = FlowBase.normal
  var features = 2
  var shared = 0
  var perFeature = 0

  static let spline = FlowTransformer.rationalQuadraticSpline(bins: 6, bound: 4)
  static let all: [ToyFlow] = [
    ToyFlow(),
    ToyFlow(step: .autoregressive, mixing: .permutation),
    ToyFlow(transformer: spline, mixing: .orthogonal, base: .studentT),
    ToyFlow(step: .autoregressive, transformer: spline, base: .studentT, shared: 2),
    ToyFlow(transformer: spline, base: .studentT, features: 1, shared: 1, perFeature: 1),
    ToyFlow(step: .autoregressive, transformer: spline, features: 1),
    ToyFlow(
      step: .autoregressive, mixing: .orthogonal, base: .multivariateStudentT, features: 5,
      shared: 2, perFeature: 1),
    ToyFlow(base: .multivariateStudentT, features: 5, shared: 1),
  ]

  var contextCount: Int { shared + features * perFeature }
  var testDescription: String {
    "\(features) features, \(contextCount) context, \(step), \(transformer), \(mixing), \(base)"
  }

  func make(seed: UInt64) -> NormalizingFlow {
    NormalizingFlow(
      FlowConfiguration(
        features: features, sharedContext: shared, featureContext: perFeature,
        transformers: [transformer, transformer], step: step, mixing: mixing, base: base,
        conditioner: ConditionerShape(width: 8, blocks: 1)),
      using: RandomSource(seed: seed))
  }

  /// A flow away from its start, where steps do nothing.
  func makeRough() -> NormalizingFlow {
    let flow = make(seed: 3)
    let noise = RandomSource(seed: 2)
    withoutGradient {
      for tensor in flow.parameters().tensors {
        tensor.addInPlace(Tensor.randomNormal(tensor.shape, using: noise), alpha: 0.15)
      }
    }
    flow.standardize(on: rows(50))
    return flow
  }

  /// Rows with a context where there is one.
  func rows(_ count: Int) -> Tensor {
    Tensor.randomNormal([count, features + contextCount], using: RandomSource(seed: 8)) * 0.9 + 0.1
  }

  func context(of rows: Tensor) -> Tensor? {
    contextCount == 0 ? nil : rows.narrow(axis: 1, start: features, length: contextCount)
  }
}
