import Foundation
import Torch

@testable import Portfolio

/// What reference implementations computed, and samples to compute from.
enum StoredReference {
  /// The file `name.json` of the goldens.
  static func load<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
    guard
      let url = Bundle.module.url(
        forResource: name, withExtension: "json", subdirectory: "Goldens")
    else { throw CocoaError(.fileNoSuchFile) }
    return try JSONDecoder().decode(type, from: Data(contentsOf: url))
  }

  /// Independent standard normal values.
  static func normal(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      StandardNormal.quantile(Double.random(in: 1e-12..<1, using: &generator))
    }
  }

  /// Returns with one common factor, `[periods, assets]`.
  static func returns(periods: Int, assets: Int, seed: UInt64) -> Matrix {
    let noise = normal(periods * (assets + 1), seed: seed)
    var result = Matrix(rows: periods, columns: assets)
    for period in 0..<periods {
      let common = noise[period * (assets + 1)]
      for asset in 0..<assets {
        result[period, asset] =
          0.0004 + (0.4 + 0.05 * Double(asset % 7)) * 0.01 * common
          + 0.004 * Double(1 + asset % 5) * noise[period * (assets + 1) + 1 + asset]
      }
    }
    return result
  }

  /// The sample covariance of returns, `[assets, assets]`.
  static func covariance(_ returns: Matrix) -> Matrix {
    let columns = (0..<returns.columnCount).map { index in
      let column = returns.column(index)
      let mean = column.reduce(0, +) / Double(column.count)
      return column.map { $0 - mean }
    }
    var result = Matrix(rows: columns.count, columns: columns.count)
    for row in columns.indices {
      for column in columns.indices {
        result[row, column] = dot(columns[row], columns[column]) / Double(returns.rowCount - 1)
      }
    }
    return result
  }

  /// The largest difference of two lists, beside 1 + their size.
  static func error(_ found: [Double], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    return zip(found, expected).reduce(0) {
      let error = abs($1.0 - $1.1) / (1 + abs($1.1))
      return error.isFinite ? max($0, error) : .infinity
    }
  }
}
