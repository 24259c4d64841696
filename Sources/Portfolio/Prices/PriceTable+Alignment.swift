extension PriceTable {
  /// Tables on the days that all of them have, so that their returns cover the same periods.
  ///
  /// For instance the assets, their benchmark and the factors: a return from Friday to Tuesday must
  /// not be compared with one from Monday to Tuesday.
  ///
  /// - Parameter tables: Two tables or more.
  /// - Returns: The tables in the same order, each with a note on the days that it lost.
  /// - Throws: `PortfolioError` when fewer than two days are common.
  public static func aligned(_ tables: [PriceTable]) throws(PortfolioError) -> [PriceTable] {
    guard let first = tables.first else { return [] }
    let common = tables.dropFirst().reduce(Set(first.days)) { $0.intersection($1.days) }
    guard common.count > 1 else {
      throw PortfolioError(
        .data,
        "the tables have \(common.isEmpty ? "no date" : "one date") in common: "
          + tables.map { "of \(listed($0.assets)) \($0.periodText)" }.joined(separator: "; ")
          + ". Give series of one period.")
    }
    return tables.map { table in
      let rows = table.days.indices.filter { common.contains(table.days[$0]) }
      guard rows.count < table.days.count else { return table }
      var result = table.keeping(rows: rows)
      result.notes.append(
        "\(counted(table.days.count - rows.count, "day")) of \(table.days.count) left out, on which "
          + "another series has none.")
      return result
    }
  }
}
