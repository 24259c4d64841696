import Foundation
import Tabular

@testable import Portfolio

/// A CSV file of prices for a test, which goes when the value goes.
final class PriceFile {
  let url = FileManager.default.temporaryDirectory
    .appending(path: "lyrebird-prices-\(UUID().uuidString).csv")

  /// A file with this text.
  init(_ text: String) throws { try Data(text.utf8).write(to: url) }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Daily prices whose logarithms go up and down in waves of their own; every weekday from
  /// 2019-01-01.
  static func waves(rows: Int = 400, assets: [String] = ["A", "B", "C"]) throws -> PriceFile {
    var text = "Date,\(assets.joined(separator: ","))\n"
    for row in 0..<rows {
      let cells = assets.indices.map { asset in
        let (time, kind) = (Double(row), Double(asset))
        let wave = sin(time * (0.9 + 0.37 * kind)) + 0.5 * sin(time * 2.3 + kind * kind)
        return "\(exp(0.0004 * (kind + 1) * time + 0.008 * (1 + kind / 2) * wave))"
      }
      // 2019-01-01 was day 17897, a Tuesday.
      let day = 17_896 + row + row / 5 * 2
      text += "\(CivilDate.text(days: day)),\(cells.joined(separator: ","))\n"
    }
    return try PriceFile(text)
  }
}

extension PortfolioConfiguration {
  /// A configuration with these texts.
  init(_ texts: [Key: [String]]) {
    self.init()
    for (key, values) in texts { set(key, values) }
  }
}
