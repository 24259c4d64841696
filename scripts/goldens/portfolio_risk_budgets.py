#!/usr/bin/env python3
"""Writes Tests/PortfolioTests/Goldens/risk-budgets.json with skfolio's RiskBudgeting.

Needs numpy and skfolio. Run from the root of the repository:

    python scripts/goldens/portfolio_risk_budgets.py

The returns are 400 days of eight shares in the S&P 500 that skfolio ships, as whole numbers of 1e-6.
"""

import json
import pathlib

import numpy as np
from skfolio import RiskMeasure
from skfolio.datasets import load_sp500_dataset
from skfolio.optimization import RiskBudgeting

OUT = pathlib.Path("Tests/PortfolioTests/Goldens")
returns = load_sp500_dataset().pct_change().dropna().iloc[-400:, [0, 2, 3, 5, 7, 11, 14, 18]]
micro = np.round(returns.values * 1e6).astype(int)
X = micro / 1e6
budgets = np.array([1, 2, 3, 4, 1, 2, 3, 4]) / 20
LEVEL = 0.9
measures = {
    "conditionalValueAtRisk": RiskMeasure.CVAR,
    "entropicValueAtRisk": RiskMeasure.EVAR,
    "worstCase": RiskMeasure.WORST_REALIZATION,
    "meanAbsoluteDeviation": RiskMeasure.MEAN_ABSOLUTE_DEVIATION,
    "semideviation": RiskMeasure.SEMI_DEVIATION,
    "conditionalDrawdown": RiskMeasure.CDAR,
    "maximumDrawdown": RiskMeasure.MAX_DRAWDOWN,
    "averageDrawdown": RiskMeasure.AVERAGE_DRAWDOWN,
    "ulcerIndex": RiskMeasure.ULCER_INDEX,
}
tight = {"tol_gap_abs": 1e-11, "tol_gap_rel": 1e-11, "tol_feas": 1e-11}
weights = {}
for name, measure in measures.items():
    weights[name] = []
    for parts in (None, budgets):
        try:
            model = RiskBudgeting(risk_measure=measure, risk_budget=parts, cvar_beta=LEVEL,
                                  evar_beta=LEVEL, cdar_beta=LEVEL, solver_params=tight)
            weights[name].append(model.fit(X).weights_.tolist())
        except Exception as error:
            print(name, error)
            weights[name].append(None)
        print(name, weights[name][-1])
OUT.joinpath("risk-budgets.json").write_text(json.dumps({
    "level": LEVEL, "returns": micro.tolist(), "budgets": budgets.tolist(), "weights": weights}))
