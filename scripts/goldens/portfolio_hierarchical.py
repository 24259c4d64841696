#!/usr/bin/env python3
"""Writes Tests/PortfolioTests/Goldens/hierarchical.json from skfolio, PyPortfolioOpt and SciPy.

Needs numpy, pandas, scipy, scikit-learn, cvxpy with HiGHS, skfolio 1.12 and PyPortfolioOpt 1.6.
Run from the root of the repository:

    python scripts/goldens/portfolio_hierarchical.py
"""

import json
import pathlib

import numpy as np
import pandas as pd
import scipy.cluster.hierarchy as sch
import scipy.spatial.distance as ssd
import skfolio.optimization as so
from pypfopt import DiscreteAllocation, HRPOpt
from skfolio import RiskMeasure
from skfolio.cluster import HierarchicalClustering, LinkageMethod
from skfolio.datasets import load_sp500_dataset
from skfolio.distance import PearsonDistance
from skfolio.preprocessing import prices_to_returns
from skfolio.seriation import HierarchicalSeriation

OUT = pathlib.Path("Tests/PortfolioTests/Goldens")
METHODS = ("single", "complete", "average", "ward")


def numbers(x):
    return [float(v) for v in np.asarray(x).reshape(-1)]


def clustering(method, clusters=None):
    return HierarchicalClustering(
        linkage_method=LinkageMethod(method), max_clusters=clusters)


def hierarchical(returns):
    distance = PearsonDistance().fit(returns).distance_
    condensed = ssd.squareform(distance, checks=False)
    result = {"covariance": numbers(returns.cov()), "methods": {}}
    for method in METHODS:
        seriation = HierarchicalSeriation(
            hierarchical_clustering_estimator=clustering(method), optimal_ordering=False)
        hrp = HRPOpt(returns)
        hrp.optimize(method)
        lower = np.full(returns.shape[1], 0.02)
        upper = np.full(returns.shape[1], 0.09)
        tree = clustering(method).fit(pd.DataFrame(distance))
        result["methods"][method] = {
            "linkage": numbers(sch.linkage(condensed, method)),
            "clusterCount": int(tree.n_clusters_),
            "pyPortfolioOpt": [float(hrp.weights[i]) for i in range(returns.shape[1])],
            "riskParity": numbers(
                so.HierarchicalRiskParity(seriation_estimator=seriation).fit(returns).weights_),
            "boundedRiskParity": numbers(
                so.HierarchicalRiskParity(
                    seriation_estimator=seriation, min_weights=lower, max_weights=upper)
                .fit(returns).weights_),
            "equalRiskContribution": numbers(
                so.HierarchicalEqualRiskContribution(
                    hierarchical_clustering_estimator=clustering(method)).fit(returns).weights_),
            "boundedEqualRiskContribution": numbers(
                so.HierarchicalEqualRiskContribution(
                    hierarchical_clustering_estimator=clustering(method),
                    min_weights=lower, max_weights=upper,
                    solver_params={"tol_gap_abs": 1e-13, "tol_gap_rel": 1e-13,
                                   "tol_feas": 1e-13}).fit(returns).weights_),
            "nestedClusters": numbers(
                so.NestedClustersOptimization(
                    inner_estimator=so.InverseVolatility(),
                    outer_estimator=so.InverseVolatility(),
                    clustering_estimator=clustering(method), cv="ignore").fit(returns).weights_),
        }
    return result


def tail(returns):
    """Splitting by another measure than the variance."""
    seriation = HierarchicalSeriation(
        hierarchical_clustering_estimator=clustering("ward"), optimal_ordering=False)
    return {
        "returns": numbers(returns),
        "riskParity": numbers(
            so.HierarchicalRiskParity(
                risk_measure=RiskMeasure.CVAR, seriation_estimator=seriation)
            .fit(returns).weights_),
        "equalRiskContribution": numbers(
            so.HierarchicalEqualRiskContribution(risk_measure=RiskMeasure.CVAR)
            .fit(returns).weights_),
    }


def budgeting(returns):
    tight = {"tol_gap_abs": 1e-13, "tol_gap_rel": 1e-13, "tol_feas": 1e-13}
    budget = np.arange(1.0, returns.shape[1] + 1)
    return {
        "budget": numbers(budget),
        "equal": numbers(so.RiskBudgeting(solver_params=tight).fit(returns).weights_),
        "given": numbers(
            so.RiskBudgeting(risk_budget=budget, solver_params=tight).fit(returns).weights_),
    }


def discrete(rng):
    result = []
    for case in range(12):
        n = int(rng.integers(2, 9))
        weights = rng.dirichlet(np.ones(n))
        if case % 4 == 3:
            weights[: n // 2] *= -0.3
            weights[n // 2:] *= (1 - weights[: n // 2].sum()) / weights[n // 2:].sum()
        prices = np.round(rng.uniform(5, 400, size=n), 2)
        total = float(rng.integers(2_000, 20_000))
        names = [f"a{i}" for i in range(n)]
        entry = {"weights": numbers(weights), "prices": numbers(prices), "sum": total}
        for name, call in (
            ("greedy", lambda d: d.greedy_portfolio(reinvest=True)),
            ("exact", lambda d: d.lp_portfolio(reinvest=True, solver="HIGHS"))):
            d = DiscreteAllocation(dict(zip(names, weights)), pd.Series(prices, names), total)
            shares, rest = call(d)
            entry[name] = {"shares": [int(shares.get(a, 0)) for a in names], "rest": float(rest)}
        result.append(entry)
    return result


def main():
    stocks = prices_to_returns(load_sp500_dataset()).iloc[-2500:]
    stocks.columns = range(stocks.shape[1])
    content = {
        "stocks": hierarchical(stocks),
        "tail": tail(stocks.iloc[-120:, :7].reset_index(drop=True)),
        "budgeting": budgeting(stocks),
        "discrete": discrete(np.random.default_rng(3)),
    }
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, separators=(",", ":"), sort_keys=True)
    (OUT / "hierarchical.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
