internal import RealModule
public import Torch

/// A monotone rational-quadratic spline on [−B, B], elementwise, and the identity outside
/// (Durkan et al. 2019, "Neural Spline Flows", section 3.1 and appendix A).
///
/// K bins with knots (xₖ, yₖ) and slopes δₖ; with s = Δy/Δx and ξ = (x − xₖ)/Δx,
///
///     f(x) = yₖ + Δy (s ξ² + δₖ ξ(1 − ξ)) / (s + (δₖ₊₁ + δₖ − 2s) ξ(1 − ξ)).
///
/// The inverse is the stable root of a quadratic equation, the derivative is known in closed form.
/// Everything is vectorised over the elements and differentiable in the parameters.
public struct RationalQuadraticSpline: Bijection {
  /// The knots' positions, `[…, K + 1]`, rising from −B to B.
  public let positions: Tensor
  /// The knots' values, `[…, K + 1]`, rising from −B to B.
  public let values: Tensor
  /// The slopes at the knots, `[…, K + 1]`, positive, one at both ends.
  public let slopes: Tensor
  /// B.
  public let bound: Double

  /// Makes a spline from unconstrained parameters, as a network gives them; leading axes broadcast
  /// to the input. Zeros give the identity.
  ///
  /// - Parameters:
  ///   - widths: Log-widths of the bins up to a constant, `[…, K]`.
  ///   - heights: Log-heights of the bins up to a constant, `[…, K]`.
  ///   - slopes: Slopes at the inner knots before a softplus, `[…, K - 1]`.
  ///   - bound: B: where the spline ends and the identity begins.
  ///   - minimumBin: The smallest width and height of a bin, as a share of 2B.
  ///   - minimumSlope: The smallest slope.
  public init(
    widths: Tensor, heights: Tensor, slopes: Tensor, bound: Double = 3,
    minimumBin: Double = 1e-3, minimumSlope: Double = 1e-3
  ) {
    let count = widths.size(-1)
    precondition(
      heights.size(-1) == count && slopes.size(-1) == count - 1,
      "\(count) widths, \(heights.size(-1)) heights and \(slopes.size(-1)) inner slopes")
    precondition(minimumBin * Double(count) < 1, "\(count) bins of at least \(minimumBin) each")
    self.bound = bound
    positions = Self.knots(widths, bound: bound, minimum: minimumBin)
    values = Self.knots(heights, bound: bound, minimum: minimumBin)
    let offset = Double.log(Double.expMinusOne(1 - minimumSlope))
    let inner = (slopes + offset).exactSoftplus() + minimumSlope
    self.slopes = inner.pad([1, 1], value: 1)
  }

  /// −B, the running sums of the bins' sizes, and B.
  private static func knots(_ sizes: Tensor, bound: Double, minimum: Double) -> Tensor {
    let share = 1 - minimum * Double(sizes.size(-1))
    let normalized = sizes.softmax(axis: -1) * share + minimum
    let inner = normalized.slice(axis: -1, end: -1).cumulativeSum(axis: -1) * (2 * bound) - bound
    // Both ends exactly: a running sum would miss B by rounding.
    return inner.pad([1, 0], value: -bound).pad([0, 1], value: bound)
  }

  /// f(x).
  public func forward(_ x: Tensor) -> Tensor { forwardAndLogDeterminant(x).value }
  /// f⁻¹(y).
  public func inverse(_ y: Tensor) -> Tensor { inverseAndLogDeterminant(y).value }
  /// log f'(x).
  public func logAbsDetJacobian(at x: Tensor) -> Tensor {
    forwardAndLogDeterminant(x).logDeterminant
  }

  /// f(x) and log f'(x).
  public func forwardAndLogDeterminant(_ x: Tensor) -> (value: Tensor, logDeterminant: Tensor) {
    let inside = x.clamped(min: -bound, max: bound)
    let bin = Bin(of: inside, in: positions, self)
    let xi = (inside - bin.position) / bin.width
    let between = xi * (1 - xi)
    let numerator = bin.height * (bin.secant * xi.squared() + bin.slope * between)
    let value = bin.value + numerator / (bin.secant + bin.curvature * between)
    let isOutside = x.abs() > bound
    return (
      x.where(isOutside, else: value),
      bin.logDerivative(xi).maskedFill(isOutside, 0.0)
    )
  }

  /// f⁻¹(y) and the logarithm of its derivative.
  public func inverseAndLogDeterminant(_ y: Tensor) -> (value: Tensor, logDeterminant: Tensor) {
    let inside = y.clamped(min: -bound, max: bound)
    let bin = Bin(of: inside, in: values, self)
    let rise = inside - bin.value
    let a = bin.height * (bin.secant - bin.slope) + rise * bin.curvature
    let b = bin.height * bin.slope - rise * bin.curvature
    let c = -(bin.secant * rise)
    // Rounding may push the discriminant of a nearly linear bin below zero.
    let discriminant = (b.squared() - a * c * 4).clamped(min: 0)
    let xi = (c * 2 / (-b - discriminant.sqrt())).clamped(min: 0, max: 1)
    let isOutside = y.abs() > bound
    return (
      y.where(isOutside, else: xi * bin.width + bin.position),
      -bin.logDerivative(xi).maskedFill(isOutside, 0.0)
    )
  }
}

/// For each element, the bin of the spline that holds it.
private struct Bin {
  let position: Tensor
  let width: Tensor
  let value: Tensor
  let height: Tensor
  let slope: Tensor
  let nextSlope: Tensor
  /// s = Δy/Δx.
  let secant: Tensor
  /// δₖ₊₁ + δₖ − 2s.
  let curvature: Tensor

  /// Finds the bins of `x` between `knots`.
  init(of x: Tensor, in knots: Tensor, _ spline: RationalQuadraticSpline) {
    let shape = broadcastShape([x.shape, Array(knots.shape.dropLast())])
    let count = knots.size(-1)
    // Counting the inner knots not above x is a handful of comparisons, and needs no search.
    let inner = knots.slice(axis: -1, start: 1, end: -1)
    let reached = x.expand(shape).expandDims(axis: -1) >= inner
    let index = reached.to(dtype: .int64).sum(axis: -1, keepDims: true)

    func pick(_ table: Tensor, _ offset: Int) -> Tensor {
      table.expand(shape + [count]).gather(axis: -1, index: index + offset).squeeze(axis: -1)
    }
    position = pick(spline.positions, 0)
    width = pick(spline.positions, 1) - position
    value = pick(spline.values, 0)
    height = pick(spline.values, 1) - value
    slope = pick(spline.slopes, 0)
    nextSlope = pick(spline.slopes, 1)
    secant = height / width
    curvature = slope + nextSlope - secant * 2
  }

  /// log f' at ξ: 2 log s + log(δₖ₊₁ ξ² + 2 s ξ(1 − ξ) + δₖ (1 − ξ)²) − 2 log(s + … ξ(1 − ξ)).
  func logDerivative(_ xi: Tensor) -> Tensor {
    let between = xi * (1 - xi)
    let slopes = nextSlope * xi.squared() + slope * (1 - xi).squared()
    let top = (slopes + secant * between * 2).log() + secant.log() * 2
    return top - (secant + curvature * between).log() * 2
  }
}
