#!/usr/bin/env python3
"""Writes Tests/PortfolioTests/Goldens/frontier.json: optima by an independent interior-point solver.

    pip install clarabel==0.11.1 numpy scipy
    scripts/goldens/portfolio_frontier.py

Each case is min ½ xᵀQx - λ μᵀx with bounds, a budget and group rows, for several λ.
"""

import json
import pathlib

import clarabel
import numpy as np
from scipy import sparse

OUT = pathlib.Path(__file__).resolve().parents[2] / "Tests/PortfolioTests/Goldens/frontier.json"


def solve(q, c, rows, row_lower, row_upper, lower, upper):
    """The optimum by Clarabel, to its tightest tolerance."""
    n = len(c)
    a, b, cones = [], [], []
    equal = row_lower == row_upper
    a.append(rows[equal])
    b.append(row_upper[equal])
    cones.append(clarabel.ZeroConeT(int(equal.sum())))
    free = ~equal
    blocks = [(rows[free], row_upper[free]), (-rows[free], -row_lower[free])]
    blocks += [(np.eye(n), upper), (-np.eye(n), -lower)]
    left, right = [], []
    for block, limit in blocks:
        kept = np.isfinite(limit)
        left.append(block[kept])
        right.append(limit[kept])
    a.append(np.vstack(left))
    b.append(np.concatenate(right))
    cones.append(clarabel.NonnegativeConeT(len(b[-1])))
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = 1e-13
    solution = clarabel.DefaultSolver(
        sparse.csc_matrix(np.triu(q)), c, sparse.csc_matrix(np.vstack(a)), np.concatenate(b),
        cones, settings,
    ).solve()
    x = np.array(solution.x)
    return float(0.5 * x @ q @ x + c @ x), str(solution.status)


def main():
    rng = np.random.default_rng(7)
    cases = []
    for index in range(24):
        n = int(rng.integers(3, 9))
        periods = n + 20 if index % 4 else max(2, n - 2)
        returns = np.round(rng.normal(0, 0.1, (periods, n)), 3)
        q = returns.T @ returns / periods
        mean = np.round(rng.normal(0.05, 0.05, n), 4)
        low = -0.3 if index % 3 == 0 else 0.0
        rows = [np.ones(n)]
        row_lower, row_upper = [1.0], [1.0]
        if index % 2:
            rows.append((np.arange(n) % 2 == 0).astype(float))
            row_lower.append(0.2)
            row_upper.append(0.6)
        lower, upper = np.full(n, low), np.full(n, 0.8)
        optima = []
        for step in [0.0, 0.05, 0.3, 2.0]:
            value, status = solve(
                q, -step * mean, np.array(rows), np.array(row_lower), np.array(row_upper), lower,
                upper)
            if status in ("Solved", "AlmostSolved"):
                optima.append({"lambda": step, "value": value})
        cases.append({
            "quadratic": q.tolist(), "mean": mean.tolist(), "lower": lower.tolist(),
            "upper": upper.tolist(), "rows": np.array(rows).tolist(), "rowLower": row_lower,
            "rowUpper": row_upper, "optima": optima,
        })
    OUT.write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
