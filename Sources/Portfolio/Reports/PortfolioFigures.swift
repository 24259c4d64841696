import Foundation
import Reporting

/// The pictures of a report on portfolios.
enum PortfolioFigures {
  /// The cloud of random portfolios, the frontier over it, the assets and the portfolios of note.
  static func frontier(
    _ outcome: FrontierRun.Outcome, cloud: RandomPortfolioCloud?, problem: PortfolioProblem
  ) -> Figure {
    var series: [ScatterPlot.Series] = []
    if let points = cloud?.summary.sample {
      series.append(
        .init(
          "random portfolios", x: points.map { Double($0.volatility) },
          y: points.map { Double($0.mean) }))
    }
    series.append(
      .init(
        "efficient frontier", x: outcome.frontier.map(\.volatility), y: outcome.frontier.map(\.mean)
      ))
    series.append(
      .init(
        "assets", x: problem.estimates.covariance.diagonal.map { max(0, $0).squareRoot() },
        y: problem.estimates.mean))
    for portfolio in outcome.portfolios {
      series.append(.init(portfolio.name, x: [portfolio.volatility], y: [portfolio.mean]))
    }
    return Figure(
      "Risk and return",
      caption: "Random search stays inside the frontier, the further the more assets there are.",
      isWide: true,
      plot: .scatter(
        ScatterPlot(
          series: series, x: Axis("volatility", marks: .percent, lower: 0),
          y: Axis("expected return", marks: .percent))))
  }

  /// The weights of the assets that are ever held, along the frontier.
  static func weights(along frontier: EfficientFrontier, assets: [String]) -> Figure {
    let points = Array(frontier.points(200).reversed())
    let largest = assets.indices.map { index in
      (index: index, size: points.reduce(0) { max($0, abs($1.weights[index])) })
    }
    let shown = largest.filter { $0.size > 1e-6 }.sorted { $0.size > $1.size }.prefix(12)
    return Figure(
      "Weights along the frontier",
      caption: "From the least variance on the left to the largest return on the right"
        + (largest.count { $0.size > 1e-6 } > 12 ? "; the twelve largest are shown." : "."),
      isWide: true,
      plot: .lines(
        LineChart(
          series: shown.map { entry in
            .init(
              assets[entry.index], x: points.map(\.volatility),
              y: points.map { $0.weights[entry.index] })
          }, x: Axis("volatility", marks: .percent), y: Axis("weight", marks: .percent))))
  }

  /// The correlations of the assets, in the order that clustering gives.
  static func correlation(_ problem: PortfolioProblem) -> Figure {
    let covariance = problem.estimates.covariance
    let deviations = covariance.diagonal.map { max(1e-300, $0).squareRoot() }
    let order =
      (try? HierarchicalRiskParity(covariance: covariance).order) ?? Array(problem.assets.indices)
    let names = order.map { problem.assets[$0] }
    return Figure(
      "Correlations", caption: "Assets that move together stand together.",
      plot: .heatMap(
        HeatMap(
          rows: names, columns: names,
          values: order.map { row in
            order.map { covariance[row, $0] / deviations[row] / deviations[$0] }
          }, axis: Axis("correlation", lower: -1, upper: 1), colours: .diverging)))
  }

  /// What each asset has of the weights, of the volatility and of the tail.
  static func contributions(
    _ portfolio: PortfolioFacts, _ problem: PortfolioProblem
  ) throws -> Figure {
    let held = portfolio.assets.indices.filter { abs(portfolio.weights[$0]) > 5e-4 }
      .sorted { portfolio.weights[$0] > portfolio.weights[$1] }.prefix(15)
    let volatility = try RiskContributions(
      weights: portfolio.weights, covariance: problem.estimates.covariance)
    let tail = try RiskContributions(
      measure: .conditionalValueAtRisk(confidence: 0.95), weights: portfolio.weights,
      returns: problem.prepared.simpleReturns.values)
    return Figure(
      "Contributions: \(portfolio.name)",
      caption: "The tail is the mean of the worst 5 % of the periods (CVaR).",
      plot: .bars(
        BarChart(
          categories: held.map { portfolio.assets[$0] },
          series: [
            .init("weight", values: held.map { portfolio.weights[$0] }),
            .init("volatility", values: held.map { volatility.shares[$0] }),
            .init("tail", values: held.map { tail.shares[$0] }),
          ], axis: Axis("share", marks: .percent))))
  }

  /// How far each portfolio was below its highest value so far.
  static func drawdowns(
    _ portfolios: [PortfolioFacts], _ problem: PortfolioProblem
  ) throws -> Figure {
    let returns = problem.prepared.simpleReturns
    let time = returns.days.map { Double($0) * 86_400 }
    let series = try portfolios.map { portfolio in
      LineChart.Series(
        portfolio.name, x: time.isEmpty ? (0..<returns.periodCount).map(Double.init) : time,
        y: try Drawdowns(returns.values.times(portfolio.weights), accumulation: .compounded)
          .values.map { -abs($0) })
    }
    return Figure(
      "Drawdowns", caption: "How far below the highest value so far.", isWide: true,
      plot: .lines(
        LineChart(
          series: series, x: Axis("", scale: time.isEmpty ? .linear : .time),
          y: Axis("drawdown", marks: .percent, upper: 0))))
  }

  /// The returns of a period, with the losses that are exceeded rarely.
  static func distribution(
    _ portfolios: [PortfolioFacts], _ problem: PortfolioProblem
  ) throws -> Figure {
    let returns = problem.prepared.simpleReturns
    let samples = portfolios.prefix(2).map {
      (name: $0.name, numbers: returns.values.times($0.weights))
    }
    var histogram = Histogram(
      of: Array(samples), bins: 60, axis: Axis("return of a period", marks: .percent))
    histogram.shares = Axis("share of periods", marks: .percent, lower: 0)
    if let first = samples.first {
      histogram.references = [
        ReferenceLine(
          "VaR 95 %",
          at: -(try RiskMeasure.valueAtRisk(confidence: 0.95).value(of: first.numbers))),
        ReferenceLine(
          "CVaR 95 %",
          at: -(try RiskMeasure.conditionalValueAtRisk(confidence: 0.95).value(of: first.numbers))),
      ]
    }
    return Figure(
      "Returns of a period",
      caption: "The marks are of the \(samples.first?.name ?? "first portfolio"): one period in "
        + "twenty loses more than VaR, and CVaR is the mean of these.",
      plot: .histogram(histogram))
  }
}
