public import Foundation

extension Report {
  /// The report as JSON, keys in order.
  ///
  /// Numbers that are not finite stand as the words `NaN`, `Infinity` and `-Infinity`.
  public func json() throws -> Data {
    try EmbeddedJSON.data(self, pretty: true)
  }

  /// Reads what ``json()`` wrote.
  public init(json: Data) throws {
    self = try EmbeddedJSON.value(Report.self, from: json)
  }
}
