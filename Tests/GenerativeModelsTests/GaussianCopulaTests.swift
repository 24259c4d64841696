import Foundation
import Testing
import Torch

@testable import GenerativeModels

extension GenerativeModelsTests {
  @Suite("The Gaussian copula")
  struct GaussianCopulaTests {
    private func fitted(
      _ values: [Float], variables: [MixedVariable], draws: Int = 64
    ) throws -> GaussianCopula {
      let copula = GaussianCopula(
        variables: variables,
        configuration: GaussianCopulaConfiguration(sweeps: 40, densityDraws: draws),
        using: RandomSource(seed: 0))
      let rows = Tensor(values, [values.count / variables.count, variables.count])
      _ = try copula.fit(
        rows: rows, heldOut: rows.narrow(axis: 0, start: 0, length: 0), plan: .toy(steps: 1),
        checkpoints: nil, shouldStop: { false }, report: { _ in })
      return copula
    }

    /// Pairs of a normal pair with correlation `rho`: one cut into `atoms` equal atoms, the other
    /// left as a rank.
    private func pairs(_ count: Int, rho: Double, atoms: Int) -> [Float] {
      let random = RandomSource(seed: 3)
      let noise = Tensor.randomNormal([count, 2], dtype: .float64, using: random)
        .asArray(Double.self)
      return (0..<count).flatMap { row -> [Float] in
        let first = noise[2 * row]
        let second = rho * first + (1 - rho * rho).squareRoot() * noise[2 * row + 1]
        func rank(_ z: Double) -> Float { Float(0.5 * erfc(-z / 2.0.squareRoot())) }
        return [(rank(first) * Float(atoms)).rounded(.down), min(rank(second), 0.9999)]
      }
    }

    private func pairVariables(atoms: Int) -> [MixedVariable] {
      let shares = [Float](repeating: 1 / Float(atoms), count: atoms)
      let ranks = (0..<atoms).map { (Float($0) + 0.5) / Float(atoms) }
      return [
        MixedVariable(
          atomShares: shares, scale: .init(atomRanks: ranks, atomValues: ranks, curve: [])),
        MixedVariable(
          atomShares: [], continuousShare: 1,
          scale: .init(atomRanks: [], atomValues: [], curve: [-2, 2])),
      ]
    }

    @Test(
      "The correlation is found even where one of the two has few values",
      arguments: [2, 4, 20], [-0.6, 0.8])
    func correlation(atoms: Int, rho: Double) throws {
      let copula = try fitted(
        pairs(8000, rho: rho, atoms: atoms), variables: pairVariables(atoms: atoms))
      let found = copula.correlation.asArray(Double.self)
      #expect(abs(found[1] - rho) < 0.04, "found \(found[1])")
      #expect(found[0] == 1 || abs(found[0] - 1) < 1e-9)
    }

    @Test("Every value lies at its part of the line, and comes back from it")
    func scale() {
      for variable in ToyRows.variables {
        let scale = LatentScale(variable)
        #expect(abs((scale.segments.last?.upper ?? 0) - 1) < 1e-12)
        for atom in 0..<variable.atomCount {
          let interval = scale.interval(of: Float(atom))
          #expect(
            abs(interval.upperBound - interval.lowerBound - Double(variable.atomShares[atom]))
              < 1e-6)
          for part in [0.01, 0.5, 0.99] {
            let position =
              interval.lowerBound + part * (interval.upperBound - interval.lowerBound)
            #expect(scale.value(at: position) == Float(atom))
          }
        }
        guard variable.isContinuous else { continue }
        for rank in [Float(0.001), 0.3, 0.77, 0.999] {
          let value = Float(variable.atomCount) + rank
          let position = scale.interval(of: value)
          #expect(position.lowerBound == position.upperBound)
          #expect(abs(scale.value(at: position.lowerBound) - value) < 1e-5)
        }
      }
    }

    @Test("The density sums to one, and rows are drawn from it")
    func density() throws {
      let variables = [ToyRows.variables[0], ToyRows.variables[2]]
      let toy = ToyRows.values(3000)
      let values = stride(from: 0, to: toy.count, by: 3).flatMap { [toy[$0], toy[$0 + 2]] }
      let copula = try fitted(values, variables: variables, draws: 2000)
      let cells = Enumeration(variables: variables)
      let density = copula.logDensity(of: cells.tensor, using: RandomSource(seed: 1))
      #expect(density.kind == .estimate)
      let probabilities = density.values.asArray(Double.self).map { exp($0) }
      #expect(abs(probabilities.reduce(0, +) - 1) < 0.01)
      let drawn = copula.makeSampler(seed: 4).sample(20_000, given: nil)
      let counts = cells.counts(of: drawn, variables: variables)
      #expect(excess(of: counts, over: probabilities) < 4)
    }

    @Test("Without atoms the density is the copula's own formula")
    func formula() throws {
      let variables = [MixedVariable](repeating: pairVariables(atoms: 2)[1], count: 2)
      let copula = GaussianCopula(
        variables: variables, configuration: GaussianCopulaConfiguration(densityDraws: 2),
        using: RandomSource(seed: 0))
      let rho = 0.7
      copula.correlation.copyInPlace(Tensor([1, rho, rho, 1], [2, 2]))
      let ranks: [(Double, Double)] = [(0.2, 0.3), (0.9, 0.4), (0.5, 0.5)]
      let batch = Tensor(ranks.flatMap { [Float($0.0), Float($0.1)] }, [3, 2])
      let density = copula.logDensity(of: batch, using: RandomSource(seed: 0))
      #expect(density.kind == .exact)
      for ((u, v), value) in zip(ranks, density.values.asArray(Double.self)) {
        let (a, b) = (NormalScore.quantile(u), NormalScore.quantile(v))
        let rest = 1 - rho * rho
        let expected =
          -0.5 * log(rest) - (rho * rho * (a * a + b * b) - 2 * rho * a * b) / (2 * rest)
        #expect(abs(value - expected) < 1e-5)
      }
    }

    @Test("What is drawn given an atom has the conditional distribution")
    func conditional() throws {
      let variables = [ToyRows.variables[0], ToyRows.variables[2]]
      let toy = ToyRows.values(3000)
      let values = stride(from: 0, to: toy.count, by: 3).flatMap { [toy[$0], toy[$0 + 2]] }
      let copula = try fitted(values, variables: variables, draws: 2000)
      let cells = Enumeration(variables: variables)
      let joint = copula.logDensity(of: cells.tensor, using: RandomSource(seed: 1)).values
        .asArray(Double.self).map { exp($0) }
      let expected = joint[4..<8].map { $0 / joint[4..<8].reduce(0, +) }
      let count = 20_000
      let drawn = copula.makeSampler(seed: 9).sample(
        count,
        given: PartialRows(
          values: (0..<count).flatMap { _ -> [Float] in [1, .nan] },
          seen: (0..<count).flatMap { _ in [true, false] }))
      let counts = cells.counts(of: drawn, variables: variables)
      #expect(excess(of: Array(counts[4..<8]), over: expected) < 4)
      #expect(counts[4..<8].reduce(0, +) == Double(count))
    }

    @Test("Columns that repeat each other still give correlations that can be used")
    func repaired() throws {
      let variable = pairVariables(atoms: 2)[1]
      var random = SeededGenerator(seed: 1)
      let values = (0..<300).flatMap { _ -> [Float] in
        let rank = Float.random(in: 0..<0.999, using: &random)
        return [rank, rank, 0.999 - rank]
      }
      let copula = try fitted(values, variables: [variable, variable, variable])
      let least = copula.correlation.symmetricEigen().values.min().item(Double.self)
      #expect(least > 1e-5)
      let drawn = copula.makeSampler(seed: 1).sample(100, given: nil)
      #expect(drawn.allSatisfy { $0.isFinite })
      for row in 0..<100 { #expect(abs(drawn[3 * row] - drawn[3 * row + 1]) < 0.15) }
    }
  }
}
