package import Foundation

/// A file that is to be read, looked at before the work begins.
package enum InputPlace {
  /// Refuses what cannot be read.
  ///
  /// - Throws: `TableError` when the file cannot be opened or is no regular file.
  package static func check(_ url: URL) throws(TableError) {
    _ = try FileBytes(url)
  }
}
