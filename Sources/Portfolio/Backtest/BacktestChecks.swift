import Tabular

extension Returns {
  /// Refuses returns that cannot be lived through, or that are none.
  func refuseImpossible() throws(PortfolioError) {
    guard assetCount > 0 else {
      throw PortfolioError(.data, "there are no assets to hold; give the returns of one or more.")
    }
    let least = kind == .simple ? -1 : -Double.infinity
    guard let wrong = values.elements.firstIndex(where: { !$0.isFinite || $0 < least }) else {
      return
    }
    let (row, column) = (wrong / assetCount, wrong % assetCount)
    let place = days.isEmpty ? "in period \(row + 1)" : "on \(CivilDate.text(days: days[row]))"
    throw PortfolioError(
      .data,
      "\(assets[column]) has a return of \(values.elements[wrong]) \(place), which cannot be; "
        + "complete the prices first. 1 % is 0.01.")
  }
}

extension AllocationStrategy {
  /// The strategy's weights, if they are finite and one for each asset.
  func checkedWeights(for training: Returns, previous: [Double]) throws -> [Double] {
    let weights = try weights(for: training, previous: previous)
    guard weights.count == training.assetCount else {
      throw PortfolioError(
        .request, "\(name) gave \(weights.count) weights for \(training.assetCount) assets.")
    }
    guard weights.allSatisfy(\.isFinite) else {
      throw PortfolioError(.request, "\(name) gave a weight that is not a number.")
    }
    return weights
  }
}
