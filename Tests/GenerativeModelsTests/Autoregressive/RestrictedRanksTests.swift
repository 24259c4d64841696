import Testing
import Torch

@testable import GenerativeModels

/// Intervals of ranks that cut bins, alone and together.
@Suite struct RestrictedRanksTests {
  /// One atom and ranks; three atoms; ranks alone.
  static func model() -> AnyOrderModel {
    RandomAnyOrderModel.make(atoms: [1, 3, 0], continuous: [0, 2], scale: 2)
  }

  static func ranks(_ lower: Float, _ upper: Float, atoms: Float) -> ClosedRange<Float> {
    atoms + lower...atoms + upper
  }

  @Test func aCutBinHasItsShare() {
    let model = Self.model()
    let allowed = AllowedValues(atoms: [0], ranks: [Self.ranks(0.13, 0.47, atoms: 1)])
    let sampler = RestrictedSampler(
      model, terms: [[VariableRestriction(0, .values(allowed))]], seed: 5)
    let table = AnyOrderConditionals(model).probabilities(
      of: 0, given: PartialRows(values: [0, 0, 0], seen: [false, false, false]))
    #expect(table.count == 11)
    // Bins of width 0.1: the second is cut at 0.13, the fifth at 0.47.
    let expected = [
      Double(table[0]), Double(table[2]) * 0.7, Double(table[3]), Double(table[4]),
      Double(table[5]) * 0.7,
    ]
    let sum = expected.reduce(0, +)
    #expect(abs(sampler.probability - sum) < 1e-4)
    var counts = [Int](repeating: 0, count: 5)
    let values = sampler.sample(20_000)
    for row in stride(from: 0, to: values.count, by: 3) {
      let value = values[row]
      guard value > 0 else {
        counts[0] += 1
        continue
      }
      #expect(allowed.contains(value))
      counts[Int((value - 1) * 10)] += 1
    }
    #expect(Frequencies.excess(counts, expected: expected.map { $0 / sum }) < 5)
    // Uniform inside the cut bin.
    let inside = values.enumerated().compactMap { index, value in
      index % 3 == 0 && value > 0 && value < 1.2 ? Double(value) - 1 : nil
    }
    let mean = inside.reduce(0, +) / Double(inside.count)
    #expect(abs(mean - 0.165) < 0.06 / Double(inside.count).squareRoot())
  }

  @Test func twoIntervalsHaveTheirJointDistribution() {
    let model = Self.model()
    let (low, high) = (Float(0.12), Float(0.78))
    let terms = [
      [
        VariableRestriction(0, .values(.init(ranks: [Self.ranks(low, high, atoms: 1)]))),
        VariableRestriction(1, .values(.init(atoms: [0, 2]))),
        VariableRestriction(2, .values(.init(ranks: [Self.ranks(0.35, 0.95, atoms: 0)]))),
      ]
    ]
    let term = RestrictedTerm(terms[0], variables: model.variables, bins: 10, limit: 1000)
    // Atoms lead; of the two intervals the one with fewer bins.
    #expect(term.steps.map(\.variable) == [1, 0, 2] || term.steps.map(\.variable) == [1, 2, 0])
    let order = term.steps.map(\.variable)
    let reference = Self.reference(model, order: order)
    let sampler = RestrictedSampler(model, terms: terms, seed: 9)
    #expect(sampler.effectiveSampleSize == nil)
    #expect(abs(sampler.probability - reference.reduce(0, +)) < 0.03 * sampler.probability)
    let values = sampler.sample(60_000)
    var counts = [Int](repeating: 0, count: reference.count)
    for row in stride(from: 0, to: values.count, by: 3) {
      counts[Self.cell(values[row] - 1, values[row + 1], values[row + 2])] += 1
    }
    let sum = reference.reduce(0, +)
    #expect(Frequencies.excess(counts, expected: reference.map { $0 / sum }) < 5)
  }

  /// Thirds of the first interval, atom 0 or 2, thirds of the second interval.
  static func cell(_ first: Float, _ atom: Float, _ second: Float) -> Int {
    let a = min(Int((first - 0.12) / 0.22), 2)
    let b = min(Int((second - 0.35) / 0.2), 2)
    return (a * 2 + Int(atom) / 2) * 3 + b
  }

  /// The probabilities of the cells by numerical integration over the values seen.
  static func reference(_ model: AnyOrderModel, order: [Int]) -> [Double] {
    let conditionals = AnyOrderConditionals(model)
    var result = [Double](repeating: 0, count: 18)
    let steps = 660
    let isFirst = order[1] == 0
    let (lower, width): (Float, Float) = isFirst ? (0.12, 0.66) : (0.35, 0.6)
    for atom in [Float(0), 2] {
      var lead = [Float](repeating: 0, count: 3)
      let start = conditionals.probabilities(
        of: 1, given: PartialRows(values: lead, seen: [false, false, false]))[Int(atom)]
      lead[1] = atom
      let second = conditionals.probabilities(
        of: order[1], given: PartialRows(values: lead, seen: [false, true, false]))
      for step in 0..<steps {
        let rank = lower + width * (Float(step) + 0.5) / Float(steps)
        let offset = isFirst ? 1 : 0
        let density = second[offset + Int(rank * 10)] * 10
        var row = lead
        row[order[1]] = Float(offset) + rank
        let third = conditionals.probabilities(
          of: order[2],
          given: PartialRows(values: row, seen: (0..<3).map { $0 != order[2] }))
        let weight = Double(start * density * width / Float(steps))
        let (otherLower, otherWidth): (Float, Float) = isFirst ? (0.35, 0.6) : (0.12, 0.66)
        for fine in 0..<60 {
          let other = otherLower + otherWidth * (Float(fine) + 0.5) / 60
          let mass = third[(isFirst ? 0 : 1) + Int(other * 10)] * 10 * otherWidth / 60
          let cell = isFirst ? cell(rank, atom, other) : cell(other, atom, rank)
          result[cell] += weight * Double(mass)
        }
      }
    }
    return result
  }

  @Test func oneSeedGivesOneTableWhateverTheThreads() {
    let model = Self.model()
    let terms = [
      [
        VariableRestriction(0, .values(.init(ranks: [1.2...1.6]))),
        VariableRestriction(2, .values(.init(ranks: [0.1...0.7]))),
      ]
    ]
    func draw(_ threads: Int, seed: UInt64) -> [Float] {
      let before = Runtime.threadCount
      Runtime.threadCount = threads
      defer { Runtime.threadCount = before }
      return RestrictedSampler(model, terms: terms, seed: seed).sample(3000)
    }
    #expect(draw(1, seed: 4) == draw(2, seed: 4))
    #expect(draw(2, seed: 4) != draw(2, seed: 5))
  }

  @Test func rareConditionsTakeNoLonger() {
    let model = Self.model()
    let narrow = AllowedValues(ranks: [1.500_01...1.500_02])
    let sampler = RestrictedSampler(
      model,
      terms: [
        [
          VariableRestriction(0, .values(narrow)),
          VariableRestriction(2, .values(.init(ranks: [0.300_01...0.300_02]))),
        ]
      ], seed: 1)
    #expect(sampler.probability < 1e-8 && sampler.probability > 0)
    let clock = ContinuousClock()
    let time = clock.measure {
      let values = sampler.sample(2000)
      #expect(stride(from: 0, to: values.count, by: 3).allSatisfy { narrow.contains(values[$0]) })
    }
    #expect(time < .seconds(20))
  }
}
