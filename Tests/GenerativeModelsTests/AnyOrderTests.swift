import Foundation
import Testing
import Torch
import TorchNN

@testable import GenerativeModels

extension GenerativeModelsTests {
  @Suite("Any-order autoregression")
  struct AnyOrderTests {
    private func learntModel() throws -> AnyOrderModel {
      try #require(
        try ModelFamily.anyOrderAutoregressive.learntModel(steps: 60) as? AnyOrderModel)
    }

    private func probabilities(_ model: AnyOrderModel, _ cells: Enumeration) -> [Double] {
      let density = model.logDensity(of: cells.tensor, using: RandomSource(seed: 0))
      #expect(density.kind == .exact)
      return zip(density.values.asArray(Double.self), cells.widths).map { exp($0) * $1 }
    }

    @Test("The density sums to one, and rows are drawn from it")
    func density() throws {
      let model = try learntModel()
      let cells = Enumeration()
      let probabilities = probabilities(model, cells)
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-4)
      let drawn = AnyOrderSampler(model, seed: 6).sample(40_000)
      #expect(excess(of: cells.counts(of: drawn), over: probabilities) < 4)
      // The same statistic sees rows of another distribution.
      let other = cells.counts(of: ToyRows.values(40_000))
      #expect(excess(of: other, over: probabilities) > 20)
    }

    @Test("The density of fewer orders sums to one as well", arguments: [1, 3])
    func fewerOrders(orders: Int) throws {
      let cells = Enumeration()
      let logs = AnyOrderDensity(try learntModel(), orders: orders)
        .logDensities(of: cells.values, rows: cells.count)
      let sum = zip(logs, cells.widths).reduce(0) { $0 + exp(Double($1.0)) * $1.1 }
      #expect(abs(sum - 1) < 1e-4)
    }

    /// p(variable | what is seen of a row), by the networks alone.
    private func conditional(
      _ model: AnyOrderModel, _ variable: Int, given row: [Float], seen: [Bool]
    ) -> [Double] {
      withoutGradient {
        let input = row.withUnsafeBufferPointer { row in
          seen.withUnsafeBufferPointer { seen in
            row.baseAddress.flatMap { row in
              seen.baseAddress.map { model.masking.input(values: row, seen: $0, rows: 1) }
            }
          }
        }
        guard let input else { return [] }
        let each = model.members.map {
          $0.head.probabilities(of: variable, hidden: $0.network(input)).asArray(Double.self)
        }
        return each[0].indices.map { outcome in
          each.reduce(0) { $0 + $1[outcome] } / Double(each.count)
        }
      }
    }

    @Test("What is drawn given a name has the distribution that the conditionals say")
    func conditionals() throws {
      let model = try learntModel()
      model.eval()
      let levels = 4
      let outcomes = 2 + Enumeration.bins
      // The share of orders in which the number comes before the level.
      let first =
        Double(
          model.orders.filter { order in
            (order.firstIndex(of: 1) ?? 0) < (order.firstIndex(of: 2) ?? 0)
          }.count) / Double(model.orders.count)
      func value(_ outcome: Int) -> Float {
        outcome < 2
          ? Float(outcome) : 2 + (Float(outcome - 2) + 0.5) / Float(Enumeration.bins)
      }
      // A density that is constant in a bin still depends on where in the bin a number lies when it
      // is what another variable is told; means over points of the bin come near enough.
      let points: [Float] = [-0.4, -0.2, 0, 0.2, 0.4]
      func values(_ outcome: Int) -> [Float] {
        outcome < 2
          ? [value(outcome)] : points.map { value(outcome) + $0 / Float(Enumeration.bins) }
      }
      var expected = [Double](repeating: 0, count: outcomes * levels)
      let numbers = conditional(model, 1, given: [1, 0, 0], seen: [true, false, false])
      let ordered = conditional(model, 2, given: [1, 0, 0], seen: [true, false, false])
      for outcome in 0..<outcomes {
        for point in values(outcome) {
          let level = conditional(model, 2, given: [1, point, 0], seen: [true, true, false])
          for index in 0..<levels {
            expected[outcome * levels + index] +=
              first * numbers[outcome] * level[index] / Double(values(outcome).count)
          }
        }
      }
      for index in 0..<levels {
        let number = conditional(
          model, 1, given: [1, 0, Float(index)], seen: [true, false, true])
        for outcome in 0..<outcomes {
          expected[outcome * levels + index] += (1 - first) * ordered[index] * number[outcome]
        }
      }
      #expect(abs(expected.reduce(0, +) - 1) < 1e-4)
      let count = 40_000
      let condition = PartialRows(
        values: (0..<count).flatMap { _ -> [Float] in [1, .nan, .nan] },
        seen: (0..<count).flatMap { _ in [true, false, false] })
      let drawn = AnyOrderSampler(model, seed: 2).sample(count, given: condition)
      let counts = Enumeration().counts(of: drawn)
      let block = outcomes * levels
      #expect(counts[..<block].reduce(0, +) == 0)
      #expect(excess(of: Array(counts[block..<2 * block]), over: expected) < 4)
    }

    @Test("A prepared network is the network", .enabled(if: Runtime.hasMatrixUnit))
    func preparedNetworks() throws {
      let model = try learntModel()
      model.eval()
      try withoutGradient {
        for member in model.members {
          let width = model.configuration.width
          let first = Tensor.randomNormal([100, width], using: RandomSource(seed: 3))
          let prepared = try #require(member.network.prepared())
          let gap = prepared(first) - member.network.hidden(afterInput: first)
          #expect(gap.abs().max().item(Double.self) < 1e-5)
        }
      }
    }

    @Test("The training loss is, in the mean over masks, the density of single orders")
    func objectiveAndDensity() throws {
      let model = try learntModel()
      model.eval()
      let random = RandomSource(seed: 1)
      let values = ToyRows.values(40, seed: 20)
      let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
      // Along each of the six orders, by the network alone.
      var total = 0.0
      let rows = 40
      for row in 0..<rows {
        let own = Array(values[row * 3..<row * 3 + 3])
        for order in orders {
          var seen = [false, false, false]
          for variable in order {
            let shares = conditional(model, variable, given: own, seen: seen)
            let atoms = model.variables[variable].atomCount
            let value = own[variable]
            let isAtom = value < Float(atoms)
            let outcome =
              isAtom ? Int(value) : atoms + Int((value - Float(atoms)) * Float(Enumeration.bins))
            total -= log(shares[outcome] * (isAtom ? 1 : Double(Enumeration.bins)))
            seen[variable] = true
          }
        }
      }
      let few = Tensor(Array(values[..<(rows * 3)]), [rows, 3])
      let fewLosses = withoutGradient {
        (0..<200).map { _ in model.objective(few, using: random).item(Double.self) }
      }
      let mean = fewLosses.reduce(0, +) / Double(fewLosses.count)
      #expect(abs(mean - total / Double(rows * orders.count)) < 0.08)
    }

    @Test("A seen value is told by its flag, its atom and its place; an unseen one by nothing")
    func features() {
      let masking = MaskedInput(variables: ToyRows.variables, pieces: 4)
      // Flags; three names; two atoms, four pieces, score and value; four levels and the same.
      #expect(masking.width == 3 + 3 + (2 + 6) + (4 + 6))
      func row(_ values: [Float], _ seen: [Bool]) -> [Float] {
        values.withUnsafeBufferPointer { values in
          seen.withUnsafeBufferPointer { seen in
            guard let values = values.baseAddress, let seen = seen.baseAddress else { return [] }
            return masking.input(values: values, seen: seen, rows: 1).asArray(Float.self)
          }
        }
      }
      #expect(row([2, 2.5, 3], [false, false, false]).allSatisfy { $0 == 0 })
      let all = row([2, 2.5, 3], [true, true, true])
      #expect(Array(all[0..<6]) == [1, 1, 1, 0, 0, 1])
      // Rank one half: the first two of four pieces are full.
      #expect(Array(all[6..<12]) == [0, 0, 0.5, 0.5, -0.5, -0.5])
      #expect(abs(all[12]) < 1e-3 && abs(all[13]) < 1e-3)
      let missing = row([0, 1, 0], [false, true, false])
      #expect(missing.filter { $0 != 0 } == [1, 1])
      #expect(missing[1] == 1 && missing[7] == 1)
      let pieces = (1...3).map { row([0, 2 + Float($0) / 4, 0], [false, true, false])[8..<12] }
      #expect(pieces.map { $0.reduce(0, +) } == [-1, 0, 1])
    }
  }
}
