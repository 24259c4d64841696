import Foundation
import Testing
import Torch
import TorchNN

@testable import GenerativeModels

extension GenerativeModelsTests {
  @Suite("Several networks as one any-order model")
  struct AnyOrderMembersTests {
    private static func model(members: Int) -> AnyOrderModel {
      RandomAnyOrderModel.make(atoms: [3, 2, 0], continuous: [1, 2], members: members)
    }

    /// Every row of three names.
    private static let atoms = [3, 2, 4]
    private static let cells: [Float] = (0..<24).flatMap { (cell: Int) -> [Float] in
      [Float(cell / 8), Float((cell / 4) % 2), Float(cell % 4)]
    }

    private let partial = PartialRows(
      values: [2, 2.4, 0, 0, 0, 0],
      seen: [true, true, false, false, true, false])

    /// Models of one network each, with the weights of a model's networks.
    private func parts(of model: AnyOrderModel) throws -> [AnyOrderModel] {
      try model.members.map { member in
        let part = Self.model(members: 1)
        try part.update(parameters: member.parameters())
        return part
      }
    }

    @Test("The conditional distribution is the mean of the networks' own", arguments: [1, 2, 3])
    func mean(members: Int) throws {
      let model = Self.model(members: members)
      let whole = AnyOrderConditionals(model).probabilities(of: 2, given: partial)
      let each = try parts(of: model).map {
        AnyOrderConditionals($0).probabilities(of: 2, given: partial)
      }
      #expect(whole.count == 2 * 10)
      for outcome in whole.indices {
        let mean = each.reduce(0) { $0 + $1[outcome] } / Float(members)
        #expect(abs(whole[outcome] - mean) < 1e-6)
      }
      // Networks that agree would prove nothing.
      #expect(members == 1 || zip(each[0], each[1]).contains { abs($0 - $1) > 0.01 })
    }

    @Test("Along one order the density multiplies the means", arguments: [1, 3])
    func density(members: Int) throws {
      let model = Self.model(members: members)
      let row: [Float] = [1, 0, 0.35]
      let logs = AnyOrderDensity(model, orders: 1).logDensities(of: row, rows: 1)
      let conditionals = AnyOrderConditionals(model)
      var seen = [Bool](repeating: false, count: 3)
      var expected = Float(0)
      for variable in model.orders[0] {
        let shares = conditionals.probabilities(
          of: variable, given: PartialRows(values: row, seen: seen))
        // The last variable is continuous: ten bins.
        expected += variable == 2 ? log(10 * shares[3]) : log(shares[Int(row[variable])])
        seen[variable] = true
      }
      #expect(abs(logs[0] - expected) < 1e-4)
    }

    @Test("Rows are drawn from the density")
    func draws() {
      // A chunk of rows has one order, so with several their shares would vary more than rows do.
      let model = RandomAnyOrderModel.make(atoms: Self.atoms, orders: 1, members: 3)
      let cells = Self.cells
      let count = cells.count / 3
      let logs = AnyOrderDensity(model).logDensities(of: cells, rows: count)
      let probabilities = logs.map { exp(Double($0)) }
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-4)
      let drawn = AnyOrderSampler(model, seed: 4).sample(40_000)
      var counts = [Int](repeating: 0, count: count)
      for row in stride(from: 0, to: drawn.count, by: 3) {
        let cell = drawn[row] * 8 + drawn[row + 1] * 4 + drawn[row + 2]
        counts[Int(cell)] += 1
      }
      #expect(Frequencies.excess(counts, expected: probabilities) < 4)
    }

    @Test("Together the networks lose no more than in the mean; while training each learns apart")
    func objective() {
      let model = RandomAnyOrderModel.make(atoms: Self.atoms, members: 3)
      let count = Self.cells.count / 3
      let rows = Tensor(Self.cells, [count, 3])
      func loss(_ members: [AnyOrderMember]) -> Double {
        var generator = SeededGenerator(seed: 9)
        return withoutGradient {
          model.maskedLoss(
            rows.asArray(Float.self), rows: count, members: members, device: .cpu, using: &generator
          ).item(Double.self)
        }
      }
      let alone = model.members.map { loss([$0]) }
      #expect(loss(model.members) < alone.reduce(0, +) / 3)

      model.train()
      let (_, gradients) = valueAndGrad(model: model) {
        model.objective(rows, using: RandomSource(seed: 5))
      }
      // A network's gradient does not change with the weights of another.
      withoutGradient { model.members[2].head.output.weight.fillInPlace(0) }
      let (_, others) = valueAndGrad(model: model) {
        model.objective(rows, using: RandomSource(seed: 5))
      }
      for (name, gradient) in gradients {
        guard !name.hasPrefix("others.1.") else { continue }
        #expect(gradient.asArray(Float.self) == others[name]?.asArray(Float.self))
      }
    }

    @Test("Files of one network know no others")
    func names() throws {
      let names = Self.model(members: 1).state().names
      #expect(names.allSatisfy { $0.hasPrefix("network.") || $0.hasPrefix("head.") })
      let more = Self.model(members: 2).state().names
      #expect(more.count == 2 * names.count && more.starts(with: names))
      let text = """
        {"width":8,"blocks":1,"dropout":0.1,"bins":8,"bumps":4,"pieces":4,"orders":6}
        """
      let old = try JSONDecoder().decode(AnyOrderConfiguration.self, from: Data(text.utf8))
      #expect(old.members == 1 && old.width == 8 && old.orders == 6)
      var hostile = old
      hostile.members = 1_000_000
      #expect(!hostile.isSound)
    }
  }
}
