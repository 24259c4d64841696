internal import CTorch

/// Runs `body` without recording operators for gradients, on this thread.
///
/// The mode belongs to the thread, so the closure is synchronous: never hold it across an `await`.
public func withoutGradient<Result>(_ body: () throws -> Result) rethrows -> Result {
  try withGradient(enabled: false, body)
}

/// Runs `body` with recording switched on or off, on this thread.
public func withGradient<Result>(enabled: Bool, _ body: () throws -> Result) rethrows -> Result {
  let before = ctorch_grad_enabled()
  ctorch_set_grad_enabled(enabled)
  defer { ctorch_set_grad_enabled(before) }
  return try body()
}

/// The gradients of `outputs` with respect to `inputs`, one an input; `nil` where the outputs do not
/// depend on it.
///
/// - Parameters:
///   - outputs: Tensors with a history.
///   - inputs: Tensors that require gradients.
///   - outputGradients: The vectors of the vector-Jacobian product, shaped like the outputs; ones
///     where `nil`, which only an output with one element allows.
///   - retainGraph: Whether the history may be walked again.
///   - createGraph: Whether the gradients have a history of their own, for second derivatives.
/// - Returns: The gradients, in the inputs' order and shapes.
public func grad(
  of outputs: [Tensor], withRespectTo inputs: [Tensor], outputGradients: [Tensor]? = nil,
  retainGraph: Bool = false, createGraph: Bool = false
) -> [Tensor?] {
  var found = [OpaquePointer?](repeating: nil, count: inputs.count)
  let outputHandles: [OpaquePointer?] = outputs.map { $0.handle }
  let inputHandles: [OpaquePointer?] = inputs.map { $0.handle }
  let seedHandles: [OpaquePointer?]? = outputGradients?.map { $0.handle }
  let succeeded = withExtendedLifetime((outputs, inputs, outputGradients)) {
    let run = { (seeds: UnsafePointer<OpaquePointer?>?) in
      ctorch_grad(
        outputHandles, Int32(outputs.count), inputHandles, Int32(inputs.count), seeds,
        retainGraph || createGraph, createGraph, &found)
    }
    return seedHandles.map { seeds in seeds.withUnsafeBufferPointer { run($0.baseAddress) } }
      ?? run(nil)
  }
  if !succeeded { report(.last, in: "grad") }
  return found.map { $0.map { Tensor(owning: $0) } }
}

/// The value of `function` at `inputs` and its gradients there.
///
/// - Parameters:
///   - inputs: Where to differentiate; their own history is not followed.
///   - function: Returns a tensor with one element.
/// - Returns: The value and one gradient an input, both without a history.
public func valueAndGrad(
  _ inputs: [Tensor], _ function: ([Tensor]) -> Tensor
) -> (value: Tensor, gradients: [Tensor]) {
  withGradient(enabled: true) {
    let leaves = inputs.map { $0.detach().requiringGrad() }
    let value = function(leaves)
    let gradients = zip(leaves, grad(of: [value], withRespectTo: leaves)).map { leaf, gradient in
      gradient ?? leaf.detach().zerosLike()
    }
    return (value.detach(), gradients)
  }
}

extension Tensor {
  /// Marks this tensor as one that gradients are wanted for, and returns it.
  @discardableResult
  public func requiringGrad(_ required: Bool = true) -> Tensor {
    withExtendedLifetime(self) {
      if !ctorch_set_requires_grad(handle, required) { report(.last, in: "requires_grad_") }
    }
    return self
  }
}
