#!/usr/bin/env python3
"""Writes Tests/PortfolioTests/Goldens/measures.json from skfolio and SciPy.

Needs numpy, scipy and skfolio 1.12. Run from the root of the repository:

    python scripts/goldens/portfolio_measures.py
"""

import json
import pathlib

import numpy as np
import scipy.stats
import skfolio.measures as m
from scipy.special import ndtri
from skfolio.datasets import load_sp500_dataset
from skfolio.preprocessing import prices_to_returns

OUT = pathlib.Path("Tests/PortfolioTests/Goldens")


def numbers(x):
    return [float(v) for v in np.asarray(x).reshape(-1)]


def measured(returns, weight=None):
    """Every measure of skfolio, with and without probabilities."""
    w = {} if weight is None else {"sample_weight": weight}
    # skfolio's two maxima take no probabilities: what is impossible is left out here.
    possible = slice(None) if weight is None else weight > 0
    result = {
        "variance": m.variance(returns, **w),
        "standardDeviation": m.standard_deviation(returns, **w),
        "semivariance": m.semi_variance(returns, **w),
        "semideviation": m.semi_deviation(returns, **w),
        "semideviation at 0.001": m.semi_deviation(returns, min_acceptable_return=0.001, **w),
        "meanAbsoluteDeviation": m.mean_absolute_deviation(returns, **w),
        "meanAbsoluteDeviation at 0.001": m.mean_absolute_deviation(
            returns, min_acceptable_return=0.001, **w),
        "firstLowerPartialMoment": m.first_lower_partial_moment(returns, **w),
        "firstLowerPartialMoment at 0.001": m.first_lower_partial_moment(
            returns, min_acceptable_return=0.001, **w),
        "worstCase": m.worst_realization(returns[possible]),
        "skewness": m.skew(returns, **w),
        "kurtosis": m.kurtosis(returns, **w),
    }
    for beta in (0.5, 0.9, 0.95, 0.975, 0.99, 0.999):
        result[f"valueAtRisk {beta}"] = m.value_at_risk(returns, beta=beta, **w)
        result[f"conditionalValueAtRisk {beta}"] = m.cvar(returns, beta=beta, **w)
        result[f"entropicValueAtRisk {beta}"] = m.evar(returns, beta=beta, **w)
    for name in ("uncompounded", "compounded"):
        d = m.get_drawdowns(returns, compounded=name == "compounded")
        result[f"maximumDrawdown {name}"] = m.max_drawdown(d[possible])
        result[f"averageDrawdown {name}"] = m.average_drawdown(d, **w)
        result[f"drawdownAtRisk {name}"] = m.drawdown_at_risk(d, beta=0.9, **w)
        result[f"conditionalDrawdown {name}"] = m.cdar(d, beta=0.9, **w)
        result[f"entropicDrawdown {name}"] = m.edar(d, beta=0.9, **w)
        result[f"ulcerIndex {name}"] = m.ulcer_index(d, **w)
    if weight is None:
        result["giniMeanDifference"] = m.gini_mean_difference(returns)
    return {k: float(v) for k, v in result.items()}


def coverage(hits, confidence):
    """Kupiec's and Christoffersen's tests, from the likelihoods as they stand in the papers."""
    p = 1 - confidence
    n, x = len(hits), int(hits.sum())

    def likelihood(q, ones, zeros):
        return scipy.special.xlogy(ones, q) + scipy.special.xlogy(zeros, 1 - q)

    kupiec = -2 * (likelihood(p, x, n - x) - likelihood(x / n, x, n - x))
    table = np.zeros((2, 2))
    for a, b in zip(hits[:-1], hits[1:]):
        table[int(a), int(b)] += 1
    q = table[:, 1].sum() / table.sum()
    rows = [row[1] / row.sum() if row.sum() else 0 for row in table]
    independent = likelihood(q, table[:, 1].sum(), table[:, 0].sum())
    dependent = sum(likelihood(q, row[1], row[0]) for q, row in zip(rows, table))
    christoffersen = -2 * (independent - dependent)
    return {
        "hits": [bool(h) for h in hits], "confidence": confidence,
        "statistics": [float(kupiec), float(christoffersen), float(kupiec + christoffersen)],
        "probabilities": [
            float(scipy.stats.chi2.sf(kupiec, 1)), float(scipy.stats.chi2.sf(christoffersen, 1)),
            float(scipy.stats.chi2.sf(kupiec + christoffersen, 2))],
    }


def main():
    rng = np.random.default_rng(7)
    stocks = prices_to_returns(load_sp500_dataset()).iloc[-750:-550, [0, 4, 11]].to_numpy()
    returns = stocks @ np.array([0.5, 0.3, 0.2])
    weight = rng.gamma(2.0, size=len(returns))
    weight[::17] = 0
    trials = rng.normal(0.02, 0.05, size=12)
    chance = np.array([1e-300, 1e-12, 0.001, 0.05, 0.3, 0.5, 0.8, 0.999, 1 - 1e-12])
    clustered = np.repeat(rng.random(100) < 0.08, 3)[:250]
    content = {
        "returns": numbers(returns),
        "weight": numbers(weight),
        "plain": measured(returns),
        "weighted": measured(returns, weight),
        "trials": numbers(trials),
        "probabilisticSharpe": float(m.probabilistic_sharpe_ratio(returns, 0.01, 0.0001)),
        "deflatedSharpe": float(m.deflated_sharpe_ratio(returns, trials, 0.0001)),
        "normal": {"chance": numbers(chance), "quantile": numbers(ndtri(chance)),
                   "x": numbers([-30, -6, -1, 0, 0.3, 5]),
                   "cumulative": numbers(scipy.stats.norm.cdf([-30, -6, -1, 0, 0.3, 5]))},
        "coverage": [
            coverage(rng.random(250) < 0.04, 0.99), coverage(rng.random(250) < 0.05, 0.95),
            coverage(clustered, 0.9), coverage(np.zeros(100, dtype=bool), 0.99)],
    }
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, separators=(",", ":"), sort_keys=True)
    (OUT / "measures.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
