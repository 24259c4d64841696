import Reporting

/// Portfolios beside each other, as text: their figures, and below them the weights.
struct PortfolioComparison {
  let text: String

  init(_ portfolios: [PortfolioFacts]) {
    var figures = [["", "return", "volatility", "Sharpe ratio", "assets held"]]
    for portfolio in portfolios {
      figures.append([
        portfolio.name, inPercent(portfolio.mean), inPercent(portfolio.volatility),
        portfolio.sharpe.map(NumberFormat.number(decimals: 3).text) ?? "none",
        "\(portfolio.heldCount)",
      ])
    }
    // Long names head columns badly, so the columns of weights have numbers.
    for index in portfolios.indices {
      figures[index + 1][0] = "\(index + 1)  " + figures[index + 1][0]
    }
    var weights = [["weight, %"] + portfolios.indices.map { "\($0 + 1)" }]
    let assets = portfolios.first?.assets ?? []
    let sizes = assets.indices.map { asset in
      portfolios.reduce(0) { max($0, abs($1.weights[asset])) }
    }
    for asset in assets.indices where sizes[asset] >= PortfolioFacts.shownWeight {
      weights.append([assets[asset]] + portfolios.map { Self.cell($0.weights[asset]) })
    }
    text = TextColumns.text(figures) + "\n\n" + TextColumns.text(weights, indent: "   ")
  }

  private static func cell(_ weight: Double) -> String {
    abs(weight) < PortfolioFacts.shownWeight
      ? "." : NumberFormat.number(decimals: 2).text(100 * weight)
  }
}
