import Foundation

/// JSON as a report writes it: keys in order, so that one report gives one text; numbers that are
/// not finite as the words `NaN`, `Infinity` and `-Infinity`.
enum EmbeddedJSON {
  /// The words for numbers that JSON cannot hold.
  private static let words = (positive: "Infinity", negative: "-Infinity", none: "NaN")

  static func data(_ value: some Encodable, pretty: Bool = false) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: words.positive, negativeInfinity: words.negative, nan: words.none)
    return try encoder.encode(value)
  }

  static func value<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: words.positive, negativeInfinity: words.negative, nan: words.none)
    return try decoder.decode(type, from: data)
  }

  /// JSON for a `<script>` element: no text in it can end the element or open a comment.
  static func script(_ value: some Encodable) throws -> String {
    String(decoding: try data(value), as: UTF8.self)
      .replacingOccurrences(of: "<", with: "\\u003c")
      .replacingOccurrences(of: ">", with: "\\u003e")
      .replacingOccurrences(of: "&", with: "\\u0026")
  }
}
