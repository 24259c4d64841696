// A small network learns the sine.
import Torch
import TorchNN

let random = RandomSource(seed: 1)
let model = Sequential {
  Linear(1, 32, using: random)
  ReLU()
  Linear(32, 1, using: random)
}
let optimizer = Adam(learningRate: 1e-2)
let angle = Tensor.randomUniform([256, 1], low: -3, high: 3, using: random)

for step in 0..<200 {
  let (loss, gradients) = valueAndGrad(model: model) { model(angle).squaredError(angle.sin()) }
  optimizer.update(model: model, gradients: gradients)
  if step % 50 == 0 { print(step, loss.item(Float.self)) }
}
