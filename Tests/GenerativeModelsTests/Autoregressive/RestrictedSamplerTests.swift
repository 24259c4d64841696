import Foundation
import Testing
import Torch

@testable import GenerativeModels

/// Draws under a condition against the probabilities that follow from writing out all rows.
@Suite struct RestrictedSamplerTests {
  /// Four variables of atoms; by size the order in which restricted ones are drawn is 2, 0, 1.
  static let atoms = [3, 4, 2, 3]

  /// p(row) with variables along `order`, from the single conditional distributions.
  static func joint(_ model: AnyOrderModel, order: [Int], of rows: [[Float]]) -> [Double] {
    let conditionals = AnyOrderConditionals(model)
    let width = model.variables.count
    var result = [Double](repeating: 1, count: rows.count)
    for (step, variable) in order.enumerated() {
      var partial = PartialRows(
        values: rows.flatMap { $0 }, seen: [Bool](repeating: false, count: rows.count * width))
      for row in rows.indices {
        for other in order.prefix(step) { partial.seen[row * width + other] = true }
      }
      let table = conditionals.probabilities(of: variable, given: partial)
      let outcomes = table.count / rows.count
      for (row, values) in rows.enumerated() {
        result[row] *= Double(table[row * outcomes + Int(values[variable])])
      }
    }
    return result
  }

  static func allRows(_ atoms: [Int]) -> [[Float]] {
    atoms.reduce([[]]) { rows, count in
      rows.flatMap { row in (0..<count).map { row + [Float($0)] } }
    }
  }

  static func restriction(_ variable: Int, _ atoms: [Int]) -> VariableRestriction {
    VariableRestriction(variable, .values(AllowedValues(atoms: atoms)))
  }

  static func holds(_ term: [VariableRestriction], _ row: [Float]) -> Bool {
    term.allSatisfy { restriction in
      switch restriction.allowed {
      case .values(let values): values.contains(row[restriction.variable])
      case .given(let other, let table):
        table[Int(row[other])]?.contains(row[restriction.variable]) ?? false
      }
    }
  }

  @Test func conditionalsMultiplyToTheDensity() {
    let model = RandomAnyOrderModel.make(atoms: Self.atoms, orders: 1)
    let rows = Self.allRows(Self.atoms)
    let joint = Self.joint(model, order: model.orders[0], of: rows)
    let densities = AnyOrderDensity(model).logDensities(
      of: rows.flatMap { $0 }, rows: rows.count)
    for (probability, density) in zip(joint, densities) {
      #expect(abs(log(probability) - Double(density)) < 1e-4)
    }
    #expect(abs(joint.reduce(0, +) - 1) < 1e-5)
    #expect((joint.max() ?? 0) > 3 * (joint.min() ?? 0), "the model says nothing")
  }

  static let conditions: [[[VariableRestriction]]] = [
    [[restriction(1, [0, 2])]],
    [[restriction(2, [1]), restriction(1, [1])]],
    [[restriction(0, [0, 2]), restriction(1, [0, 1, 3])]],
    [[restriction(2, [0, 1]), restriction(0, [1, 2]), restriction(1, [0, 2, 3])]],
    // Alternatives of which a row fulfils at most one.
    [
      [restriction(2, [0]), restriction(1, [0, 1])],
      [restriction(2, [1]), restriction(0, [0, 2])],
    ],
    // A set of pairs.
    [
      [
        restriction(0, [0, 2]),
        VariableRestriction(
          1, .given(variable: 0, [0: .init(atoms: [1]), 2: .init(atoms: [0, 2, 3])])),
      ]
    ],
    [[]],
  ]

  @Test(arguments: conditions.indices)
  func drawsHaveTheConditionalDistribution(index: Int) {
    let terms = Self.conditions[index]
    let model = RandomAnyOrderModel.make(atoms: Self.atoms, orders: 2)
    let rows = Self.allRows(Self.atoms)
    var weights = [Double](repeating: 0, count: rows.count)
    for term in terms where !term.isEmpty {
      // Restricted variables are drawn first, the one with the fewest allowed outcomes leading; the
      // free ones follow along each of the model's orders alike often.
      let restricted = RestrictedTerm(
        term, variables: model.variables, bins: 10, limit: 1000
      ).steps.map(\.variable)
      for order in model.orders {
        let whole = restricted + order.filter { !restricted.contains($0) }
        for (row, weight) in Self.joint(model, order: whole, of: rows).enumerated()
        where Self.holds(term, rows[row]) {
          weights[row] += weight / Double(model.orders.count)
        }
      }
    }
    let sampler = RestrictedSampler(model, terms: terms, seed: 11)
    #expect(sampler.effectiveSampleSize == nil)
    // Each chunk has one order, so many chunks are drawn.
    let count = AnyOrderSampler.chunkSize * 100
    let values = sampler.sample(count)
    if terms == [[]] {
      #expect(sampler.probability == 1)
      return
    }
    let probability = weights.reduce(0, +)
    #expect(abs(sampler.probability - probability) < 1e-5)
    let counts = Self.counts(values, atoms: Self.atoms)
    // Only the restricted variables are stratified; orders of free ones are drawn by chunk, which
    // spreads frequencies more than independent rows would.
    let restricted = terms.map { Set($0.map(\.variable)) }.reduce(Set(Self.atoms.indices)) {
      $0.intersection($1)
    }
    let (marginal, expected) = Self.marginals(
      rows, counts: counts, weights: weights.map { $0 / probability }, of: restricted)
    #expect(Frequencies.excess(marginal, expected: expected) < 5)
    let distance = zip(counts, weights).reduce(0) {
      $0 + abs(Double($1.0) / Double(count) - $1.1 / probability) / 2
    }
    #expect(distance < 0.03)
  }

  static func counts(_ values: [Float], atoms: [Int]) -> [Int] {
    var counts = [Int](repeating: 0, count: atoms.reduce(1, *))
    for row in stride(from: 0, to: values.count, by: atoms.count) {
      counts[atoms.indices.reduce(0) { $0 * atoms[$1] + Int(values[row + $1]) }] += 1
    }
    return counts
  }

  static func marginals(
    _ rows: [[Float]], counts: [Int], weights: [Double], of variables: Set<Int>
  ) -> ([Int], [Double]) {
    var table: [[Float]: (Int, Double)] = [:]
    for (row, values) in rows.enumerated() {
      let key = variables.sorted().map { values[$0] }
      let old = table[key] ?? (0, 0)
      table[key] = (old.0 + counts[row], old.1 + weights[row])
    }
    return (table.values.map(\.0), table.values.map(\.1))
  }

  @Test func drawingOneAfterTheOtherWouldFail() {
    // What the table of cells is for: the same test refuses sequential draws from what is allowed.
    let model = RandomAnyOrderModel.make(atoms: Self.atoms)
    let term = [Self.restriction(0, [0, 2]), Self.restriction(1, [1])]
    let pairs: [[Float]] = [[0, 1, 0, 0], [2, 1, 0, 0]]
    let first = Self.joint(model, order: [0], of: pairs)
    let both = Self.joint(model, order: [0, 1], of: pairs)
    let rest = term.map(\.variable)
    #expect(rest == [0, 1])
    let exact = both[0] / (both[0] + both[1])
    let sequential = first[0] / (first[0] + first[1])
    #expect(abs(exact - sequential) > 0.05)
  }

  @Test func aPoolComesClose() {
    let model = RandomAnyOrderModel.make(atoms: Self.atoms)
    let term = Self.conditions[3]
    let exact = RestrictedSampler(model, terms: term, seed: 1)
    let pooled = RestrictedSampler(model, terms: term, seed: 1, contextLimit: 0)
    #expect(abs(exact.probability - pooled.probability) < 0.01 * exact.probability)
    let size = pooled.effectiveSampleSize ?? 0
    #expect(size > 1000 && size <= Double(RestrictedSampler.poolSize) + 1)
    let count = 40_000
    let a = Self.counts(exact.sample(count), atoms: Self.atoms)
    let b = Self.counts(pooled.sample(count), atoms: Self.atoms)
    let distance = zip(a, b).reduce(0) { $0 + Double(abs($1.0 - $1.1)) } / Double(2 * count)
    #expect(distance < 0.04)
  }
}
