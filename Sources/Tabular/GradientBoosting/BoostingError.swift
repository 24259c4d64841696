internal import CXGBoost

/// What XGBoost refused to do, in its own words.
public struct BoostingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was being done and what XGBoost said about it.
  public let description: String

  init(_ description: String) {
    self.description = description
  }

  /// Throws what XGBoost last said when `status` is not 0.
  static func check(_ status: CInt, _ doing: String) throws {
    guard status != 0 else { return }
    let said = XGBGetLastError().map { String(cString: $0) } ?? "no reason given"
    // "[12:00:00] ./src/learner.cc:792: what went wrong", then a stack trace.
    let firstLine = said.prefix { $0 != "\n" }
    let reason = firstLine.hasPrefix("[") ? firstLine.drop { $0 != "]" }.dropFirst(2) : firstLine
    throw BoostingError("XGBoost could not \(doing): \(reason)")
  }
}
