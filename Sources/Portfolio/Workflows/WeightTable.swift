public import Foundation
import Tabular

/// Weights by the names of assets, as in a CSV file with the columns `asset` and `weight`.
public struct WeightTable: Sendable, Equatable, Codable {
  /// The names of the assets.
  public var assets: [String]
  /// One weight an asset.
  public var weights: [Double]

  /// Makes weights.
  ///
  /// - Precondition: there is one weight an asset.
  public init(assets: [String], weights: [Double]) {
    precondition(assets.count == weights.count, "not one weight an asset")
    self.assets = assets
    self.weights = weights
  }

  /// Reads a CSV file with the columns `asset` and `weight`.
  ///
  /// - Throws: `PortfolioError` that names what is wrong with the file.
  public init(csv url: URL) throws(PortfolioError) {
    let table: Table
    do throws(TableError) {
      var options = CSVOptions()
      options.types = [:]
      table = try CSVReader.read(url, options: options).table
    } catch {
      throw PortfolioError(.data, error.message)
    }
    let name = url.lastPathComponent
    guard let names = table["asset"], let numbers = table["weight"],
      case .numbers(let values) = numbers.values
    else {
      throw PortfolioError(
        .data, "\(name) has no columns \"asset\" and \"weight\" with names and numbers.")
    }
    assets = []
    weights = []
    for row in 0..<table.rowCount {
      guard case .text(let asset) = names[row], values[row].isFinite else {
        throw PortfolioError(.data, "\(name), row \(row + 1): a name or a weight is missing.")
      }
      guard !assets.contains(asset) else {
        throw PortfolioError(.data, "\(name) names \"\(asset)\" twice.")
      }
      assets.append(asset)
      weights.append(values[row])
    }
  }

  /// The weights in another order; 0 for assets that are not named.
  ///
  /// - Throws: `PortfolioError` when an asset is named that is not in `others`.
  public func ordered(by others: [String]) throws(PortfolioError) -> [Double] {
    if let unknown = assets.first(where: { !others.contains($0) }) {
      throw PortfolioError(
        .data, "weights: there is no asset \"\(unknown)\".\(suggestion(for: unknown, in: others))")
    }
    return others.map { name in assets.firstIndex(of: name).map { weights[$0] } ?? 0 }
  }

  /// The weights as CSV.
  public var csv: String {
    zip(assets, weights).reduce("asset,weight\n") {
      $0 + "\(CSVCell.quoted($1.0)),\($1.1)\n"
    }
  }
}

/// Cells of small CSV files.
enum CSVCell {
  /// A text, in quotes where it has to be.
  static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
