/// Everything that was measured of a synthetic table.
public struct EvaluationReport: Codable, Sendable, Equatable {
  /// The numbers of rows.
  public struct Rows: Codable, Sendable, Equatable {
    /// Rows that the generator learned from.
    public var real: Int
    /// Rows that it drew.
    public var synthetic: Int
    /// Real rows that it never saw, where there are any.
    public var holdout: Int?
  }

  /// The scores of models that predict one column of real rows.
  public struct Prediction: Codable, Sendable, Equatable {
    /// The column.
    public var target: String
    /// Of a model trained on synthetic rows.
    public var synthetic: PredictionScores
    /// Of a model trained on real rows.
    public var real: PredictionScores
  }

  /// The numbers of rows.
  public var rows: Rows
  /// The columns that were measured.
  public var columns: [String]
  /// The columns that were not: identifiers and free text.
  public var leftOut: [String]
  /// What was asked for.
  public var options: EvaluationOptions
  /// The figures, in reading order.
  public var figures: [EvaluationFigure] = []
  /// The shape of each column.
  public var columnShapes: [ColumnShape] = []
  /// The trend of each pair of columns.
  public var pairTrends: [PairTrend] = []
  /// The heaviest value of columns of numbers.
  public var pointMasses: [PointMass] = []
  /// How often each dependency is broken.
  public var dependencies: [DependencyFidelity] = []
  /// What the prediction test found, where a target was given.
  public var prediction: Prediction?
  /// What a reader should know about how this was measured.
  public var notes: [String] = []

  /// The figure of one name, or `nil` where it was not asked for.
  public subscript(name: EvaluationFigure.Name) -> EvaluationFigure? {
    figures.first { $0.name == name }
  }

  init(_ tables: ComparedTables, options: EvaluationOptions) {
    rows = Rows(
      real: tables.real.rowCount, synthetic: tables.synthetic.rowCount,
      holdout: tables.holdout?.rowCount)
    columns = tables.real.columns.map(\.name)
    leftOut = tables.leftOut
    self.options = options
  }
}
