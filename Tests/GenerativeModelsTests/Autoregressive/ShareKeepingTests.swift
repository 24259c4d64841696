import Testing
import Torch

@testable import GenerativeModels

extension GenerativeModelsTests {
  /// Drawing with the shares that the training rows have.
  @Suite("Share keeping")
  struct ShareKeepingTests {
    /// Probabilities of `outcomes` in some contexts, row-major, each row near to uniform.
    private func table(contexts: Int, outcomes: Int, seed: UInt64) -> [Float] {
      var random = SeededGenerator(seed: seed)
      return (0..<contexts).flatMap { _ -> [Float] in
        let weights = (0..<outcomes).map { _ in Float.random(in: 0.5..<1.5, using: &random) }
        return weights.map { $0 / weights.reduce(0, +) }
      }
    }

    private func factors(
      of variable: MixedVariable, from table: [Float], at rows: [Int], outcomes: Int
    ) -> ShareFactors {
      table.withUnsafeBufferPointer {
        ShareFactors(of: variable, from: $0, at: rows, outcomes: outcomes)
      }
    }

    /// A row's probabilities with the factors.
    private func steered(_ factors: ShareFactors, _ row: ArraySlice<Float>) -> [Float] {
      var result = [Float](repeating: 0, count: row.count)
      let sum = Array(row).withUnsafeBufferPointer { factors.apply(to: $0, into: &result) }
      return result.map { $0 / sum }
    }

    @Test("Expected shares come near the known ones, of atoms and of parts of the ranks")
    func nearer() {
      let (atoms, bins) = (5, 20)
      let outcomes = atoms + bins
      let known: [Float] = [0.05, 0.035, 0.045, 0.04, 0.03]
      let variable = MixedVariable(
        atomShares: known, continuousShare: 1 - known.reduce(0, +),
        scale: .init(
          atomRanks: known.map { _ in .nan }, atomValues: known.map { _ in .nan },
          curve: [-1, 0, 1]))
      let table = table(contexts: 200, outcomes: outcomes, seed: 1)
      // Some contexts are those of many rows, some of none.
      let rows = (0..<1000).map { $0 * $0 % 200 }
      let factors = factors(of: variable, from: table, at: rows, outcomes: outcomes)
      func shares(_ row: (ArraySlice<Float>) -> [Float]) -> [Float] {
        var sums = [Float](repeating: 0, count: outcomes)
        for context in rows {
          for (outcome, share) in row(table[context * outcomes..<(context + 1) * outcomes])
            .enumerated()
          {
            sums[outcome] += share / Float(rows.count)
          }
        }
        let parts = (0..<ShareFactors.rankParts).map { part in
          sums[atoms + part * 2] + sums[atoms + part * 2 + 1]
        }
        return Array(sums[..<atoms]) + parts
      }
      let part = variable.continuousShare / Float(ShareFactors.rankParts)
      let wanted = known + [Float](repeating: part, count: ShareFactors.rankParts)
      func gap(_ shares: [Float]) -> Float {
        zip(shares, wanted).reduce(0) { $0 + abs($1.0 - $1.1) }
      }
      let before = gap(shares { Array($0) })
      let after = gap(shares { steered(factors, $0) })
      #expect(before > 0.05)
      #expect(after < before / 5)
    }

    @Test("What is certain stays certain, what cannot be stays so, and no factor is large")
    func bounds() {
      let variable = MixedVariable(atomShares: [0.98, 0.01, 0.01, 0])
      let table: [Float] = [0, 1, 0, 0, 0.25, 0.25, 0.25, 0.25, 0, 0, 1, 0]
      let factors = factors(of: variable, from: table, at: [0, 0, 1, 2], outcomes: 4)
      #expect(steered(factors, table[0..<4]) == [0, 1, 0, 0])
      #expect(steered(factors, table[8..<12]) == [0, 0, 1, 0])
      let middle = steered(factors, table[4..<8])
      let odds = middle[0] / middle[1]
      #expect(odds > 1.5 && odds < ShareFactors.largest * ShareFactors.largest * 1.0001)
      #expect(abs(middle.reduce(0, +) - 1) < 1e-6)
      // A value that training rows do not have keeps what the model gives it.
      #expect(middle[3] > 0)
      // No row at all is steered by nothing.
      let none = self.factors(of: variable, from: table, at: [], outcomes: 4)
      #expect(steered(none, table[4..<8]) == Array(table[4..<8]))
    }

    /// The shares of each variable's atoms among drawn rows, less those that the model knows.
    private func gaps(_ drawn: [Float], of model: AnyOrderModel) -> [Double] {
      let width = model.variables.count
      return (0..<width).map { variable in
        let column = stride(from: variable, to: drawn.count, by: width).map { drawn[$0] }
        return model.variables[variable].atomShares.enumerated().reduce(0) { sum, atom in
          let hits = column.count { $0 == Float(atom.offset) }
          return sum + abs(Double(hits) / Double(column.count) - Double(atom.element))
        }
      }
    }

    @Test("Drawn rows have the known shares rather than the model's")
    func drawing() {
      // Its shares are off by less than the factors can make good.
      let model = RandomAnyOrderModel.make(atoms: [3, 2, 4], scale: 0.2)
      let free = AnyOrderSampler(model, seed: 4).sample(20_000)
      let kept = AnyOrderSampler(model, seed: 4, keepsShares: true).sample(20_000)
      for (kept, free) in zip(gaps(kept, of: model), gaps(free, of: model)) where free > 0.02 {
        #expect(kept < free / 2)
      }
      #expect(gaps(free, of: model).contains { $0 > 0.05 })
      #expect(ToyRows.areSound(kept, variables: model.variables))
    }

    @Test("Under a condition, and where there are few of them, rows follow the model alone")
    func conditions() {
      let model = RandomAnyOrderModel.make(atoms: [3, 2, 4], scale: 0.7)
      let rows = 700
      let condition = PartialRows(
        values: (0..<rows).flatMap { _ -> [Float] in [1, .nan, .nan] },
        seen: (0..<rows).flatMap { _ in [true, false, false] })
      func draw(_ keepsShares: Bool, _ condition: PartialRows?, _ excluded: [Int: Int]) -> [Float] {
        AnyOrderSampler(model, seed: 5, keepsShares: keepsShares)
          .sample(rows, given: condition, excluding: excluded)
      }
      #expect(draw(true, condition, [:]) == draw(false, condition, [:]))
      #expect(draw(true, nil, [2: 0]) == draw(false, nil, [2: 0]))
      #expect(draw(true, nil, [:]) != draw(false, nil, [:]))
      func few(_ keepsShares: Bool) -> [Float] {
        AnyOrderSampler(model, seed: 5, keepsShares: keepsShares).sample(100)
      }
      #expect(few(true) == few(false))
    }
  }
}
