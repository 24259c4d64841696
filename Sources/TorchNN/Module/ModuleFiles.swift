public import Foundation
internal import Torch

extension Module {
  /// Writes parameters and buffers to a safetensors file, which PyTorch reads too.
  ///
  /// - Parameters:
  ///   - url: Where to write.
  ///   - metadata: Texts beside the tensors, such as the settings that the model is made with.
  ///   - overwrite: Whether a file that stands there is replaced.
  /// - Throws: `TorchError` when a file stands there and is not to be replaced, or the disk refuses.
  public final func save(
    to url: URL, metadata: [String: String] = [:], overwrite: Bool = false
  ) throws {
    try Safetensors.save(
      state().map { ($0.name, $0.tensor) }, metadata: metadata, to: url, overwrite: overwrite)
  }

  /// Copies the tensors of a file that `save` wrote into parameters and buffers.
  ///
  /// - Parameter url: The file.
  /// - Returns: The metadata.
  /// - Throws: `TorchError` with the file's name when it cannot be read or belongs to another model;
  ///   then nothing is changed.
  @discardableResult
  public final func load(from url: URL) throws -> [String: String] {
    let (tensors, metadata) = try Safetensors.load(from: url)
    do {
      try restore(ModuleParameters(tensors))
    } catch let error as ModuleError {
      throw TorchError("\(url.path): \(error)")
    }
    return metadata
  }
}
