"""The values that `benchmarks portfolio` is judged by, as exact as doubles are.

    python portfolio_reference.py TASK DIRECTORY         prints one JSON line for each quantity

The peers of portfolio.py are timed at the tolerances they come with, which end at 1e-7 or so of a
value. Here each problem is solved once more, untimed, as tightly as its solver goes. Each line has the
quantity, how it was found, its value, and the relative gap that is proven between it and the optimum.
"""

import json
import pathlib
import sys

import numpy as np
import portfolio
from quadratic_program import EXTENDED, QuadraticProgram, tight_settings


def report(quantity, method, value, gap=None):
    line = {"quantity": quantity, "method": method, "value": float(value)}
    if gap is not None:
        line["gap"] = float(abs(gap))
    print(json.dumps(line), flush=True)


ACTIVE_SET = "Clarabel at 1e-14 and its active set in extended precision"


def least_variance(covariance, rows, row_lower, row_upper, upper=np.inf):
    """The weights, the least variance and the gap, for weights of 0 or more."""
    n = len(covariance)
    return QuadraticProgram(
        2 * covariance, np.zeros(n), np.zeros(n), np.full(n, upper, dtype=float), np.atleast_2d(rows),
        np.atleast_1d(row_lower).astype(float), np.atleast_1d(row_upper).astype(float)).solve()


def frontier(mean, covariance, goals, groups=(), upper=np.inf):
    """The sum of the volatilities at given returns."""
    rows = np.vstack([np.ones(len(mean)), mean, *(members for members, _, _ in groups)])
    low = [low for _, low, _ in groups]
    high = [high for _, _, high in groups]
    total, gap = EXTENDED(0), EXTENDED(0)
    for goal in goals:
        _, variance, missing = least_variance(
            covariance, rows, [1, goal, *low], [1, np.inf, *high], upper)
        total += np.sqrt(variance)
        gap += abs(missing) / (2 * np.sqrt(variance))
    report("sum of volatilities", ACTIVE_SET, total, gap / total)


def plain_frontier(directory, size):
    frontier(*(portfolio.load(directory, f"{name}{size}") for name in ("mean", "covariance", "goals")))


def groups(directory):
    mean, covariance, limits = portfolio.group_problem(directory)
    frontier(mean, covariance, portfolio.load(directory, "goals100"), limits, 0.05)


def maximum_sharpe(directory):
    """The weights over their mean return: the least variance where that return is 1."""
    mean, covariance = portfolio.load(directory, "mean20"), portfolio.load(directory, "covariance20")
    _, variance, gap = least_variance(covariance, mean, 1, 1)
    report("Sharpe ratio", ACTIVE_SET, 1 / np.sqrt(variance), gap / (2 * variance))


def tail_bound(returns, weights):
    """No long-only portfolio has a smaller tail risk, whatever the weights of the scenarios are."""
    largest = 1 / (len(returns) * EXTENDED(0.05))
    weights = np.clip(weights.astype(EXTENDED), 0, largest)
    if weights.sum() > 1:
        weights /= weights.sum()
    else:
        weights += (largest - weights) * (1 - weights.sum()) / (largest - weights).sum()
    return np.min(-(returns.T @ weights))


def cvar(directory, size):
    import clarabel
    from scipy import sparse

    returns = portfolio.load(directory, f"returns{size}")
    periods, n = returns.shape
    scaled = returns / returns.std()
    # Variables: weights, value at risk, what each loss is above it.
    cost = np.concatenate([np.zeros(n), [1], np.full(periods, 1 / (periods * 0.05))])
    rows = sparse.vstack([
        sparse.csc_matrix(np.concatenate([np.ones(n), np.zeros(1 + periods)])[None]),
        sparse.hstack([-scaled, -np.ones((periods, 1)), -sparse.eye(periods)]),
        sparse.hstack([-sparse.eye(n), sparse.csc_matrix((n, 1 + periods))]),
        sparse.hstack([sparse.csc_matrix((periods, n + 1)), -sparse.eye(periods)]),
    ]).tocsc()
    right = np.concatenate([[1], np.zeros(2 * periods + n)])
    cones = [clarabel.ZeroConeT(1), clarabel.NonnegativeConeT(2 * periods + n)]
    nothing = sparse.csc_matrix((len(cost), len(cost)))
    found = clarabel.DefaultSolver(nothing, cost, rows, right, cones, tight_settings()).solve()
    weights = np.maximum(np.array(found.x[:n]), 0)
    value = portfolio.tail_risk(weights / weights.sum(), returns)
    bound = tail_bound(returns, np.array(found.z[1:1 + periods]))
    report("CVaR", "Clarabel at 1e-14", value, (value - bound) / value)


def walk_forward(directory):
    returns = portfolio.load(directory, "returns20")
    total, missing, series = EXTENDED(0), EXTENDED(0), []
    for start in range(0, len(returns) - 252 - 21 + 1, 21):
        end = start + 252
        weights, variance, gap = least_variance(np.cov(returns[start:end].T), np.ones(20), 1, 1)
        total, missing = total + variance, missing + abs(gap)
        series.append(returns[end:end + 21] @ weights)
    report("sum of least variances", ACTIVE_SET, total, missing / total)
    report("variance out of sample", ACTIVE_SET, np.var(np.concatenate(series), ddof=1))


def hierarchical(directory):
    import pandas as pd
    from pypfopt import HRPOpt

    weights = HRPOpt(pd.DataFrame(portfolio.load(directory, "returns20"))).optimize()
    report("largest weight", "PyPortfolioOpt, which has no tolerance", max(weights.values()))


def risk_budgeting(directory):
    """Newton's method for min x'Cx/2 - sum(log x)/n (Spinu 2013), whose x are the weights, scaled."""
    covariance = np.cov(portfolio.load(directory, "returns20").T).astype(EXTENDED)
    n = len(covariance)
    x = 1 / np.sqrt(n * np.diag(covariance))
    for _ in range(60):
        gradient = covariance @ x - 1 / (n * x)
        hessian = covariance + np.diag(1 / (n * x * x))
        step = -np.linalg.solve(hessian.astype(float), gradient.astype(float))
        x = x + step / max(1, np.max(-step / x) * 2)
    left = np.max(np.abs(n * x * (covariance @ x) - 1))
    method = f"Newton's method in extended precision, contributions equal to {float(left):.0e}"
    report("barrier", method, x @ covariance @ x / 2 - np.log(x).sum() / n)
    report("largest weight", method, (x / x.sum()).max())


TASKS = {
    "frontier20": lambda directory: plain_frontier(directory, 20),
    "frontier500": lambda directory: plain_frontier(directory, 500),
    "groups100": groups,
    "maximumSharpe20": maximum_sharpe,
    "cvar20": lambda directory: cvar(directory, 20),
    "cvar500": lambda directory: cvar(directory, 500),
    "walkForward20": walk_forward,
    "hierarchical20": hierarchical,
    "riskBudgeting20": risk_budgeting,
}

if __name__ == "__main__":
    TASKS[sys.argv[1]](pathlib.Path(sys.argv[2]))
