internal import Torch
internal import TorchNN

extension Trainer {
  /// Runs `body`, in which steps may change how threads are used, and changes that back.
  func withLanes<Result>(_ body: () throws -> Result) rethrows -> Result {
    threads = Runtime.threadCount
    defer {
      Runtime.threadCount = threads
      lanes = .single
    }
    return try body()
  }

  /// The loss and its gradients: of several terms each on a thread of its own, on the processor.
  func differentiate(
    _ terms: [ObjectiveTerm], on device: Device
  ) -> (value: Double, gradients: ModuleParameters) {
    if device.kind == .cpu, terms.count > 1, threads > 1, lanes == .single {
      lanes = Lanes(threads: threads, pieces: terms.count)
      // Threads of operators that wait for the next one would take time from the lanes.
      Runtime.threadCount = 1
    }
    return valueAndGrad(model: model, terms: terms, on: lanes)
  }
}
