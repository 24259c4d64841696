public import Torch

/// The value of `loss` and its gradients with respect to the model's trainable parameters.
///
/// One pass through the history for all parameters. A parameter that the loss does not depend on
/// has a gradient of zeros.
///
/// - Parameters:
///   - model: The model whose parameters are differentiated.
///   - loss: Returns a tensor with one element.
/// - Returns: The value, without a history, and one gradient a trainable parameter.
public func valueAndGrad(
  model: Module, _ loss: () throws -> Tensor
) rethrows -> (value: Tensor, gradients: ModuleParameters) {
  let parameters = model.trainableParameters()
  let value = try withGradient(enabled: true, loss)
  guard !parameters.isEmpty else { return (value.detach(), parameters) }
  let found = grad(of: [value], withRespectTo: parameters.tensors)
  let gradients = zip(parameters.tensors, found).map { parameter, gradient in
    gradient ?? parameter.detach().zerosLike()
  }
  return (value.detach(), ModuleParameters(layout: parameters.layout, tensors: gradients))
}

/// The sum of some terms and its gradients with respect to the model's trainable parameters, worked
/// out term by term.
///
/// Terms are added up in their order, so the sum does not depend on the number of lanes.
///
/// - Parameters:
///   - model: The model whose parameters are differentiated.
///   - terms: Each returns a tensor with one element, and may be called from any thread.
///   - lanes: The threads that share the terms.
/// - Returns: The value, and one gradient a trainable parameter.
public func valueAndGrad(
  model: Module, terms: [() -> Tensor], on lanes: Lanes
) -> (value: Double, gradients: ModuleParameters) {
  let parameters = model.trainableParameters()
  let parts = lanes.map(terms.count) { term -> (value: Double, gradients: [Tensor?]) in
    let value = withGradient(enabled: true, terms[term])
    let gradients =
      parameters.isEmpty ? [] : grad(of: [value], withRespectTo: parameters.tensors)
    return (value.item(Double.self), gradients)
  }
  let sums = parameters.tensors.enumerated().map { index, parameter in
    let found = parts.compactMap { $0.gradients[index] }
    return found.dropFirst().reduce(found.first ?? parameter.detach().zerosLike(), +)
  }
  return (
    parts.reduce(0) { $0 + $1.value }, ModuleParameters(layout: parameters.layout, tensors: sums)
  )
}
