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
