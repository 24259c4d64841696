internal import Torch

/// Logistic regression with a ridge penalty, fitted by Newton's method.
///
/// Minimises Σ log(1 + e^(−±(w·x + b))) + ‖w‖² / 2C; the intercept b is not penalised.
struct LogisticRegression {
  /// w and, last, b.
  private let weights: Tensor

  /// Fits rows `[count, features]` in float64 to labels of zero and one.
  init(_ rows: Tensor, _ label: Tensor, inverseStrength: Double) {
    let design = Self.withIntercept(rows)
    let size = design.size(1)
    var penalties = [Double](repeating: 1 / inverseStrength, count: size)
    // A hair on the intercept keeps the system regular, where all rows have one label.
    penalties[size - 1] = 1e-12
    let penalty = Tensor(penalties).to(device: rows.device)

    func loss(_ w: Tensor) -> Double {
      let margin = design.matmul(w)
      let misfit = (margin.exactSoftplus() - label * margin).sum()
      return (misfit + (penalty * w.squared()).sum() * 0.5).item(Double.self)
    }

    var found = Tensor.zeros([size], dtype: .float64, device: rows.device)
    var value = loss(found)
    for _ in 0..<100 {
      let chance = design.matmul(found).sigmoid()
      let gradient = design.transpose(0, 1).matmul(chance - label) + penalty * found
      let curvature = (chance * (1 - chance)).expandDims(axis: 1)
      let hessian = design.transpose(0, 1).matmul(design * curvature) + penalty.diagonalEmbedding()
      let step = hessian.solve(gradient.expandDims(axis: 1)).squeeze(axis: 1)
      // Halve the step until it helps: far from the optimum a full one may overshoot.
      var length = 1.0
      var next = found - step
      while loss(next) > value && length > 1e-8 {
        length /= 2
        next = found - step * length
      }
      let improved = value - loss(next)
      guard improved > 0 else { break }
      found = next
      value -= improved
      if improved <= 1e-14 * max(1, value) { break }
    }
    weights = found
  }

  /// The log-odds of rows.
  func scores(_ rows: Tensor) -> Tensor { Self.withIntercept(rows).matmul(weights) }

  private static func withIntercept(_ rows: Tensor) -> Tensor {
    rows.pad([0, 1], value: 1)
  }
}
