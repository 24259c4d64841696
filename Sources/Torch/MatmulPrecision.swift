internal import CTorch

/// How float32 matrix products are computed.
public enum MatmulPrecision: Sendable, Equatable {
  /// libtorch's own default.
  case standard
  /// oneDNN's float32 kernels, twice as fast on AMD processors.
  case fast
  /// Linear layers and some convolutions on the processor's matrix unit, as six products of bfloat16
  /// parts that together are as accurate as float32; everything else, and all on a processor without
  /// such a unit, as `standard`.
  case split
  /// Linear layers in bfloat16 (relative error about 1e-2), everything else as `fast`; only where it
  /// was asked for.
  case bfloat16
}

extension Runtime {
  /// The relative error to float64 above which a fast road is not taken; libtorch's default has
  /// 2.5e-7.
  public static let matmulTolerance = 1e-6

  /// Takes the fastest road for float32 matrix products that is as good as exact on this machine,
  /// and says which that is. Called once at the start of a program.
  ///
  /// The roads are tried in this order, and the first is taken whose error, measured here on a
  /// product, is at most `matmulTolerance`:
  ///
  /// - `split`, where the processor has a matrix unit (Intel's AMX).
  /// - `fast`: libtorch's setting "medium" allows oneDNN to choose its kernels. On processors without
  ///   bfloat16 matrix units that gives plain float32 at twice the speed of the default; on others,
  ///   as on NVIDIA's graphics processors, where it means TF32, the error is far larger.
  /// - `standard`.
  ///
  /// - Parameter device: Where the products are to be computed.
  /// - Returns: The road that is taken.
  @discardableResult
  public static func useFastestExactMatmul(on device: Device = .cpu) -> MatmulPrecision {
    let candidates: [MatmulPrecision] =
      device == .cpu && hasMatrixUnit ? [.split, .fast] : [.fast]
    for candidate in candidates {
      setMatmulPrecision(candidate)
      if matmulError(on: device) <= matmulTolerance { return candidate }
    }
    setMatmulPrecision(.standard)
    return .standard
  }

  /// Takes a road without a check.
  public static func setMatmulPrecision(_ precision: MatmulPrecision) {
    let (setting, products) =
      switch precision {
      case .standard: ("highest", CTORCH_LINEAR_LIBTORCH)
      case .fast: ("medium", CTORCH_LINEAR_LIBTORCH)
      case .split: ("highest", CTORCH_LINEAR_SPLIT)
      case .bfloat16: ("medium", CTORCH_LINEAR_BFLOAT16)
      }
    ctorch_set_float32_matmul_precision(setting)
    ctorch_set_linear_products(products)
  }

  /// The relative error to float64 of a product 256×1024×256 as it is set now.
  private static func matmulError(on device: Device) -> Double {
    withoutGradient {
      let random = RandomSource(seed: 1)
      let left = Tensor.randomNormal([256, 1024], using: random).to(device: device)
      let right = Tensor.randomNormal([256, 1024], using: random).to(device: device)
      let exact = left.to(dtype: .float64).linear(weight: right.to(dtype: .float64))
      let error = left.linear(weight: right).to(dtype: .float64) - exact
      return (error.squared().sum() / exact.squared().sum()).sqrt().item(Double.self)
    }
  }
}
