import Testing

@testable import Torch

/// Every operator against PyTorch's values and gradients, and its gradients against differences.
@Suite struct OperatorGoldenTests {
  static let cases: OperatorCases = [
    activationCases, arithmeticCases, comparisonCases, convolutionCases, creationCases,
    functionCases, inPlaceCases, indexingCases, linearAlgebraCases, lossCases,
    normalizationCases, recurrentCases, reductionCases, shapeCases,
  ].reduce(into: [:]) { all, family in all.merge(family) { first, _ in first } }

  static let names = cases.keys.sorted()

  /// Operators that no golden value can be given for, and why.
  static let withoutGolden: [String: String] = Dictionary(
    uniqueKeysWithValues: [
      "randn.generator", "rand.generator", "randint.low_generator", "randperm.generator",
      "bernoulli", "bernoulli_.float", "multinomial", "_standard_gamma", "exponential_",
    ].map { ($0, "draws; its moments are in RandomTests") } + [
      ("empty.memory_format", "its elements are whatever the memory held")
    ])

  @Test func everyDeclaredOperatorHasACase() {
    let covered = Set(Self.names.map { String($0.prefix { $0 != " " }) })
    for schema in SchemaTests.declared {
      let name = String(schema.dropFirst("aten::".count).prefix { $0 != "(" })
      #expect(
        covered.contains(name) != (Self.withoutGolden[name] != nil),
        "\(name) needs a case in torch_ops.py and in Tests/TorchTests/Operators, or a reason")
    }
  }

  @Test func everyGoldenHasItsClosureAndTheOtherWayRound() {
    #expect(GoldenCase.all.keys.sorted() == Self.names)
  }

  @Test(arguments: names, [DType.float64, .float32])
  func agreesWithPyTorch(_ name: String, _ real: DType) throws {
    let run = try #require(Self.cases[name])
    let expected = try #require(GoldenCase.all[name])
    let tolerance = real == .float64 ? 1e-10 : 1e-5
    let inputs = expected.inputs.map { $0.tensor(real: real) }
    let (outputs, gradients) = evaluate(run, at: inputs, differentiable: expected.differentiable)
    try #require(outputs.count == expected.outputs.count)
    for (output, golden) in zip(outputs, expected.outputs) {
      #expect(output.shape == golden.shape)
      if golden.dtype != "float64" || real == .float64 {
        #expect("\(output.dtype)" == golden.dtype)
      }
      let difference = relativeDifference(output.asArray(Double.self), golden.values)
      #expect(difference <= tolerance, "\(name): \(output) is not \(golden.values)")
    }
    #expect(gradients.count == expected.differentiable.count)
    for (index, gradient) in zip(expected.differentiable, gradients) {
      let golden = try #require(expected.gradients?["\(index)"])
      #expect(gradient.shape == golden.shape)
      let difference = relativeDifference(gradient.asArray(Double.self), golden.values)
      #expect(difference <= tolerance, "\(name), input \(index): \(gradient)")
    }
  }

  @Test(arguments: names.filter { !(GoldenCase.all[$0]?.differentiable.isEmpty ?? true) })
  func gradientsAgreeWithDifferences(_ name: String) throws {
    let run = try #require(Self.cases[name])
    let expected = try #require(GoldenCase.all[name])
    let inputs = expected.inputs.map { $0.tensor(real: .float64) }
    let (outputs, gradients) = evaluate(run, at: inputs, differentiable: expected.differentiable)
    let step = 1e-6
    func value(_ index: Int, _ element: Int, _ change: Double) -> Double {
      var moved = inputs
      var values = inputs[index].asArray(Double.self)
      values[element] += change
      moved[index] = Tensor(values, inputs[index].shape)
      return withoutGradient {
        run(moved).enumerated().filter { outputs[$0.offset].requiresGrad }.map {
          ($0.element * weight(of: $0.element, $0.offset)).sum().item(Double.self)
        }.reduce(0, +)
      }
    }
    for (index, gradient) in zip(expected.differentiable, gradients) {
      let differences = (0..<inputs[index].size).map { element in
        (value(index, element, step) - value(index, element, -step)) / (2 * step)
      }
      let difference = relativeDifference(gradient.asArray(Double.self), differences)
      #expect(difference <= 1e-6, "\(name), input \(index): \(gradient) is not \(differences)")
    }
  }
}
