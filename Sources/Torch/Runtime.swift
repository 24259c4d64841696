internal import CTorch

/// Settings of libtorch that hold for the whole process.
public enum Runtime {
  /// The version of libtorch.
  public static var version: String { String(cString: ctorch_version()) }

  /// Whether the processor has a unit for products of matrices in bfloat16 that can be used.
  static var hasMatrixUnit: Bool { ctorch_has_matrix_unit() }

  /// How many threads an operator may use.
  public static var threadCount: Int {
    get { Int(ctorch_thread_count()) }
    set { ctorch_set_thread_count(Int32(clamping: max(1, newValue))) }
  }

  /// The number of CUDA devices that this libtorch finds.
  public static var cudaDeviceCount: Int { Int(ctorch_cuda_device_count()) }
}
