import Testing

@testable import Torch

let convolutionCases: OperatorCases = [
  "convolution 1d": {
    [$0[0].convolution(weight: $0[1], bias: $0[2], stride: [2], padding: [1], dilation: [1])]
  },
  "convolution": {
    [
      $0[0].convolution(
        weight: $0[1], stride: [1, 2], padding: [1, 0], dilation: [1, 1], groups: 2)
    ]
  },
  "convolution transposed": {
    [
      $0[0].transposedConvolution(
        weight: $0[1], bias: $0[2], stride: [2, 2], padding: [1, 1], outputPadding: [1, 1],
        dilation: [1, 1])
    ]
  },
  "max_pool2d": { [$0[0].maxPool2d(kernel: [2, 2])] },
  "avg_pool2d": { [$0[0].averagePool2d(kernel: [3, 3], stride: [1, 1], padding: [1, 1])] },
  "upsample_nearest2d": { [$0[0].upsampleNearest2d([4, 3])] },
  "upsample_bilinear2d": { [$0[0].upsampleBilinear2d([3, 4])] },
]

let lossCases: OperatorCases = [
  "cross_entropy_loss": { [$0[0].crossEntropy($0[1], labelSmoothing: 0.1)] },
  "binary_cross_entropy_with_logits": { [$0[0].binaryCrossEntropy($0[1], reduction: .none)] },
  "mse_loss": { [$0[0].squaredError($0[1])] },
  "l1_loss": { [$0[0].absoluteError($0[1], reduction: .sum)] },
  "huber_loss": { [$0[0].huberLoss($0[1], delta: 0.5)] },
]

let normalizationCases: OperatorCases = [
  "layer_norm": { [$0[0].layerNorm(shape: [4], weight: $0[1], bias: $0[2])] },
  "rms_norm": { [$0[0].rmsNorm(shape: [4], weight: $0[1])] },
  "group_norm": { [$0[0].groupNorm(groups: 2, weight: $0[1], bias: $0[2])] },
  "batch_norm": { batchNorm($0, training: true) },
  "batch_norm evaluation": { batchNorm($0, training: false) },
  "instance_norm": { [$0[0].instanceNorm(weight: $0[1], bias: $0[2])] },
]

/// The output and what became of the running moments.
private func batchNorm(_ inputs: [Tensor], training: Bool) -> [Tensor] {
  let (mean, variance) = (inputs[3].clone(), inputs[4].clone())
  let output = inputs[0].batchNorm(
    weight: inputs[1], bias: inputs[2], runningMean: mean, runningVariance: variance,
    training: training, momentum: 0.2)
  return [output, mean, variance]
}

let recurrentCases: OperatorCases = [
  "gru.input": {
    let found = $0[0].gru(state: $0[1], parameters: Array($0[2...]), layers: 2)
    return [found.output, found.state]
  },
  "lstm.input": {
    let found = $0[0].lstm(hidden: $0[1], cell: $0[2], parameters: Array($0[3...]), layers: 2)
    return [found.output, found.hidden, found.cell]
  },
]

// Signs of vectors are free, so products that do not have them are compared.
let linearAlgebraCases: OperatorCases = [
  "matmul": { [$0[0].matmul($0[1])] },
  "linear": { [$0[0].linear(weight: $0[1], bias: $0[2])] },
  "linear plain": { [$0[0].linear(weight: $0[1])] },
  "addmm": { [$0[0].addMatmul($0[1], $0[2])] },
  "einsum": { [.einsum("bi,bj->bij", $0[0], $0[1])] },
  "outer": { [$0[0].outer($0[1])] },
  "linalg_cholesky": { [$0[0].matmul($0[0].transpose()).cholesky()] },
  "linalg_eigh": {
    let (values, vectors) = ($0[0] + $0[0].transpose()).symmetricEigen()
    return [values, (vectors * values.exp()).matmul(vectors.transpose())]
  },
  "linalg_svd": {
    let (u, s, vTransposed) = $0[0].svd()
    return [s, (u * s.sqrt()).matmul(vTransposed)]
  },
  "linalg_qr": {
    let (q, r) = $0[0].qr()
    return [r.abs(), q.matmul(r)]
  },
  "linalg_inv": { [$0[0].inverse()] },
  "linalg_solve": { [$0[0].solve($0[1])] },
  "linalg_solve_triangular": { [$0[0].lowerTriangle().solveTriangular($0[1], upper: false)] },
  "linalg_det": { [$0[0].determinant()] },
  "linalg_slogdet": {
    let found = $0[0].logDeterminant()
    return [found.sign, found.logAbsolute]
  },
]

// Each on copies, so that the inputs stay.
let inPlaceCases: OperatorCases = [
  "copy_": { changed($0) { copy, rest in copy.copyInPlace(rest[1]) } },
  "fill_.Scalar": { changed($0) { copy, _ in copy.fillInPlace(2.5) } },
  "add_.Tensor": { changed($0) { copy, rest in copy.addInPlace(rest[1], alpha: -0.5) } },
  "mul_.Scalar": { changed($0) { copy, _ in copy.scaleInPlace(0.5) } },
  "index_put_": {
    changed($0) { copy, rest in
      copy.putInPlace([rest[1], Tensor(1)], rest[2], accumulate: true)
    }
  },
  "_foreach_lerp_.Scalar": {
    lists($0) { values, others in Foreach.lerpInPlace(values, others, weight: 0.3) }
  },
  "_foreach_norm.Scalar": { Foreach.norms([$0[0], $0[1]]) },
  "_foreach_mul_.Tensor": {
    lists($0) { values, _ in Foreach.scaleInPlace(values, Tensor(0.5).to(dtype: values[0].dtype)) }
  },
  "_foreach_add_.List": {
    lists($0) { values, others in Foreach.addInPlace(values, others, alpha: 2) }
  },
  "_foreach_copy_": { lists($0) { values, others in Foreach.copyInPlace(values, others) } },
  "_fused_adam_": { adam($0, decoupled: false) },
  "_fused_adamw_": { adam($0, decoupled: true) },
  "_fused_sgd_": { inputs in
    lists(inputs) { parameters, gradients in
      let buffers = parameters.map { $0.zerosLike() }
      for step in 0..<2 {
        FusedOptimizer.sgd(
          parameters: parameters, gradients: gradients, momentumBuffers: buffers,
          learningRate: 0.1, momentum: 0.9, weightDecay: 0.1, nesterov: true,
          isFirstStep: step == 0)
      }
    }
  },
]

/// A copy of the first input, changed by `body`, which is given all.
private func changed(_ inputs: [Tensor], _ body: (Tensor, [Tensor]) -> Void) -> [Tensor] {
  let copy = inputs[0].clone()
  body(copy, inputs)
  return [copy]
}

/// Copies of the first two inputs, changed by `body`, which is given the other two as well.
private func lists(
  _ inputs: [Tensor], _ body: ([Tensor], [Tensor]) -> Void
) -> [Tensor] {
  let values = inputs[..<2].map { $0.clone() }
  body(values, Array(inputs[2...]))
  return values
}

private func adam(_ inputs: [Tensor], decoupled: Bool) -> [Tensor] {
  lists(inputs) { parameters, gradients in
    let averages = parameters.map { $0.zerosLike() }
    let squaredAverages = parameters.map { $0.zerosLike() }
    for step in 1...2 {
      FusedOptimizer.adam(
        parameters: parameters, gradients: gradients, averages: averages,
        squaredAverages: squaredAverages, steps: parameters.map { _ in Tensor(Float(step)) },
        learningRate: 0.1, beta1: 0.8, beta2: 0.95, weightDecay: 0.1, eps: 1e-6,
        decoupled: decoupled)
    }
  }
}
