/// One variable of a vector with discrete and continuous parts.
///
/// Its values are single numbers t. A whole number t in 0 ..< `atomCount` is an *atom*: a category, a
/// value that many rows share, or "missing". `atomCount` + u with u in [0, 1) is the rank u among the
/// rows that are no atom; only a variable that `isContinuous` has such values. On the rank scale the
/// training data are uniform, whatever their distribution was.
public struct MixedVariable: Codable, Sendable, Equatable {
  /// What the network is told about where a value lies, for variables with an order.
  public struct Scale: Codable, Sendable, Equatable {
    /// The rank of each atom in [0, 1], NaN for one without a place, such as "missing".
    public var atomRanks: [Float]
    /// The standardised value of each atom, NaN likewise.
    public var atomValues: [Float]
    /// Standardised values at evenly spaced ranks 0 … 1 of the continuous part; empty without one.
    public var curve: [Float]

    /// Makes a scale.
    public init(atomRanks: [Float], atomValues: [Float], curve: [Float]) {
      self.atomRanks = atomRanks
      self.atomValues = atomValues
      self.curve = curve
    }
  }

  /// The share of the training rows at each atom.
  public var atomShares: [Float]
  /// The share of the training rows in the continuous part.
  public var continuousShare: Float
  /// Where values lie; `nil` for categories, which have no order.
  public var scale: Scale?

  /// Makes a variable.
  public init(atomShares: [Float], continuousShare: Float = 0, scale: Scale? = nil) {
    self.atomShares = atomShares
    self.continuousShare = continuousShare
    self.scale = scale
  }

  /// The number of atoms.
  public var atomCount: Int { atomShares.count }
  /// Whether there are values besides the atoms.
  public var isContinuous: Bool { continuousShare > 0 }
}
