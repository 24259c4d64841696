public import Foundation

/// A place where a file is to be written at the end of long work, looked at before the work begins.
public enum OutputPlace {
  /// Refuses a place that cannot take a file, so that nobody learns of it after an hour.
  ///
  /// - Parameters:
  ///   - url: Where the file is to be.
  ///   - overwrites: Whether a file that is there may be replaced.
  /// - Throws: `TableError` when there is such a file already, or when none can be made there.
  public static func check(_ url: URL, overwrites: Bool) throws(TableError) {
    // The attempt leaves nothing behind: what is not finished goes.
    _ = try OutputFile(url, overwrites: overwrites)
  }
}

extension OutputFile {
  /// Writes a whole file.
  ///
  /// - Parameters:
  ///   - data: What it holds.
  ///   - url: Where it is to be.
  ///   - overwrites: Whether a file that is there may be replaced.
  /// - Throws: `TableError` when it cannot be written; nothing is left behind then.
  public static func write(_ data: Data, to url: URL, overwrites: Bool) throws(TableError) {
    let file = try OutputFile(url, overwrites: overwrites)
    let result = data.withUnsafeBytes { bytes -> Result<Void, TableError> in
      do throws(TableError) {
        return .success(try file.append(bytes))
      } catch {
        return .failure(error)
      }
    }
    try result.get()
    try file.finish()
  }
}
