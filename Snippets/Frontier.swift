// The whole efficient frontier of three assets from means and covariances, one of them kept small.
import Portfolio

var constraints = PortfolioConstraints.longOnly(3)
constraints.assets = ["bonds", "shares", "gold"]
try ConstraintParser(assets: ["bonds", "shares", "gold"]).add("gold <= 20%", to: &constraints)

let frontier = try EfficientFrontier(
  mean: [0.03, 0.08, 0.05],
  covariance: Matrix(
    rows: 3, columns: 3,
    elements: [0.0025, 0.001, 0.0, 0.001, 0.0324, 0.002, 0.0, 0.002, 0.0225]),
  constraints: constraints)
let best = try frontier.maximumSharpe(riskFree: 0.01)
print(frontier.corners.count, "corners")
print(best.weights, best.mean, best.volatility)
