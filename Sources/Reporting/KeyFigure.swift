/// One number that answers one question, with the sentence that says what it means and the value
/// that real data reaches.
public struct KeyFigure: Codable, Sendable, Equatable {
  /// How good a value is, where that can be said.
  public enum Verdict: String, Codable, Sendable, CaseIterable {
    /// As good as real data, or nearly so.
    case good
    /// Usable, with a visible loss.
    case fair
    /// A difference that will matter.
    case poor
  }

  /// A value that the figure is compared with, such as what fresh real rows reach.
  public struct Reference: Codable, Sendable, Equatable {
    /// What reaches the value, such as `fresh real rows`.
    public var label: String
    /// The value, in the unit of the figure.
    public var value: Double

    /// Makes a reference.
    public init(_ label: String, _ value: Double) {
      self.label = label
      self.value = value
    }
  }

  /// The ends of the scale on which the value and its references are drawn.
  public struct Scale: Codable, Sendable, Equatable {
    /// The value at the left end.
    public var lower: Double
    /// The value at the right end.
    public var upper: Double

    /// Makes a scale.
    public init(_ lower: Double, _ upper: Double) {
      self.lower = lower
      self.upper = upper
    }
  }

  /// What is measured, in a few words.
  public var label: String
  /// The value.
  public var value: Double
  /// How the value and its references are written.
  public var format: NumberFormat
  /// What the value means, in one sentence that a non-specialist understands.
  public var sentence: String
  /// What the value is compared with; the first is the ceiling, what real data reaches.
  public var references: [Reference]
  /// The scale under the value, or `nil` for none.
  public var scale: Scale?
  /// How good the value is, or `nil` where nothing can be said.
  public var verdict: Verdict?

  /// Makes a key figure.
  public init(
    label: String, value: Double, format: NumberFormat = .number(decimals: 3),
    sentence: String = "", references: [Reference] = [], scale: Scale? = nil,
    verdict: Verdict? = nil
  ) {
    self.label = label
    self.value = value
    self.format = format
    self.sentence = sentence
    self.references = references
    self.scale = scale
    self.verdict = verdict
  }
}
