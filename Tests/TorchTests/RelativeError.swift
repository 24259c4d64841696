import Torch

/// The error of what was found, relative to what is exact, in the Euclidean norm.
func relativeError(_ found: Tensor, _ exact: Tensor) -> Double {
  let error = (found.to(dtype: .float64) - exact).squared().sum().item(Double.self)
  return (error / max(exact.squared().sum().item(Double.self), .leastNormalMagnitude))
    .squareRoot()
}
