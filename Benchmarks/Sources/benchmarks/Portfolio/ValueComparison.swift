import ArgumentParser

/// One of our values beside the exact reference.
struct ValueComparison: Codable {
  let quantity: String
  /// How the reference was found.
  let method: String
  let ours: Double
  let reference: Double
  /// What is proven of the reference, where it is an optimum.
  let gap: Double?
  /// |ours - reference| over |reference|.
  let difference: Double

  /// Whether the values agree.
  var agrees: Bool { difference <= PortfolioCase.agreement }

  /// Compares `ours` with the line of that quantity.
  ///
  /// - Throws: `ValidationError` where a side has no such value.
  init(_ quantity: String, _ ours: [String: Double], _ lines: [ExactValue]) throws {
    guard let value = ours[quantity], let line = lines.first(where: { $0.quantity == quantity })
    else { throw ValidationError("no value to compare of the \(quantity)") }
    self.quantity = quantity
    method = line.method
    self.ours = value
    reference = line.value
    gap = line.gap
    difference = Self.difference(value, line.value)
  }

  /// The relative difference of two values.
  static func difference(_ ours: Double, _ reference: Double) -> Double {
    abs(ours - reference) / max(abs(reference), 1e-300)
  }
}
