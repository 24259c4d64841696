internal import TorchNN

extension Trainer {
  /// Takes steps for a while to see how long one takes, in seconds. The trainer is spent by it.
  ///
  /// - Parameter limit: For how many seconds.
  /// - Returns: Seconds a step.
  /// - Throws: `TorchError` when the loss is no number.
  public func pace(within limit: Double) throws -> Double {
    try withLanes { try timeSteps(within: limit) }
  }

  private func timeSteps(within limit: Double) throws -> Double {
    let clock = ContinuousClock()
    model.train()
    // The first steps make room and choose kernels.
    for _ in 0..<3 { _ = try takeStep() }
    let start = clock.now
    var count = 0
    repeat {
      _ = try takeStep()
      count += 1
    } while count < 200 && (clock.now - start).seconds < limit
    return (clock.now - start).seconds / Double(count)
  }
}

extension TrainingPlan {
  /// How many steps a training may take in `seconds`.
  ///
  /// A measurement of the held-out loss goes through the model without gradients, which costs about
  /// a third of as many steps.
  ///
  /// - Parameters:
  ///   - seconds: The time.
  ///   - pace: Seconds a step.
  ///   - heldOut: Rows that are held out.
  /// - Returns: The number of steps.
  public func steps(within seconds: Double, pace: Double, heldOut: Int) -> Int {
    let measured = heldOut == 0 ? 0 : max(heldOut, 4096)
    let measurements = Double(validations * measured) / Double(3 * batchSize)
    let steps = seconds / max(pace, 1e-6) - measurements
    // Too few steps are no training; with as many as ten full ones the held-out loss has long stopped
    // falling.
    return Int(min(max(steps, 50), 10 * Double(self.steps)))
  }
}
