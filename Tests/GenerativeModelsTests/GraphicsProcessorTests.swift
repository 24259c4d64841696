import Testing
import Torch
import TorchNN

@testable import GenerativeModels

extension GenerativeModelsTests {
  @Suite("Training on a graphics processor", .enabled(if: Runtime.cudaDeviceCount > 0))
  struct GraphicsProcessorTests {
    private func fit(on device: Device) throws -> (losses: [Double], bytes: [[UInt32]]) {
      Runtime.useFastestExactMatmul(on: device)
      defer { Runtime.setMatmulPrecision(.standard) }
      let model = ModelFamily.anyOrderAutoregressive.makeModel()
      model.to(device: device)
      let curve = try model.fit(
        rows: ToyRows.rows(400), heldOut: ToyRows.rows(80, seed: 8), plan: .toy(steps: 40),
        checkpoints: nil, shouldStop: { false }, report: { _ in })
      model.to(device: .cpu)
      let bytes = model.state().tensors.map { $0.asArray(Float.self).map(\.bitPattern) }
      return (curve.map(\.validationLoss), bytes)
    }

    @Test("It ends at the same bytes each time, near the processor's losses")
    func sameTraining() throws {
      let there = try fit(on: Device(kind: .cuda))
      #expect(try fit(on: Device(kind: .cuda)).bytes == there.bytes)
      for (loss, other) in zip(there.losses, try fit(on: .cpu).losses) {
        #expect(abs(loss - other) < 1e-3 * abs(other))
      }
    }
  }
}
