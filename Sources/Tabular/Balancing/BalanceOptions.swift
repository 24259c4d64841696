/// A way to treat a rare class when a classifier learns.
public enum BalanceMethod: String, Codable, Sendable, CaseIterable {
  /// The rows as they are.
  case nothing
  /// Rows of the rare class count more.
  case classWeights
  /// Rows of the rare class are repeated.
  case randomOversampling
  /// Rows between rows of the rare class are added.
  case smotenc
  /// Rows that Lyrebird draws are added.
  case lyrebird

  /// The name for readers.
  public var title: String {
    switch self {
    case .nothing: "nothing"
    case .classWeights: "class weights"
    case .randomOversampling: "random oversampling"
    case .smotenc: "SMOTENC"
    case .lyrebird: "Lyrebird"
    }
  }
}

/// What a comparison of balancing methods does.
public struct BalanceOptions: Codable, Sendable, Equatable {
  /// The column whose class is rare.
  public var target: String
  /// The class that is sought; `nil` for the rarest.
  public var positive: String?
  /// The methods to compare; Lyrebird takes part only where a synthesizer is given.
  public var methods: [BalanceMethod]
  /// The number of folds; fewer where a class has fewer rows.
  public var folds: Int
  /// How many rows of the sought class there are after adding, as a part of all other rows.
  public var ratio: Double
  /// The number of neighbours in SMOTENC.
  public var neighbours: Int
  /// The seed.
  public var seed: UInt64
  /// The number of threads.
  public var threads: Int

  /// Makes options.
  public init(
    target: String, positive: String? = nil,
    methods: [BalanceMethod] = [.nothing, .classWeights, .smotenc, .lyrebird], folds: Int = 5,
    ratio: Double = 1, neighbours: Int = 5, seed: UInt64 = 0, threads: Int = 2
  ) {
    self.target = target
    self.positive = positive
    self.methods = methods
    self.folds = folds
    self.ratio = ratio
    self.neighbours = neighbours
    self.seed = seed
    self.threads = threads
  }
}
