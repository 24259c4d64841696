/// Gathers the cells of one column in the smallest form that holds them all.
///
/// A column whose first value is a number gathers numbers, one whose first value is a date gathers
/// dates, every other one texts. When a later value contradicts that, the column gives up; the file
/// is then read a second time, for such columns only, as texts.
struct ColumnBuilder {
  /// The form in which values are gathered.
  enum Form {
    case undecided, numbers, dates, texts
    /// The values so far belong to no common form but text.
    case contradicted
    /// Too many different texts; only which values are missing is kept.
    case dropped
    /// The values are known from an earlier pass.
    case finished
  }

  /// A value that is not what the user said the column holds.
  struct Misfit {
    var line: Int
    var text: String
    var reason: String
    var count = 1
  }

  let name: String
  /// What the user says the column holds.
  let declaredKind: ColumnKind?
  let encoding: TextEncoding
  let levelLimit: Int
  private(set) var form: Form
  private(set) var numbers: [Double] = []
  private(set) var numberEvidence = NumberEvidence()
  private(set) var dates = DateCollector()
  private(set) var codes: [Int32] = []
  private(set) var levels = LevelDictionary()
  private(set) var missing: MissingTokens
  private(set) var misfit: Misfit?
  private var parser: NumberParser
  private var rows = 0
  private var expectedRows = 0

  init(name: String, rule: TableSchema.ColumnRule?, options: CSVOptions, decimal: UInt8) {
    self.name = name
    declaredKind = options.types[name] ?? rule?.kind
    encoding = options.encoding
    levelLimit = options.levelLimit
    parser = NumberParser(decimal: decimal)
    missing = MissingTokens(additional: options.missing + (rule?.missing ?? []))
    form =
      switch declaredKind {
      case nil: .undecided
      case .continuous, .integer: .numbers
      case .dateTime: .dates
      default: .texts
      }
    if let pattern = rule?.datePattern.flatMap({ DatePattern(text: $0) }) {
      dates = DateCollector(pattern: pattern)
    }
  }

  /// Makes room for so many rows at once, which avoids copying while the column grows.
  mutating func expect(rows: Int) { expectedRows = rows }

  /// Adds one cell.
  mutating func append(_ cell: UnsafeBufferPointer<UInt8>, line: Int) throws(TableError) {
    switch form {
    case .contradicted, .finished: return
    case .undecided:
      if missing.matches(cell) {
        rows += 1
        return
      }
      decide(from: cell)
      try appendPresent(cell, line: line)
    case .numbers, .dates, .texts, .dropped:
      if missing.matches(cell) {
        appendMissing()
      } else {
        try appendPresent(cell, line: line)
      }
    }
    rows += 1
  }

  /// Forgets a contradicted column's values, to gather texts in a second pass; an agreed column is
  /// left as it is.
  mutating func prepareSecondPass(options: CSVOptions, rule: TableSchema.ColumnRule?) {
    guard form == .contradicted else {
      form = .finished
      return
    }
    missing = MissingTokens(additional: options.missing + (rule?.missing ?? []))
    numberEvidence = NumberEvidence()
    rows = 0
    form = .texts
  }

  private mutating func decide(from cell: UnsafeBufferPointer<UInt8>) {
    let outcome = parser.parse(cell)
    if outcome == .overflow || (outcome == .number && !isCode) {
      form = .numbers
      numbers.reserveCapacity(expectedRows)
      numbers = Array(repeating: .nan, count: rows)
    } else if DateText(cell) != nil {
      form = .dates
      dates.reserve(expectedRows)
      for _ in 0..<rows { dates.appendMissing() }
    } else {
      form = .texts
      codes.reserveCapacity(expectedRows)
      codes = Array(repeating: -1, count: rows)
    }
  }

  /// Whether the number just read is a code: it would not be written back as it stood.
  private var isCode: Bool {
    parser.hasLeadingZero || (parser.fractionDigits == 0 && abs(parser.value) > 0x1p53)
  }

  private mutating func appendMissing() {
    switch form {
    case .numbers: numbers.append(.nan)
    case .dates: dates.appendMissing()
    case .texts, .dropped: codes.append(-1)
    case .undecided, .contradicted, .finished: break
    }
  }

  private mutating func appendPresent(
    _ cell: UnsafeBufferPointer<UInt8>, line: Int
  ) throws(TableError) {
    switch form {
    case .numbers: try appendNumber(cell, line: line)
    case .dates:
      if dates.append(cell) { return }
      if declaredKind == nil { return contradict() }
      note(cell, line: line, "is not a date like the others")
      dates.appendMissing()
    case .texts: try appendText(cell, line: line)
    case .dropped: codes.append(0)
    case .undecided, .contradicted, .finished: break
    }
  }

  private mutating func appendNumber(
    _ cell: UnsafeBufferPointer<UInt8>, line: Int
  ) throws(TableError) {
    switch parser.parse(cell) {
    case .number:
      if declaredKind == nil, isCode { return contradict() }
      if declaredKind == .integer, parser.value != parser.value.rounded() {
        note(cell, line: line, "is not a whole number")
      }
      numbers.append(parser.value)
      numberEvidence.add(parser)
    case .overflow:
      let text = Self.excerpt(cell)
      throw TableError(
        .value,
        "line \(line), column \"\(name)\": \"\(text)\" is beyond the largest number, 1.8e308. "
          + "Correct it, or pass --missing \"\(text)\" to read it as missing.")
    case .text:
      guard declaredKind != nil else { return contradict() }
      note(cell, line: line, "is not a number")
      numbers.append(.nan)
    }
  }

  private mutating func appendText(
    _ cell: UnsafeBufferPointer<UInt8>, line: Int
  ) throws(TableError) {
    let (code, isNew) = levels.code(of: cell)
    codes.append(code)
    guard isNew else { return }
    try checkText(cell, line: line)
    if levels.count > levelLimit { drop() }
  }

  private func checkText(
    _ cell: UnsafeBufferPointer<UInt8>, line: Int
  ) throws(TableError) {
    let place = "line \(line), column \"\(name)\""
    if cell.contains(0) {
      throw TableError(
        .encoding,
        "\(place): the cell holds a NUL byte; this is no text, or text in UTF-16. Save it as UTF-8."
      )
    }
    guard encoding == .utf8, String(validating: cell, as: UTF8.self) == nil else { return }
    throw TableError(
      .encoding,
      "\(place): \"\(Self.excerpt(cell))\" is not UTF-8. Pass --encoding latin1 if the file comes "
        + "from an older program, or save it as UTF-8.")
  }

  private mutating func contradict() {
    form = .contradicted
    numbers = []
    dates = DateCollector()
  }

  private mutating func drop() {
    form = .dropped
    levels = LevelDictionary()
    for index in codes.indices where codes[index] > 0 { codes[index] = 0 }
  }

  private mutating func note(
    _ cell: UnsafeBufferPointer<UInt8>, line: Int, _ reason: String
  ) {
    if misfit == nil {
      misfit = Misfit(line: line, text: Self.excerpt(cell), reason: reason)
    } else {
      misfit?.count += 1
    }
  }

  private static func excerpt(_ cell: UnsafeBufferPointer<UInt8>) -> String {
    let text = String(decoding: cell.prefix(60), as: UTF8.self)
    return cell.count > 60 ? text + "..." : text
  }
}

extension ColumnBuilder {
  /// The form of the values that are there at the end.
  var storedForm: Form {
    guard form == .finished || form == .undecided else { return form }
    if numberEvidence.count > 0 || declaredKind == .continuous || declaredKind == .integer {
      return .numbers
    }
    if dates.foundPattern != nil { return .dates }
    return .texts
  }

  /// Hands the numbers over, so that they are not there twice.
  mutating func takeNumbers() -> [Double] {
    defer { numbers = [] }
    return numbers
  }

  /// Hands the codes over; a column without any value has none yet.
  mutating func takeCodes(rowCount: Int) -> [Int32] {
    defer { codes = [] }
    return codes.isEmpty ? Array(repeating: -1, count: rowCount) : codes
  }

  /// All different texts, decoded.
  func levelTexts() -> [String] {
    (0..<levels.count).map { levels.withBytes(of: $0, text(of:)) }
  }

  /// The decoded text of a cell.
  func text(of bytes: UnsafeBufferPointer<UInt8>) -> String {
    switch encoding {
    case .utf8: String(decoding: bytes, as: UTF8.self)
    case .latin1: String(String.UnicodeScalarView(bytes.map { UnicodeScalar($0) }))
    }
  }
}
