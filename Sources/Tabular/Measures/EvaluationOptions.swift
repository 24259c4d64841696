/// What an evaluation measures and how much work it may be.
///
/// Of tables with hundreds of columns fewer rows are used than these bounds allow, so that the work
/// stays bounded as well.
public struct EvaluationOptions: Codable, Sendable, Equatable {
  /// The column that the prediction test predicts, or `nil` for no such test.
  public var target: String?
  /// The class that is sought where there are two; `nil` for the rarer one.
  public var positive: String?
  /// Rules of the real table whose breaches are counted; `nil` for all that can be found in it.
  public var dependencies: [DependencyRule]?
  /// The seed of everything that is drawn at random.
  public var seed: UInt64
  /// The number of threads.
  public var threads: Int
  /// The greatest number of rows that a prediction model learns from.
  public var trainingRows = 200_000
  /// The greatest number of rows of each table in the two-sample test.
  public var comparedRows = 50_000
  /// The greatest number of rows whose nearest records are searched.
  public var queryRows = 5_000
  /// The greatest number of records among which they are searched.
  public var recordRows = 20_000
  /// The greatest number of pairs of columns; of more a random part is measured.
  public var pairs = 20_000

  /// Makes options.
  public init(
    target: String? = nil, positive: String? = nil, dependencies: [DependencyRule]? = nil,
    seed: UInt64 = 0, threads: Int = 2
  ) {
    self.target = target
    self.positive = positive
    self.dependencies = dependencies
    self.seed = seed
    self.threads = threads
  }

  /// At most `rows`, and so few that they have at most `cells` cells, but a thousand in any case.
  static func bounded(_ rows: Int, columns: Int, cells: Int) -> Int {
    min(rows, max(1000, cells / max(1, columns)))
  }
}
