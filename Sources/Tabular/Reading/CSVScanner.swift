/// What receives the cells of a CSV text, one after the other.
protocol CSVSink {
  /// One cell, without its quotes. The bytes are valid during the call only.
  mutating func cell(
    _ bytes: UnsafeBufferPointer<UInt8>, column: Int, line: Int
  ) throws(TableError)
  /// The end of a row that began in `line`. Returns whether to go on.
  mutating func endRow(cells: Int, line: Int) throws(TableError) -> Bool
}

/// Cuts CSV text into cells: RFC 4180, and what is met outside it.
///
/// Rows end with LF, CRLF or CR. A quoted cell may hold delimiters, line ends and doubled quotes.
/// Empty lines are no rows. The scanner is fed piece by piece and keeps its place between pieces.
struct CSVScanner {
  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let space = UInt8(ascii: " ")

  let delimiter: UInt8
  /// Whether spaces before a cell are dropped.
  let skipsSpaces: Bool
  /// A cell of so many bytes is refused.
  let cellLimit: Int
  /// Whether the sink has asked to stop.
  private(set) var isStopped = false
  private var line = 1
  private var rowLine = 1
  private var column = 0
  private var unquoted: [UInt8] = []

  init(delimiter: UInt8, skipsSpaces: Bool, cellLimit: Int) {
    self.delimiter = delimiter
    self.skipsSpaces = skipsSpaces
    self.cellLimit = cellLimit
  }

  /// Hands all complete cells in `bytes` to `sink`.
  ///
  /// Returns how many bytes are done with. The rest is the start of a cell; it has to come again
  /// at the front of the next piece. When `isLast`, nothing comes after `bytes`.
  mutating func scan(
    _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, into sink: inout some CSVSink
  ) throws(TableError) -> Int {
    guard let base = bytes.baseAddress, !bytes.isEmpty else {
      if isLast, column > 0 { try finishRow(after: bytes, &sink) }
      return 0
    }
    let end = bytes.count
    let delimiter = self.delimiter
    var start = 0
    while start < end {
      var from = start
      if skipsSpaces {
        while from < end, base[from] == Self.space { from += 1 }
      }
      var stop = from
      var cell = UnsafeBufferPointer<UInt8>(rebasing: bytes[from..<from])
      var lineFeeds = 0
      let isQuoted = from < end && base[from] == Self.quote
      if isQuoted {
        guard let closed = try quotedCell(bytes, from: from, isLast: isLast) else { return start }
        stop = closed.stop
        lineFeeds = closed.lineFeeds
      } else {
        while stop < end {
          let byte = base[stop]
          if byte == delimiter || byte == Self.lineFeed || byte == Self.carriageReturn { break }
          stop += 1
        }
        if stop == end, !isLast {
          try checkLength(stop - from)
          return start
        }
        cell = UnsafeBufferPointer(rebasing: bytes[from..<stop])
        try checkLength(cell.count)
      }
      // A CR at the end of the piece may be half a CRLF.
      let endsWithReturn = stop < end && base[stop] == Self.carriageReturn
      if endsWithReturn, stop + 1 == end, !isLast { return start }

      let endsRow = stop == end || base[stop] != delimiter
      if column == 0 { rowLine = line }
      let isBlank = endsRow && column == 0 && cell.isEmpty && !isQuoted
      if !isBlank {
        if isQuoted {
          let (column, line) = (column, line)
          let text = unquoted
          try Self.deliver(text, column: column, line: line, to: &sink)
        } else {
          try sink.cell(cell, column: column, line: line)
        }
      }
      line += lineFeeds
      column += 1
      start = stop + 1
      guard endsRow else { continue }
      if endsWithReturn, start < end, base[start] == Self.lineFeed { start += 1 }
      line += 1
      let cells = column
      column = 0
      if !isBlank, try !sink.endRow(cells: cells, line: rowLine) {
        isStopped = true
        return min(start, end)
      }
    }
    // The text ends right behind a delimiter: one more, empty cell.
    if isLast, column > 0 { try finishRow(after: bytes, &sink) }
    return end
  }

  private mutating func finishRow(
    after bytes: UnsafeBufferPointer<UInt8>, _ sink: inout some CSVSink
  ) throws(TableError) {
    try sink.cell(UnsafeBufferPointer(start: nil, count: 0), column: column, line: line)
    isStopped = try !sink.endRow(cells: column + 1, line: rowLine)
    column = 0
  }

  /// Puts the cell whose quote opens at `from` into `unquoted`; `nil` when it has no end yet.
  private mutating func quotedCell(
    _ bytes: UnsafeBufferPointer<UInt8>, from: Int, isLast: Bool
  ) throws(TableError) -> (stop: Int, lineFeeds: Int)? {
    let end = bytes.count
    unquoted.removeAll(keepingCapacity: true)
    var lineFeeds = 0
    var piece = from + 1
    var position = piece
    while true {
      while position < end, bytes[position] != Self.quote {
        if bytes[position] == Self.lineFeed { lineFeeds += 1 }
        position += 1
      }
      if position >= end {
        if isLast {
          throw TableError(.structure, "line \(line): a quote is opened and never closed.")
        }
        try checkLength(position - from)
        return nil
      }
      if position + 1 == end, !isLast { return nil }
      unquoted.append(contentsOf: bytes[piece..<position])
      guard position + 1 < end, bytes[position + 1] == Self.quote else { break }
      unquoted.append(Self.quote)
      position += 2
      piece = position
    }
    // What stands between the closing quote and the delimiter belongs to the cell, save spaces.
    position += 1
    let tail = position
    while position < end, bytes[position] != delimiter, bytes[position] != Self.lineFeed,
      bytes[position] != Self.carriageReturn
    {
      position += 1
    }
    if position == end, !isLast { return nil }
    if bytes[tail..<position].contains(where: { $0 != Self.space }) {
      unquoted.append(contentsOf: bytes[tail..<position])
    }
    try checkLength(unquoted.count)
    return (position, lineFeeds)
  }

  private static func deliver(
    _ text: [UInt8], column: Int, line: Int, to sink: inout some CSVSink
  ) throws(TableError) {
    // The closure of withUnsafeBufferPointer cannot throw typed errors and mutate the sink at once
    // without copying it, hence the result.
    let result = text.withUnsafeBufferPointer { bytes -> Result<Void, TableError> in
      do throws(TableError) {
        return .success(try sink.cell(bytes, column: column, line: line))
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  private func checkLength(_ count: Int) throws(TableError) {
    guard count < cellLimit else {
      throw TableError(
        .structure,
        "line \(line): a cell has \(cellLimit) characters or more; is a closing quote missing, or "
          + "is this no table?")
    }
  }
}
