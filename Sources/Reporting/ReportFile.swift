public import Foundation

/// Why a report could not be written.
public enum ReportFileError: Error, Equatable, CustomStringConvertible {
  /// A file of that name exists, and overwriting it was not asked for.
  case exists(path: String)
  /// The system refused to write.
  case unwritable(path: String, reason: String)

  /// What happened, and what to do.
  public var description: String {
    switch self {
    case .exists(let path):
      "\(path) exists already. Choose another name, or ask for it to be overwritten."
    case .unwritable(let path, let reason):
      "\(path) cannot be written: \(reason). Choose another folder, or make room in this one."
    }
  }
}

extension Report {
  /// Writes the report as one HTML page; a half-written file never carries the name `file`.
  ///
  /// - Throws: ``ReportFileError`` where the file exists or cannot be written.
  public func writeHTML(
    to file: URL, overwriting: Bool = false, thinnedTo limits: Thinning = Thinning()
  ) throws {
    try Self.write(Data(try html(thinnedTo: limits).utf8), to: file, overwriting: overwriting)
  }

  /// Writes what the page shows as JSON; a half-written file never carries the name `file`.
  ///
  /// - Throws: ``ReportFileError`` where the file exists or cannot be written.
  public func writeJSON(
    to file: URL, overwriting: Bool = false, thinnedTo limits: Thinning = Thinning()
  ) throws {
    try Self.write(try thinned(to: limits).json(), to: file, overwriting: overwriting)
  }

  private static func write(_ data: Data, to file: URL, overwriting: Bool) throws {
    let temporary = file.deletingLastPathComponent()
      .appendingPathComponent(".\(file.lastPathComponent).\(UUID().uuidString)")
    do {
      try data.write(to: temporary, options: .withoutOverwriting)
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      throw ReportFileError.unwritable(path: file.path, reason: "\(error.localizedDescription)")
    }
    defer { unlink(temporary.path) }
    // A hard link takes a name only if it is free, in one step; renaming replaces in one step.
    let status =
      overwriting ? rename(temporary.path, file.path) : link(temporary.path, file.path)
    guard status != 0 else { return }
    let reason = errno
    if reason == EEXIST, !overwriting { throw ReportFileError.exists(path: file.path) }
    throw ReportFileError.unwritable(path: file.path, reason: String(cString: strerror(reason)))
  }
}
