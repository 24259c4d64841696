import Testing

@testable import Torch

let creationCases: OperatorCases = [
  "to.dtype": { [($0[0] * 3).to(dtype: .int32)] },
  "to.dtype bfloat16": { [$0[0].to(dtype: .bfloat16)] },
  // `to(device:)` leaves a tensor alone that is there already.
  "to.device": { [Operator.toDevice(.tensor($0[0]), .device(.cpu), .dtype($0[0].dtype))] },
  "detach": { [$0[0].detach()] },
  "clone": { [$0[0].clone()] },
  "zeros": { _ in [.zeros([2, 3], dtype: .int64)] },
  "ones": { _ in [.ones([2], dtype: .float64)] },
  "full": { _ in [.full([2, 2], 1.25, dtype: .float64)] },
  "arange.start_step": { _ in [.arange(1, 8, step: 3)] },
  "arange.start_step real": { _ in [.arange(0.5, 2, step: 0.25, dtype: .float64)] },
  "linspace": { _ in [.linspace(-1, 2, count: 7, dtype: .float64)] },
  "eye": { _ in [.identity(3, dtype: .float64)] },
  "zeros_like": { [$0[0].zerosLike()] },
  "ones_like": { [$0[0].onesLike()] },
]

let shapeCases: OperatorCases = [
  "reshape": { [$0[0].reshape([3, -1])] },
  "flatten.using_ints": { [$0[0].flatten(from: 1)] },
  "transpose.int": { [$0[0].transpose(0, 2)] },
  "permute": { [$0[0].permute([2, 0, 1])] },
  "squeeze.dim": { [$0[0].squeeze(axis: 1)] },
  "unsqueeze": { [$0[0].expandDims(axis: -1)] },
  "expand": { [$0[0].expand([3, 2])] },
  "repeat": { [$0[0].tile([2, 3])] },
  "repeat_interleave.self_int": { [$0[0].repeatElements(2, axis: 1)] },
  "cat": { [.concatenate($0, axis: 1)] },
  "stack": { [.stack($0, axis: 1)] },
  "split.Tensor": { $0[0].split(size: 2, axis: 1) },
  "split_with_sizes": { $0[0].split(sizes: [1, 3]) },
  "unbind.int": { $0[0].unbind(axis: 1) },
  "narrow": { [$0[0].narrow(axis: 1, start: 1, length: 2)] },
  "select.int": { [$0[0].select(axis: 1, index: 2)] },
  "slice.Tensor": { [$0[0].slice(axis: 1, start: 1, end: 5, step: 2)] },
  "flip": { [$0[0].flip(axes: [0, 1])] },
  "roll": { [$0[0].roll(shift: 1, axis: 0)] },
  "tril": { [$0[0].lowerTriangle(diagonal: -1)] },
  "triu": { [$0[0].upperTriangle(diagonal: 1)] },
  "diagonal": { [$0[0].diagonal(offset: 1)] },
  "diag_embed": { [$0[0].diagonalEmbedding()] },
  "pad": { [$0[0].pad([1, 0, 0, 2], value: 0.5)] },
  "unfold": { [$0[0].windows(axis: 0, size: 3, step: 2)] },
  "contiguous": { [$0[0].transpose().contiguous()] },
]

let indexingCases: OperatorCases = [
  "gather": { [$0[0].gather(axis: 1, index: $0[1])] },
  "scatter.src": { [$0[0].scatter(axis: 1, index: $0[1], source: $0[2])] },
  "scatter.value": { [$0[0].scatter(axis: 1, index: $0[1], value: 2.5)] },
  "scatter_add": { [$0[0].scatterAdd(axis: 0, index: $0[1], source: $0[2])] },
  "index_select": { [$0[0].indexSelect(axis: 1, $0[1])] },
  "index_add": { [$0[0].indexAdd(axis: 0, index: $0[1], source: $0[2])] },
  "embedding": { [$0[0].embedding($0[1])] },
  "sort": {
    let found = $0[0].sort(axis: 0, descending: true)
    return [found.values, found.indices]
  },
  "argsort.stable": { [$0[0].argSort(axis: 1)] },
  "topk": {
    let found = $0[0].topK(2, axis: 1, largest: false)
    return [found.values, found.indices]
  },
  "searchsorted.Tensor": { [$0[0].searchSorted($0[1])] },
  "searchsorted.Tensor right": { [$0[0].searchSorted($0[1], right: true)] },
  "one_hot": { [$0[0].oneHot(5)] },
  "bincount": { [$0[0].binCount(minimumLength: 7)] },
  "_unique2": { [$0[0].unique()] },
  "nonzero": { [$0[0].nonzero()] },
  "cdist": { [$0[0].pairwiseDistances($0[1])] },
  "cdist first": { [$0[0].pairwiseDistances($0[1], p: 1)] },
]

let reductionCases: OperatorCases = [
  "sum": { [$0[0].sum()] },
  "sum.dim_IntList": { [$0[0].sum(axes: [0, 2], keepDims: true)] },
  "mean": { [$0[0].mean()] },
  "mean.dim": { [$0[0].mean(axis: 1)] },
  "var.correction": { [$0[0].variance(axes: [1], correction: 0)] },
  "std.correction": { [$0[0].standardDeviation(axes: [0])] },
  "prod": { [$0[0].product()] },
  "prod.dim_int": { [$0[0].product(axis: 1)] },
  "max": { [$0[0].max()] },
  "amax": { [$0[0].max(axis: 1)] },
  "min": { [$0[0].min()] },
  "amin": { [$0[0].min(axis: 0, keepDims: true)] },
  "argmax": { [$0[0].argMax(axis: 1)] },
  "argmin": { [$0[0].argMin(axis: 0, keepDims: true)] },
  "logsumexp": { [$0[0].logSumExp(axis: 1)] },
  "cumsum": { [$0[0].cumulativeSum(axis: 1)] },
  "cumprod": { [$0[0].cumulativeProduct(axis: 0)] },
  "all": { [$0[0].all()] },
  "all.dim": { [$0[0].all(axis: 1)] },
  "any": { [$0[0].any()] },
  "any.dim": { [$0[0].any(axis: 0)] },
  "quantile": { [$0[0].quantile($0[1], axis: 1)] },
  "linalg_vector_norm": { [$0[0].norm(axes: [1])] },
  "linalg_vector_norm first": { [$0[0].norm(order: 1, axes: [0, 1])] },
]
