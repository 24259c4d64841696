import Tabular

extension PortfolioError {
  /// An asset that does not exist, with the existing name that was probably meant.
  static func unknownAsset(_ name: String, among names: [String], in text: String) -> PortfolioError
  {
    PortfolioError(
      .request,
      "There is no asset “\(name)”, which “\(text)” names.\(suggestion(for: name, in: names))")
  }
}
