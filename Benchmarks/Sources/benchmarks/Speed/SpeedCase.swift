/// One piece of work that both sides are timed at.
struct SpeedCase: Sendable {
  /// The name that both sides print.
  let name: String
  /// What it is, in words.
  let title: String
  /// The case of the peer to compare with: what a user of PyTorch gets who changes no setting.
  let peer: String
  /// Floating-point operations a call, where a rate says more than a time.
  let operations: Double?
  /// The largest ratio of our time to the peer's that we are content with.
  let goal: Double?

  /// The cases, in the order of the table.
  static let all = [
    SpeedCase(
      name: "step-small", title: "training step 16×[8, 32, 32, 8], fused Adam", peer: "step-small",
      operations: nil, goal: 0.55),
    SpeedCase(
      name: "step-medium", title: "training step 500×[128, 256, 256, 128], fused Adam",
      peer: "step-medium", operations: nil, goal: 0.55),
    SpeedCase(
      name: "linear", title: "linear 4096×256→256, forward and backward", peer: "linear",
      operations: 3 * 2 * 4096 * 256 * 256, goal: 1 / 1.8),
    SpeedCase(
      name: "convolution-float32",
      title: "convolution 3×3, 32→32 on 28×28, batch 64, forward and backward, float32",
      peer: "convolution-float32", operations: 3 * 2 * 64 * 784 * 9 * 32 * 32, goal: 1 / 1.3),
    SpeedCase(
      name: "convolution-bfloat16",
      title: "the same in bfloat16, beside PyTorch's default float32", peer: "convolution-float32",
      operations: 3 * 2 * 64 * 784 * 9 * 32 * 32, goal: 1 / 2.5),
    SpeedCase(
      name: "convolution-bfloat16",
      title: "the same in bfloat16, beside PyTorch's bfloat16", peer: "convolution-bfloat16",
      operations: 3 * 2 * 64 * 784 * 9 * 32 * 32, goal: nil),
    SpeedCase(
      name: "small-operator", title: "one addition of four numbers, from Swift and from Python",
      peer: "small-operator", operations: nil, goal: nil),
  ]
}

/// What one side needed for one case.
struct Timing: Codable, Sendable {
  /// The case's name.
  let `case`: String
  /// How many threads it used.
  let threads: Int
  /// Seconds a call.
  let seconds: Double
}
