import Foundation
import Testing
import Torch

@testable import GenerativeModels

extension GenerativeModelsTests {
  @Suite("Mixed diffusion")
  struct MixedDiffusionTests {
    @Test("The schedule runs from its least to its most noise, and its slope is its slope")
    func schedule() {
      let schedule = NoiseSchedule()
      #expect(abs(schedule.deviation(at: 0) - 0.002) < 1e-9)
      #expect(abs(schedule.deviation(at: 1) - 80) < 1e-6)
      for time in [0.05, 0.3, 0.7, 0.95] {
        let above = log(schedule.deviation(at: time + 1e-5))
        let below = log(schedule.deviation(at: time - 1e-5))
        #expect(abs((above - below) / 2e-5 - schedule.logSlope(at: time)) < 1e-4)
      }
    }

    @Test(
      "With the true mean of the data the sampler draws the data",
      arguments: [DiffusionSampler.Method.euler, .heun], [0.0, 5])
    func sampler(method: DiffusionSampler.Method, churn: Double) {
      // Data N(2, 0.5²): E[x | x + σε] = 2 + (x - 2) 0.25 / (0.25 + σ²).
      let sampler = DiffusionSampler(
        steps: method == .heun ? 40 : 200, method: method, churn: churn)
      let schedule = NoiseSchedule()
      let random = RandomSource(seed: 5)
      var x = Tensor.randomNormal([20_000], dtype: .float64, using: random) * schedule.maximum
      for step in 0..<sampler.steps {
        let times = sampler.times
        let next = step == sampler.steps - 1 ? 0 : schedule.deviation(at: times[step + 1])
        x = sampler.step(
          x, from: schedule.deviation(at: times[step]), to: next, using: random
        ) { x, deviation in (x - 2) * (0.25 / (0.25 + deviation * deviation)) + 2 }
      }
      let mean = x.mean().item(Double.self)
      let deviation = x.variance(axes: [0]).sqrt().item(Double.self)
      #expect(abs(mean - 2) < 0.03)
      #expect(abs(deviation - 0.5) < 0.02)
    }

    @Test("Rows come back from names and scores")
    func parts() {
      let parts = MixedParts(ToyRows.variables)
      #expect(parts.named == [0, 1, 2] && parts.scored == [1])
      #expect(parts.names.map(\.atomCount) == [3, 3, 4])
      let values = ToyRows.values(200)
      let back = parts.values(
        names: parts.names(of: values, rows: 200), scores: parts.scores(of: values, rows: 200),
        rows: 200)
      for (value, other) in zip(values, back) {
        #expect(value == other || (value > 2 && abs(value - other) < 1e-4))
      }
    }

    @Test("At the start the bound is the density of independent variables")
    func boundAtStart() {
      let variables = ToyRows.variables
      let model = MixedDiffusion(
        variables: variables, configuration: MixedDiffusionConfiguration(densityDraws: 200),
        using: RandomSource(seed: 1))
      let values = ToyRows.values(60)
      let density = model.logDensity(of: ToyRows.rows(60), using: RandomSource(seed: 2))
      #expect(density.kind == .lowerBound)
      let bounds = density.values.asArray(Double.self)
      var differences: [Double] = []
      for row in 0..<60 {
        var expected = 0.0
        for (offset, variable) in variables.enumerated() {
          let value = values[row * 3 + offset]
          expected += log(
            Double(
              value < Float(variable.atomCount)
                ? variable.atomShares[Int(value)] : variable.continuousShare))
        }
        differences.append(bounds[row] - expected)
      }
      let mean = differences.reduce(0, +) / 60
      #expect(abs(mean) < 0.1, "\(mean)")
    }

    @Test("The bound on names does not sum to more than one, and comes near to it")
    func boundSum() throws {
      let variables = [ToyRows.variables[0], ToyRows.variables[2]]
      let toy = ToyRows.values(1000)
      let values = stride(from: 0, to: toy.count, by: 3).flatMap { [toy[$0], toy[$0 + 2]] }
      let model = MixedDiffusion(
        variables: variables,
        configuration: MixedDiffusionConfiguration(width: 32, blocks: 1, densityDraws: 1000),
        using: RandomSource(seed: 1))
      let rows = Tensor(values, [1000, 2])
      _ = try model.fit(
        rows: rows, heldOut: rows.narrow(axis: 0, start: 0, length: 0), plan: .toy(steps: 200),
        checkpoints: nil, shouldStop: { false }, report: { _ in })
      let cells = Enumeration(variables: variables)
      let bounds = model.logDensity(of: cells.tensor, using: RandomSource(seed: 2)).values
        .asArray(Double.self)
      let sum = bounds.reduce(0) { $0 + exp($1) }
      #expect(sum < 1.03 && sum > 0.8, "\(sum)")
      // Names alone: rows given a name are drawn from the model's own conditionals.
      #expect(model.conditioning == .exact)
      let drawn = model.makeSampler(seed: 3).sample(10_000, given: nil)
      let real = cells.counts(of: values, variables: variables).map { ($0 + 1) / 1012 }
      let found = cells.counts(of: drawn, variables: variables).map { $0 / 10_000 }
      #expect(zip(real, found).allSatisfy { abs($0 - $1) < 0.04 })
    }

    @Test("Tables of numbers alone and of names alone are drawn", arguments: [[1], [0, 2], [3]])
    func shapes(chosen: [Int]) throws {
      let number = MixedVariable(
        atomShares: [], continuousShare: 1,
        scale: .init(atomRanks: [], atomValues: [], curve: [-2, 2]))
      let variables = chosen.map { $0 == 3 ? number : ToyRows.variables[$0] }
      let model = ModelFamily.mixedDiffusion.makeModel(variables: variables)
      var random = SeededGenerator(seed: 1)
      let values = (0..<200).flatMap { _ in
        variables.map { variable -> Float in
          variable.atomCount == 0
            ? Float.random(in: 0..<0.999, using: &random)
            : Float(Int.random(in: 0..<variable.atomCount, using: &random))
        }
      }
      let rows = Tensor(values, [200, variables.count])
      let curve = try model.fit(
        rows: rows, heldOut: rows, plan: .toy(steps: 10), checkpoints: nil,
        shouldStop: { false }, report: { _ in })
      #expect(curve.allSatisfy { $0.validationLoss.isFinite })
      let drawn = model.makeSampler(seed: 1).sample(50, given: nil)
      #expect(ToyRows.areSound(drawn, variables: variables))
      let density = model.logDensity(of: rows, using: RandomSource(seed: 1)).values
      #expect(density.isFinite().all().item(Bool.self))
    }
  }
}
