import Foundation
public import GenerativeModels
public import Torch

/// How one column becomes numbers for a model.
enum ColumnCodec: Codable, Sendable, Equatable {
  case numeric(NumericCodec)
  case categorical(CategoricalCodec)
  /// One value everywhere.
  case constant(ConstantCodec)
  /// Not learnt: new identifiers are made.
  case identifier(IdentifierCodec)
  /// Not learnt: left empty.
  case empty

  var variables: [MixedVariable] {
    switch self {
    case .numeric(let codec): [codec.variable]
    case .categorical(let codec): codec.variables
    case .constant, .identifier, .empty: []
    }
  }
}

/// A column of which every present value is the same.
struct ConstantCodec: Codable, Sendable, Equatable {
  var number: Double?
  var level: String?
}

/// Turns tables into vectors of mixed variables and back: fitted on training rows, saved with the
/// model, and holding none of them.
public struct TableCodec: Codable, Sendable {
  /// The columns: names, kinds, formats, and of categories those that are released.
  public private(set) var columns: [ColumnDescription]
  /// What was asked for.
  public let options: CodecOptions
  var codecs: [ColumnCodec]

  /// Fits a codec.
  ///
  /// - Parameters:
  ///   - table: The training rows.
  ///   - options: What to keep.
  public init(fitting table: Table, options: CodecOptions = CodecOptions()) {
    self.options = options
    columns = []
    codecs = []
    for column in table.columns {
      let codec = Self.codec(of: column, options: options)
      codecs.append(codec)
      var description = ColumnDescription(column)
      switch codec {
      case .categorical(let codec): description.levels = codec.levels.compactMap { $0 }
      case .constant(let codec): description.levels = codec.level.map { [$0] } ?? []
      default: description.levels = []
      }
      columns.append(description)
    }
  }

  private static func codec(of column: Column, options: CodecOptions) -> ColumnCodec {
    switch (column.kind, column.values) {
    case (.text, _): return .empty
    case (.identifier, _): return .identifier(IdentifierCodec(column))
    case (_, .numbers(let numbers)):
      guard let first = numbers.first(where: { !$0.isNaN }) else { return .empty }
      if numbers.allSatisfy({ $0 == first }) {
        return .constant(ConstantCodec(number: first))
      }
      return .numeric(
        NumericCodec(numbers, unit: unit(of: column, numbers), options: options))
    case (_, .codes(let codes, let levels)):
      guard let first = codes.first(where: { $0 >= 0 }) else { return .empty }
      if codes.allSatisfy({ $0 == first }) {
        return .constant(ConstantCodec(level: levels[Int(first)]))
      }
      return .categorical(CategoricalCodec(codes: codes, levels: levels, options: options))
    }
  }

  /// What values are multiples of: one for whole numbers, a day for dates, a power of ten for
  /// decimals of a fixed length.
  private static func unit(of column: Column, _ numbers: [Double]) -> Double? {
    switch column.kind {
    case .integer: return 1
    case .dateTime:
      let units = [86400.0, 3600, 60, 1]
      return units.first { unit in
        numbers.allSatisfy { $0.isNaN || $0.truncatingRemainder(dividingBy: unit) == 0 }
      }
    default: return column.format.fractionDigits.map { pow(10, -Double($0)) }
    }
  }

  /// The variables of the model's vectors.
  public var variables: [MixedVariable] { codecs.flatMap(\.variables) }

  /// For each column the indices of its variables in the model's vectors.
  var variableRanges: [Range<Int>] {
    var next = 0
    return codecs.map { codec in
      defer { next += codec.variables.count }
      return next..<next + codec.variables.count
    }
  }

  /// The names of columns that are not learnt.
  public var unlearntColumns: [String] {
    zip(columns, codecs).compactMap { column, codec in
      switch codec {
      case .identifier, .empty: column.name
      default: nil
      }
    }
  }
}

extension TableCodec {
  /// The model's vectors of a table's rows, row-major, `[rows, variables]`.
  ///
  /// - Parameters:
  ///   - table: Rows with the codec's columns, in any order; others are ignored.
  ///   - random: Decides the ranks of values that many rows share.
  /// - Returns: The vectors.
  /// - Throws: `TableError` when a column is missing or holds another kind of value.
  public func encode(
    _ table: Table, using random: inout SeededGenerator
  ) throws(TableError) -> [Float] {
    let width = variables.count
    let rows = table.rowCount
    var values = [Float](repeating: 0, count: rows * width)
    for (position, range) in variableRanges.enumerated() where !range.isEmpty {
      let column = try self.column(position, of: table)
      switch (codecs[position], column.values) {
      case (.numeric(let codec), .numbers(let numbers)):
        for row in 0..<rows {
          values[row * width + range.lowerBound] = codec.encode(numbers[row], using: &random)
        }
      case (.categorical(let codec), .codes(let codes, let levels)):
        let numbers = codec.numbers(for: levels)
        for row in 0..<rows {
          let code = codes[row]
          let number =
            numbers[code < 0 ? levels.count : Int(code)]
            ?? codec.replacement(using: &random)
          let start = row * width + range.lowerBound
          if let base = codec.base {
            values[start] = Float(number / base)
            values[start + 1] = Float(number % base)
          } else {
            values[start] = Float(number)
          }
        }
      default: break
      }
    }
    return values
  }

  /// The column of a table that belongs at `position`, checked to hold what the codec was fitted on.
  private func column(_ position: Int, of table: Table) throws(TableError) -> Column {
    let wanted = columns[position]
    guard let column = table[wanted.name] else {
      throw TableError(
        .schema, "column \"\(wanted.name)\" is missing; the model was fitted on a table that has it"
      )
    }
    let needsNumbers = if case .numeric = codecs[position] { true } else { false }
    guard column.isNumeric == needsNumbers else {
      throw TableError(
        .schema,
        "column \"\(wanted.name)\" holds \(column.kind.rawValue) values where the model was fitted "
          + "on \(wanted.kind.rawValue) ones; pass --type \(wanted.name)=\(wanted.kind.rawValue)")
    }
    return column
  }

  /// The rows that the model's vectors stand for.
  ///
  /// - Parameters:
  ///   - values: Row-major, `[rows, variables]`.
  ///   - rows: How many.
  ///   - firstRow: The number of the first row in all that is drawn, for identifiers.
  ///   - random: Makes identifiers.
  /// - Returns: A table with the columns of the codec.
  public func decode(
    _ values: [Float], rows: Int, firstRow: Int = 0, using random: inout SeededGenerator
  ) -> Table {
    let width = variables.count
    var result: [Column] = []
    for (position, range) in variableRanges.enumerated() {
      let description = columns[position]
      func number(_ row: Int, _ offset: Int = 0) -> Float {
        values[row * width + range.lowerBound + offset]
      }
      let decoded: Column.Values
      switch codecs[position] {
      case .numeric(let codec):
        decoded = .numbers((0..<rows).map { codec.decode(number($0)) })
      case .categorical(let codec):
        decoded = codec.decode(rows: rows) { row in
          codec.base.map { Int(number(row)) * $0 + Int(number(row, 1)) } ?? Int(number(row))
        }
      case .constant(let constant):
        if let value = constant.number {
          decoded = .numbers([Double](repeating: value, count: rows))
        } else {
          decoded = .codes(
            [Int32](repeating: 0, count: rows), levels: [constant.level ?? ""])
        }
      case .identifier(let codec):
        decoded = codec.make(rows: rows, firstRow: firstRow, using: &random)
      case .empty:
        decoded =
          description.isNumeric
          ? .numbers([Double](repeating: .nan, count: rows))
          : .codes([Int32](repeating: -1, count: rows), levels: [])
      }
      result.append(
        Column(
          name: description.name, kind: description.kind, values: decoded,
          format: description.format))
    }
    return Table(columns: result)
  }
}

extension CategoricalCodec {
  /// Codes into the levels without "missing".
  fileprivate func decode(rows: Int, number: (Int) -> Int) -> Column.Values {
    var names: [String] = []
    let codes = levels.map { level -> Int32 in
      guard let level else { return -1 }
      names.append(level)
      return Int32(names.count - 1)
    }
    // A pair of quotient and remainder behind the last category stands for none; the model gives it
    // next to no probability.
    return .codes(
      (0..<rows).map { codes[min(number($0), codes.count - 1)] }, levels: names)
  }
}
