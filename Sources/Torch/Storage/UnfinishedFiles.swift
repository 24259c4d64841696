import Foundation
import Synchronization

/// The temporary files of outputs that are not finished, so that a program that is told to stop can
/// take them with it.
package enum UnfinishedFiles {
  private static let paths = Mutex<Set<String>>([])

  /// Notes a temporary file.
  package static func add(_ path: String) { _ = paths.withLock { $0.insert(path) } }

  /// Forgets a temporary file that has its name now, or is gone.
  package static func remove(_ path: String) { _ = paths.withLock { $0.remove(path) } }

  /// Removes all of them from the disk. The lock stays closed: nothing may be begun any more.
  package static func removeAll() {
    paths.withLock { paths in
      for path in paths { unlink(path) }
      paths = []
    }
  }
}
