import Foundation
import Tabular

extension PortfolioError {
  /// What is wrong with a table, without the advice to pass options that tables of prices and
  /// weights do not take.
  init(reading error: TableError) {
    var message = error.message
    for (advice, ours) in [
      (#" If the first line is data, pass --no-header\."#, ""),
      (#", or pass --no-header if the first line is data\."#, "."),
      (#" Pass --encoding latin1 if.*"#, " Save the file as UTF-8."),
      (
        #"Correct it, or pass --missing ".*" to read it as missing\."#,
        "Correct it or empty the cell."
      ),
      (#" Pass --(missing|type|delimiter) .*"#, " Correct it."),
    ] {
      message = message.replacingOccurrences(of: advice, with: ours, options: .regularExpression)
    }
    self.init(.data, message)
  }
}
