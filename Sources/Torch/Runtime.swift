internal import CTorch

/// Settings of libtorch that hold for the whole process.
public enum Runtime {
  /// The version of libtorch.
  public static var version: String { String(cString: ctorch_version()) }

  /// Compares the libtorch that was loaded with the one that this program was built with: their memory
  /// layouts differ from release to release, and the wrong one would end in a crash somewhere.
  ///
  /// - Throws: `TorchError` that says what to do, where the release is another one.
  public static func checkLibrary() throws(TorchError) {
    try checkLibrary(built: version, loaded: String(cString: ctorch_loaded_version()))
  }

  static func checkLibrary(built: String, loaded: String) throws(TorchError) {
    func release(_ version: String) -> [Substring] {
      Array(version.split(separator: ".").prefix(2))
    }
    guard !loaded.isEmpty, release(built) != release(loaded) else { return }
    throw TorchError(
      "libtorch \(loaded) was loaded, but this program was built with \(built); take the other out of "
        + "LD_LIBRARY_PATH, or build again with LIBTORCH set to it")
  }

  /// Whether the processor has a unit for products of matrices in bfloat16 that can be used.
  package static var hasMatrixUnit: Bool { ctorch_has_matrix_unit() }
  /// Whether float32 products of linear layers are taken on that unit now.
  package static var takesSplitProducts: Bool { ctorch_takes_split_products() }

  /// How many threads an operator may use.
  public static var threadCount: Int {
    get { Int(ctorch_thread_count()) }
    set { ctorch_set_thread_count(Int32(clamping: max(1, newValue))) }
  }

  /// The number of CUDA devices that this libtorch finds.
  public static var cudaDeviceCount: Int { Int(ctorch_cuda_device_count()) }
}
