#!/usr/bin/env python3
"""Writes Tests/PortfolioTests/Goldens/trading.json: tail risk with turnover, costs and gross exposure.

Needs numpy, scipy and skfolio. Run from the root of the repository, after portfolio_convex.py:

    python scripts/goldens/portfolio_trading.py

The linear programs are solved by HiGHS as they stand, with a variable for each absolute value; those
that skfolio can state are solved by it as well, which has to agree.
"""

import json
import pathlib

import numpy as np
from scipy.optimize import linprog
from skfolio import RiskMeasure
from skfolio.optimization import MeanRisk

OUT = pathlib.Path("Tests/PortfolioTests/Goldens")
X = np.array(json.loads(OUT.joinpath("convex-risk.json").read_text())["returns"]) / 1e6
T, n = X.shape
LEVEL = 0.9
mu = X.mean(0)
previous = np.array([0.4, 0.3, 0.2, 0.1, 0, 0])


def least(measure, lower, upper, turnover=None, gross=None, cost=0.0, floor=None):
    """min risk over (w, |w - previous|, |w|, threshold, excesses)."""
    a, g, k = n, 2 * n, 3 * n
    total = k + 1 + T
    rows, limits = [], []

    def add(parts, limit):
        row = np.zeros(total)
        for at, values in parts:
            row[at:at + len(np.atleast_1d(values))] += values
        rows.append(row)
        limits.append(limit)

    eye = np.eye(n)
    for i in range(n):
        add([(0, eye[i]), (a, -eye[i])], previous[i])
        add([(0, -eye[i]), (a, -eye[i])], -previous[i])
        add([(0, eye[i]), (g, -eye[i])], 0)
        add([(0, -eye[i]), (g, -eye[i])], 0)
    if turnover is not None:
        add([(a, np.ones(n))], turnover)
    if gross is not None:
        add([(g, np.ones(n))], gross)
    if floor is not None:
        add([(0, -mu), (a, np.full(n, cost))], -floor)
    c = np.zeros(total)
    excess = np.eye(T)
    if measure == "conditionalValueAtRisk":
        c[k], c[k + 1:] = 1, 1 / (T * (1 - LEVEL))
        for t in range(T):
            add([(0, -X[t]), (k, [-1.0]), (k + 1, -excess[t])], 0)
    elif measure == "worstCase":
        c[k] = 1
        for t in range(T):
            add([(0, -X[t]), (k, [-1.0])], 0)
    else:
        c[k + 1:] = 2 / T
        for t in range(T):
            add([(0, -(X[t] - mu)), (k + 1, -excess[t])], 0)
    bounds = [(lower, upper)] * n + [(0, None)] * (2 * n) + [(None, None)] + [(0, None)] * T
    equal = np.zeros((1, total))
    equal[0, :n] = 1
    s = linprog(c, A_ub=np.array(rows), b_ub=limits, A_eq=equal, b_eq=[1], bounds=bounds,
                method="highs", options={"primal_feasibility_tolerance": 1e-10,
                                         "dual_feasibility_tolerance": 1e-10})
    assert s.status == 0, s.message
    return s.fun


settings = {
    "turnover": dict(lower=0, upper=1, turnover=0.3),
    "long-short": dict(lower=-0.5, upper=1, gross=1.4),
    "both": dict(lower=-0.5, upper=1, gross=1.6, turnover=0.5),
    "cost": dict(lower=0, upper=1, cost=1e-4, floor=float(0.7 * mu.max())),
}
measures = {"conditionalValueAtRisk": RiskMeasure.CVAR, "worstCase": RiskMeasure.WORST_REALIZATION,
            "meanAbsoluteDeviation": RiskMeasure.MEAN_ABSOLUTE_DEVIATION}
cases = []
for name, setting in settings.items():
    for measure, kind in measures.items():
        value = least(measure, **setting)
        cases.append({"name": name, "measure": measure, "risk": value, **setting})
        print(cases[-1])
        if name == "cost":
            model = MeanRisk(risk_measure=kind, previous_weights=previous, transaction_costs=1e-4,
                             min_return=setting["floor"], cvar_beta=LEVEL)
            w = model.fit(X).weights_
            loss = -X @ w
            theirs = {"conditionalValueAtRisk": np.sort(loss)[-12:].mean(), "worstCase": loss.max(),
                      "meanAbsoluteDeviation": np.abs(X @ w - mu @ w).mean()}[measure]
            print("skfolio", theirs, mu @ w - 1e-4 * np.abs(w - previous).sum() - setting["floor"])
            assert abs(theirs / value - 1) < 1e-4
OUT.joinpath("trading.json").write_text(json.dumps({
    "level": LEVEL, "previous": previous.tolist(), "cases": cases}))
