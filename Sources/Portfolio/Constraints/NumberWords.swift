import Foundation

/// Numbers in sentences.
enum NumberWords {
  /// A number without trailing zeros: `0.4`, `1`, `-0.125`.
  static func plain(_ value: Double) -> String {
    guard value.isFinite else { return value > 0 ? "infinity" : "-infinity" }
    return String(format: "%.6g", value == 0 ? 0 : value)
  }

  /// A share in percent: `12.5 %`.
  static func percent(_ value: Double) -> String { String(format: "%.4g %%", 100 * value) }
}
