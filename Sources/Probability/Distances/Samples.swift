internal import Torch

/// The number of pairs that one block of a pairwise computation may hold; 32 MiB in float64.
let pairsPerBlock = 1 << 22

/// Two samples as matrices in float64, about their common mean.
///
/// Distances and Gaussian kernels do not change with the origin; near it they lose fewest digits.
func centered(_ x: Tensor, _ y: Tensor) -> (x: Tensor, y: Tensor) {
  let (first, second) = matrices(x, y)
  let middle = (first.mean(axis: 0) + second.mean(axis: 0)) * 0.5
  return (first - middle, second - middle)
}

/// Two samples as matrices `[count, features]` in float64; a vector is one feature.
///
/// - Precondition: both have samples and the same number of features.
func matrices(_ x: Tensor, _ y: Tensor) -> (x: Tensor, y: Tensor) {
  func matrix(_ sample: Tensor) -> Tensor {
    precondition(
      sample.ndim > 0 && sample.size > 0, "no distance to a sample of shape \(sample.shape)")
    let flat = sample.detach().to(dtype: .float64)
    return flat.reshape([sample.size(0), sample.size / sample.size(0)])
  }
  let (first, second) = (matrix(x), matrix(y))
  precondition(
    first.size(1) == second.size(1),
    "samples with \(first.size(1)) and \(second.size(1)) features")
  return (first, second)
}

/// Calls `body` with the rows of `x` in blocks so small that each of their pairs with the rows of
/// `y` fits `pairsPerBlock`, and with the first row's index.
func forEachBlock(_ x: Tensor, against y: Tensor, _ body: (Tensor, Int) -> Void) {
  let count = x.size(0)
  let rows = max(1, pairsPerBlock / max(1, y.size(0)))
  for start in stride(from: 0, to: count, by: rows) {
    body(x.narrow(axis: 0, start: start, length: min(rows, count - start)), start)
  }
}

/// The squared Euclidean distances between rows, `[rows, other rows]`, from inner products.
func squaredDistances(_ x: Tensor, _ y: Tensor) -> Tensor {
  func norms(_ rows: Tensor) -> Tensor { rows.squared().sum(axis: 1, keepDims: true) }
  // ‖x‖² + ‖y‖² − 2 x·y as one product: passes over the pairs cost more than two more features.
  let left = Tensor.concatenate([x * -2, norms(x)], axis: 1).pad([0, 1], value: 1)
  let right = Tensor.concatenate([y.pad([0, 1], value: 1), norms(y)], axis: 1)
  return left.matmul(right.transpose(0, 1)).clamped(min: 0)
}

/// The Euclidean distances between rows, `[rows, other rows]`.
///
/// Up to 64 features they are formed from differences, so that equal rows are at distance zero
/// exactly, in no more time than from inner products. Beyond, the root of the squared distance from
/// inner products is faster and errs by about 1e-8 of the rows' norm.
func euclideanDistances(_ x: Tensor, _ y: Tensor) -> Tensor {
  x.size(1) <= 64
    ? x.pairwiseDistances(y, fromDifferences: true) : squaredDistances(x, y).sqrt()
}
