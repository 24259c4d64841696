import Testing
import Torch

@testable import GenerativeModels

extension GenerativeModelsTests {
  @Suite("Orders that are drawn along, and what training shows")
  struct DrawingOrdersTests {
    /// The last variable has a continuous part besides its two atoms; 0, 2 and 4 have two values.
    private static let orders = DrawingOrders(
      of: RandomAnyOrderModel.make(atoms: [2, 5, 2, 0, 1, 3, 2], continuous: [3, 6]).variables)
    private static let later: Set = [0, 2, 4]

    @Test("Orders are permutations in which variables of two values come last, and otherwise any")
    func orders() {
      let orders = Self.orders.orders(400)
      #expect(orders.allSatisfy { $0.sorted() == Array(0..<7) })
      #expect(orders.allSatisfy { Set($0.suffix(3)) == Self.later })
      for position in 0..<7 {
        let candidates = position < 4 ? [1, 3, 5, 6] : [0, 2, 4]
        for variable in candidates {
          let share = Double(orders.count { $0[position] == variable }) / 400
          let expected = 1 / Double(candidates.count)
          #expect(abs(share - expected) < 5 * (expected * (1 - expected) / 400).squareRoot())
        }
      }
    }

    /// The sets of seen variables of every second row, from the first or the second on.
    private func seen(from first: Int, rows: Int) -> [[Bool]] {
      var random = SeededGenerator(seed: 3)
      let masks = Self.orders.masks(rows: 2 * rows, using: &random)
      return (0..<rows).map { row in
        let start = (2 * row + first) * 7
        return Array(masks[start..<start + 7])
      }
    }

    @Test("Rows show each number of variables equally often, and each set", arguments: [0, 1])
    func masks(first: Int) {
      let masks = seen(from: first, rows: 42_000)
      // Any of all variables; or any of the earlier ones, then, with all of those, of the later.
      let sets = first == 0 ? [1, 7, 21, 35, 35, 21, 7] : [1, 4, 6, 4, 1, 3, 3]
      let frequencies = Dictionary(grouping: masks) { $0 }.mapValues { Double($0.count) }
      #expect(frequencies.count == sets.reduce(0, +))
      let shares = frequencies.keys.map { 1 / Double(7 * sets[$0.count { $0 }]) }
      #expect(excess(of: Array(frequencies.values), over: shares) < 4)
      if first == 1 {
        let places = Array(0..<7)
        #expect(
          masks.allSatisfy { mask in
            places.allSatisfy { !mask[$0] || !Self.later.contains($0) }
              || places.allSatisfy { mask[$0] || Self.later.contains($0) }
          })
      }
    }
  }
}
