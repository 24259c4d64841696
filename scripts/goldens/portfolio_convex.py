#!/usr/bin/env python3
"""Writes Tests/PortfolioTests/Goldens/convex-risk.json from reference solvers.

Needs numpy, pandas, scipy and skfolio. Run from the root of the repository:

    python scripts/goldens/portfolio_convex.py

The linear programs (CVaR, worst case, mean absolute deviation, drawdowns) are solved by HiGHS, whose
objectives are exact to about 1e-12; the others by skfolio with Clarabel, exact to about 1e-8.
The returns are 120 days of six shares in the S&P 500 that skfolio ships, as whole numbers of 1e-6.
"""

import json
import pathlib

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog
from skfolio import RiskMeasure
from skfolio.datasets import load_sp500_dataset
from skfolio.optimization import MeanRisk

OUT = pathlib.Path("Tests/PortfolioTests/Goldens")
returns = load_sp500_dataset().pct_change().dropna().iloc[-1120:-1000, [0, 3, 7, 11, 14, 18]]
micro = np.round(returns.values * 1e6).astype(int)
X = micro / 1e6
T, n = X.shape
LEVEL = 0.9


def highs(cost, rows, limits, free, variables):
    """min cost z, rows z <= limits, the first n of z a long-only portfolio, `free` without bounds."""
    bounds = [(0, 1)] * n + [(None, None) if k in free else (0, None) for k in range(n, variables)]
    equal = np.concatenate([np.ones(n), np.zeros(variables - n)])[None]
    s = linprog(cost, A_ub=rows, b_ub=limits, A_eq=equal, b_eq=[1], bounds=bounds, method="highs",
                options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10})
    assert s.status == 0
    return s.fun


eye, one, zero = sparse.eye(T), np.ones((T, 1)), np.zeros((T, 1))
hinge = sparse.hstack([-X, -one, -eye]).tocsr()                      # -x r - t - u <= 0
tail = np.concatenate([np.zeros(n), [1], np.full(T, 1 / (T * (1 - LEVEL)))])
centred = X - X.mean(0)
steps = sparse.eye(T) - sparse.eye(T, k=-1)
chain = sparse.hstack([-X, sparse.csr_matrix((T, 1)), -steps])       # D[t-1] - D[t] - x r <= 0
reference = {
    "conditionalValueAtRisk": highs(tail, hinge, np.zeros(T), {n}, n + 1 + T),
    "worstCase": highs(np.r_[np.zeros(n), 1], np.c_[-X, -one], np.zeros(T), {n}, n + 1),
    "meanAbsoluteDeviation": highs(
        np.r_[np.zeros(n), np.full(T, 2 / T)], sparse.hstack([-centred, -eye]), np.zeros(T), set(),
        n + T),
    "maximumDrawdown": highs(
        np.r_[np.zeros(n), 1, np.zeros(T)],
        sparse.vstack([chain, sparse.hstack([np.zeros((T, n)), -one, eye])]), np.zeros(2 * T), {n},
        n + 1 + T),
    "averageDrawdown": highs(
        np.r_[np.zeros(n), 0, np.full(T, 1 / T)], chain, np.zeros(T), {n}, n + 1 + T),
    "conditionalDrawdown": highs(
        np.r_[tail, np.zeros(T)],
        sparse.vstack([
            sparse.hstack([-X, sparse.csr_matrix((T, 1 + T)), -steps]),
            sparse.hstack([np.zeros((T, n)), -one, -eye, eye])]),
        np.zeros(2 * T), {n}, n + 1 + 2 * T),
}
frame = pd.DataFrame(X, index=returns.index, columns=returns.columns)
for name, measure, correction in (
    ("entropicValueAtRisk", RiskMeasure.EVAR, 1),
    ("entropicDrawdown", RiskMeasure.EDAR, 1),
    ("semivariance", RiskMeasure.SEMI_VARIANCE, (T - 1) / T),
    ("semideviation", RiskMeasure.SEMI_DEVIATION, np.sqrt((T - 1) / T)),
    ("firstLowerPartialMoment", RiskMeasure.FIRST_LOWER_PARTIAL_MOMENT, 1),
    ("ulcerIndex", RiskMeasure.ULCER_INDEX, 1),
    ("giniMeanDifference", RiskMeasure.GINI_MEAN_DIFFERENCE, 1),
):
    model = MeanRisk(risk_measure=measure, evar_beta=LEVEL, edar_beta=LEVEL, save_problem=True,
                     solver_params={"tol_gap_abs": 1e-12, "tol_gap_rel": 1e-12, "tol_feas": 1e-12})
    model.fit(frame)
    portfolio = model.predict(frame)
    portfolio.evar_beta = portfolio.edar_beta = LEVEL
    reference[name] = float(getattr(portfolio, measure.value)) * correction
OUT.mkdir(parents=True, exist_ok=True)
content = {"returns": micro.tolist(), "level": LEVEL, "risks": reference}
(OUT / "convex-risk.json").write_text(json.dumps(content, separators=(",", ":"), sort_keys=True) + "\n")
