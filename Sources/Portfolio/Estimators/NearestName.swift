extension PortfolioError {
  /// An asset that does not exist, with the existing name that looks most like it.
  static func unknownAsset(_ name: String, among names: [String], in text: String) -> PortfolioError
  {
    let nearest = names.min {
      distance(name.lowercased(), $0.lowercased()) < distance(name.lowercased(), $1.lowercased())
    }
    let hint = nearest.map { " The nearest name is \($0)." } ?? ""
    return PortfolioError(
      .request, "There is no asset “\(name)”, which “\(text)” names.\(hint)")
  }

  /// How many letters have to be put in, left out or replaced (Levenshtein's distance).
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (letter == other ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}
