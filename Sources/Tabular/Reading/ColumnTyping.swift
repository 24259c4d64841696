extension ColumnBuilder {
  /// The finished column, with its type found from the values unless it was declared.
  ///
  /// `rowCount` counts the rows of the table. A remark about the column goes into `notes`.
  mutating func column(rowCount: Int, notes: inout [String]) throws(TableError) -> Column {
    try refuseMisfits()
    let token = missing.mostFrequent
    switch storedForm {
    case .numbers: return numericColumn(missing: token, notes: &notes)
    case .dates:
      var format = ColumnFormat(missing: token)
      format.datePattern = dates.foundPattern?.text ?? "yyyy-MM-dd"
      return Column(name: name, kind: .dateTime, values: .numbers(dates.seconds), format: format)
    case .dropped:
      notes.append(
        "column \"\(name)\" has more than \(levelLimit) different values: it is read as "
          + "\(declaredKind == .identifier ? "an identifier" : "text"), and its "
          + "values are not kept."
      )
      if declaredKind == .categorical {
        throw TableError(
          .value,
          "column \"\(name)\" has more than \(levelLimit) different values, too many for a "
            + "categorical column. Pass --type \(name)=text.")
      }
      return Column(
        name: name, kind: declaredKind == .identifier ? .identifier : .text,
        values: .codes(codes, levels: ["..."]), format: ColumnFormat(missing: token))
    default:
      return try textColumn(rowCount: rowCount, missing: token, notes: &notes)
    }
  }

  private func refuseMisfits() throws(TableError) {
    guard let misfit else { return }
    let more = misfit.count > 1 ? "; \(misfit.count) such values" : ""
    let remedy =
      misfit.reason == "is not a whole number"
      ? "Pass --type \(name)=continuous."
      : "Pass --missing \"\(misfit.text)\" to read it as missing."
    throw TableError(
      .value,
      "line \(misfit.line), column \"\(name)\": \"\(misfit.text)\" \(misfit.reason)"
        + "\(more). \(remedy)"
    )
  }

  private mutating func numericColumn(missing: String, notes: inout [String]) -> Column {
    let format = numberEvidence.format(missing: missing)
    let numbers = takeNumbers()
    func numeric(_ kind: ColumnKind) -> Column {
      Column(name: name, kind: kind, values: .numbers(numbers), format: format)
    }
    if let declaredKind { return numeric(declaredKind) }
    let evidence = numberEvidence
    if evidence.minimum == evidence.maximum {
      return Column(
        name: name, kind: .constant,
        values: .codes(
          numbers.map { $0.isNaN ? -1 : 0 }, levels: [NumberText.text(evidence.minimum, format)]),
        format: ColumnFormat(missing: missing))
    }
    if evidence.isWhole, evidence.minimum == 0, evidence.maximum == 1,
      !numbers.contains(where: { $0 != 0 && $0 != 1 && !$0.isNaN })
    {
      return Column(
        name: name, kind: .boolean,
        values: .codes(
          numbers.map { $0.isNaN ? -1 : Int32($0) },
          levels: [NumberText.text(0, format), NumberText.text(1, format)]),
        format: ColumnFormat(missing: missing))
    }
    if evidence.isWhole, Self.isKeyName(name), Self.areAllDifferent(numbers) {
      var codes: [Int32] = []
      codes.reserveCapacity(numbers.count)
      var levels: [String] = []
      for number in numbers {
        codes.append(number.isNaN ? -1 : Int32(levels.count))
        if !number.isNaN { levels.append(NumberText.text(number, format)) }
      }
      return Column(
        name: name, kind: .identifier, values: .codes(codes, levels: levels),
        format: ColumnFormat(missing: missing))
    }
    return numeric(evidence.isWhole ? .integer : .continuous)
  }

  private mutating func textColumn(
    rowCount: Int, missing: String, notes: inout [String]
  ) throws(TableError) -> Column {
    let names = levelTexts()
    var codes = takeCodes(rowCount: rowCount)
    let present = rowCount - self.missing.total
    let kind = try textKind(names, present: present)
    var levels = names
    if declaredKind == nil, kind == .categorical || kind == .text || kind == .identifier {
      remarkOnNumbers(codes, present: present, kind: kind, notes: &notes)
    }
    if kind == .categorical || kind == .boolean {
      // The order must not depend on which row happens to come first.
      let order = names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
      var rank = [Int32](repeating: 0, count: names.count)
      for (position, code) in order.enumerated() { rank[code] = Int32(position) }
      for row in codes.indices where codes[row] >= 0 { codes[row] = rank[Int(codes[row])] }
      levels = order.map { names[$0] }
    }
    return Column(
      name: name, kind: kind, values: .codes(codes, levels: levels),
      format: ColumnFormat(missing: missing))
  }

  private func textKind(_ names: [String], present: Int) throws(TableError) -> ColumnKind {
    let distinct = names.count
    if let declaredKind {
      if declaredKind == .boolean, distinct > 2 {
        throw TableError(
          .value,
          "column \"\(name)\" is declared boolean but has \(distinct) different values, such as "
            + "\"\(names[0])\", \"\(names[1])\" and \"\(names[2])\". "
            + "Pass --type \(name)=categorical."
        )
      }
      if declaredKind == .constant, distinct > 1 {
        throw TableError(
          .value,
          "column \"\(name)\" is declared constant but holds \"\(names[0])\" and \"\(names[1])\". "
            + "Pass --type \(name)=categorical.")
      }
      return declaredKind
    }
    if distinct <= 1 { return .constant }
    if distinct == 2, Self.booleans.contains(Set(names.map { $0.lowercased() })) { return .boolean }
    if distinct == present, Self.isKeyName(name) || present >= 50 {
      return isProse ? .text : .identifier
    }
    let isMostlyUnique = present >= 50 && Double(distinct) > 0.7 * Double(present)
    let isLong = present >= 50 && isProse && Double(distinct) > 0.2 * Double(present)
    return isMostlyUnique || isLong ? .text : .categorical
  }

  /// Whether the texts are sentences rather than names or numbers: forty characters on average.
  private var isProse: Bool { levels.byteCount > 40 * levels.count }

  private static let booleans: [Set<String>] = [
    ["true", "false"], ["yes", "no"], ["y", "n"], ["t", "f"], ["on", "off"], ["0", "1"],
  ]

  /// Says so when a few texts keep a column from being read as numbers.
  private func remarkOnNumbers(
    _ codes: [Int32], present: Int, kind: ColumnKind, notes: inout [String]
  ) {
    var parser = NumberParser()
    var isNumber: [Bool] = []
    var odd: [String] = []
    for code in 0..<levels.count {
      levels.withBytes(of: code) { bytes in
        let isPlain = parser.parse(bytes) == .number && !parser.hasLeadingZero
        isNumber.append(isPlain)
        if !isPlain, odd.count < 3 { odd.append(text(of: bytes)) }
      }
    }
    let count = codes.reduce(0) { $0 + ($1 >= 0 && isNumber[Int($1)] ? 1 : 0) }
    guard !odd.isEmpty, present > 0, Double(count) >= 0.8 * Double(present) else { return }
    let others = odd.map { "\"\($0)\"" }.joined(separator: ", ")
    notes.append(
      "column \"\(name)\" is read as \(kind.rawValue) because \(present - count) of \(present) "
        + "values are no plain numbers (\(others)). Pass --missing with such a value to read it as "
        + "missing and the column as numbers.")
  }

  /// Whether a column of this name numbers the rows rather than says something about them.
  private static func isKeyName(_ name: String) -> Bool {
    let name = name.lowercased()
    let names: Set = [
      "", "id", "index", "uuid", "guid", "key", "row", "rownum", "unnamed: 0",
    ]
    return names.contains(name) || [" id", "_id", "-id", ".id"].contains { name.hasSuffix($0) }
  }

  private static func areAllDifferent(_ numbers: [Double]) -> Bool {
    let sorted = numbers.filter { !$0.isNaN }.sorted()
    return sorted.count >= 2 && zip(sorted, sorted.dropFirst()).allSatisfy { $0 != $1 }
  }
}
