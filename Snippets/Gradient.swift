// The gradient of Σ x² at 1, 2, 3: prints 14.0 [2.0, 4.0, 6.0].
import Torch

let x = Tensor([1, 2, 3] as [Float])
let (value, gradients) = valueAndGrad([x]) { inputs in inputs[0].squared().sum() }
print(value.item(Float.self), gradients[0].asArray(Float.self))
