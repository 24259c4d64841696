internal import CTorch

/// Settings of libtorch that hold for the whole process.
public enum Runtime {
  /// The version of libtorch.
  public static var version: String { String(cString: ctorch_version()) }

  /// How many threads an operator may use.
  public static var threadCount: Int {
    get { Int(ctorch_thread_count()) }
    set { ctorch_set_thread_count(Int32(clamping: max(1, newValue))) }
  }

  /// The number of CUDA devices that this libtorch finds.
  public static var cudaDeviceCount: Int { Int(ctorch_cuda_device_count()) }
}

/// How float32 matrix products are computed.
public enum MatmulPrecision: Sendable, Equatable {
  /// libtorch's own default.
  case standard
  /// oneDNN's float32 kernels, twice as fast on AMD processors.
  case fast
  /// Linear layers in bfloat16 (relative error about 1e-2), everything else as `fast`; only where it
  /// was asked for.
  case bfloat16
}

extension Runtime {
  /// The relative error to float64 above which the fast road is not taken; libtorch's default has
  /// 2.5e-7.
  public static let matmulTolerance = 1e-6

  /// Takes the fast road for float32 matrix products where it is as good as exact on this machine,
  /// and says which road that is. Called once at the start of a program.
  ///
  /// libtorch's setting "medium" allows oneDNN to choose its kernels. On processors without bfloat16
  /// matrix units that gives plain float32 at twice the speed of the default; on others it may give
  /// bfloat16. So the error of a product is measured here, and the setting taken back when it is
  /// larger than `matmulTolerance`. On NVIDIA's graphics processors the same setting means TF32, whose
  /// error is far larger, so there it is taken back too.
  ///
  /// - Parameter device: Where the products are to be computed.
  /// - Returns: The road that is taken.
  @discardableResult
  public static func useFastestExactMatmul(on device: Device = .cpu) -> MatmulPrecision {
    ctorch_set_linear_bfloat16(false)
    guard matmulError(precision: "medium", on: device) <= matmulTolerance else {
      ctorch_set_float32_matmul_precision("highest")
      return .standard
    }
    return .fast
  }

  /// Sets libtorch's default or the fast road, without a check.
  public static func setMatmulPrecision(_ precision: MatmulPrecision) {
    ctorch_set_linear_bfloat16(precision == .bfloat16)
    ctorch_set_float32_matmul_precision(precision == .standard ? "highest" : "medium")
  }

  /// The relative error to float64 of a product 256×1024×256 at a setting of libtorch's.
  private static func matmulError(precision: String, on device: Device) -> Double {
    ctorch_set_float32_matmul_precision(precision)
    return withoutGradient {
      let random = RandomSource(seed: 1)
      let left = Tensor.randomNormal([256, 1024], using: random).to(device: device)
      let right = Tensor.randomNormal([1024, 256], using: random).to(device: device)
      let exact = left.to(dtype: .float64).matmul(right.to(dtype: .float64))
      let error = left.matmul(right).to(dtype: .float64) - exact
      return (error.squared().sum() / exact.squared().sum()).sqrt().item(Double.self)
    }
  }
}
