import Testing

@testable import Torch

/// The settings of the whole process; serial, since they hold for all tests.
@Suite(.serialized) struct PrecisionTests {
  @Test(arguments: [
    (batch: 512, inputs: 32, outputs: 32), (batch: 128, inputs: 256, outputs: 256),
    (batch: 1024, inputs: 256, outputs: 64), (batch: 7, inputs: 513, outputs: 3),
  ])
  func theFastRoadIsAsGoodAsExact(_ size: (batch: Int, inputs: Int, outputs: Int)) {
    defer { Runtime.setMatmulPrecision(.standard) }
    Runtime.useFastestExactMatmul()
    let random = RandomSource(seed: 9)
    let inputs = [
      Tensor.randomNormal([size.batch, size.inputs], using: random),
      Tensor.randomNormal([size.outputs, size.inputs], using: random),
      Tensor.randomNormal([size.outputs], using: random),
    ]
    let seed = Tensor.randomNormal([size.batch, size.outputs], using: random)
    func run(_ dtype: DType) -> [Tensor] {
      let leaves = inputs.map { $0.to(dtype: dtype).detach().requiringGrad() }
      let output = leaves[0].linear(weight: leaves[1], bias: leaves[2])
      let gradients = grad(
        of: [output], withRespectTo: leaves, outputGradients: [seed.to(dtype: dtype)])
      return [output.detach()] + gradients.compactMap { $0 }
    }
    let pairs = Array(zip(run(.float32), run(.float64)))
    #expect(pairs.count == 4)
    for (found, exact) in pairs {
      let error = (found.to(dtype: .float64) - exact).norm(axes: [-1]).squared().sum()
      let relative = (error / exact.squared().sum()).sqrt().item(Double.self)
      #expect(relative <= 1e-6)
    }
  }

  @Test func theNumberOfThreadsCanBeSet() {
    let before = Runtime.threadCount
    defer { Runtime.threadCount = before }
    for count in [1, 2] {
      Runtime.threadCount = count
      #expect(Runtime.threadCount == count)
    }
    Runtime.threadCount = 0
    #expect(Runtime.threadCount == 1)
  }

  @Test func bfloat16IsTakenOnlyWhereItIsAskedFor() async {
    // The setting holds for the whole process, so the test has one of its own.
    await #expect(processExitsWith: .success) {
      let random = RandomSource(seed: 1)
      let x = Tensor.randomNormal([256, 512], using: random)
      let weight = Tensor.randomNormal([256, 512], using: random)
      let exact = x.to(dtype: .float64).linear(weight: weight.to(dtype: .float64))
      func error() -> Double {
        let difference = x.linear(weight: weight).to(dtype: .float64) - exact
        return (difference.squared().sum() / exact.squared().sum()).sqrt().item(Double.self)
      }
      Runtime.useFastestExactMatmul()
      precondition(error() < 1e-6)
      Runtime.setMatmulPrecision(.bfloat16)
      precondition((1e-4..<5e-2).contains(error()))
      precondition(x.linear(weight: weight).dtype == .float32)
      Runtime.useFastestExactMatmul()
      precondition(error() < 1e-6)
    }
  }
}
