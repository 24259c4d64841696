import Foundation
import Portfolio
import Torch

/// The problems that both sides solve, read from the files that the peers' script wrote.
struct PortfolioData {
  let directory: URL

  /// A vector.
  func vector(_ name: String) throws -> [Double] { try array(name).asArray(Double.self) }

  /// A matrix.
  func matrix(_ name: String) throws -> Matrix {
    let tensor = try array(name)
    return Matrix(
      rows: tensor.shape[0], columns: tensor.shape[1], elements: tensor.asArray(Double.self))
  }

  /// Returns of a number of assets.
  func returns(_ count: Int) throws -> Returns {
    let values = try matrix("returns\(count)")
    return Returns(assets: (0..<values.columnCount).map { "A\($0)" }, values: values)
  }

  /// Writes a vector for the peers.
  func write(_ values: [Double], as name: String) throws {
    try NumpyFile.save(Tensor(values), to: directory.appending(path: "\(name).npy"))
  }

  private func array(_ name: String) throws -> Tensor {
    try NumpyFile.load(from: directory.appending(path: "\(name).npy"))
  }
}
