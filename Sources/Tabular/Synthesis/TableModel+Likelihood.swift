internal import GenerativeModels
internal import Torch

extension TableModel {
  /// The mean negative log-likelihood of rows, in nats a row.
  ///
  /// Numbers that are no atoms count with the probability of the one of 100 quantile bins of the
  /// training rows that they lie in; columns that others determine add nothing. Values that the
  /// model does not release count as one that it does.
  ///
  /// - Parameters:
  ///   - table: Rows with the columns that the model was fitted on.
  ///   - orders: How many of the model's orders to average over; all where `nil`.
  ///   - seed: Decides the ranks of values that many rows share.
  /// - Returns: The mean over the rows.
  /// - Throws: `TableError` when a column is missing or holds another kind of value, or
  ///   the model's family has no exact density.
  public func negativeLogLikelihood(
    of table: Table, orders: Int? = nil, seed: UInt64 = 0
  ) throws(TableError) -> Double {
    var random = SeededGenerator(seed: seed)
    let model = try modelOfExactConditionals(for: "the likelihood of a table")
    let values = try card.codec.encode(table, using: &random)
    let density = AnyOrderDensity(model, orders: orders, coarseBins: 100)
    let logs = density.logDensities(of: values, rows: table.rowCount)
    return -logs.reduce(0) { $0 + Double($1) } / Double(max(table.rowCount, 1))
  }
}
