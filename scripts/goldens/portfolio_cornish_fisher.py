#!/usr/bin/env python3
"""Writes Tests/PortfolioTests/Goldens/cornish-fisher.json with scipy's SLSQP from many starts.

Needs numpy, scipy and skfolio (for its prices). Run from the root of the repository:

    python scripts/goldens/portfolio_cornish_fisher.py

The value at risk by the expansion of Cornish and Fisher is not convex: what stands in the file is the
best of 60 local searches, a value that another search must reach and may pass.
"""

import json
import pathlib

import numpy as np
from scipy.optimize import minimize
from scipy.stats import norm
from skfolio.datasets import load_sp500_dataset

OUT = pathlib.Path("Tests/PortfolioTests/Goldens")


def risk(X, confidence):
    """The value and the gradient of the modified value at risk of X w."""
    T, z, mu = len(X), norm.ppf(1 - confidence), X.mean(0)
    C, u = X - mu, np.sqrt(T / (T - 1))

    def value(w):
        y = C @ w
        m2, m3, m4 = (np.mean(y**k) for k in (2, 3, 4))
        d2, d3, d4 = (k * C.T @ y ** (k - 1) / T for k in (2, 3, 4))
        s, k = m3 / m2**1.5, m4 / m2**2
        ds = d3 / m2**1.5 - 1.5 * s * d2 / m2
        dk = d4 / m2**2 - 2 * k * d2 / m2
        q = z + (z * z - 1) * s / 6 + (z**3 - 3 * z) * (k - 3) / 24 - (2 * z**3 - 5 * z) * s * s / 36
        dq = (z * z - 1) * ds / 6 + (z**3 - 3 * z) * dk / 24 - (2 * z**3 - 5 * z) * s * ds / 18
        sigma = u * np.sqrt(m2)
        return -mu @ w - sigma * q, -mu - u * d2 / (2 * np.sqrt(m2)) * q - sigma * dq

    return value


def search(X, f, cap, floor=None, ratio=False, starts=60):
    n, mu = X.shape[1], X.mean(0)
    rng = np.random.default_rng(1)
    scale = 1 / abs(f(np.full(n, 1 / n))[0])
    equal = [{"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(n)}]
    if floor is not None:
        equal.append({"type": "ineq", "fun": lambda w: 1e3 * (mu @ w - floor), "jac": lambda w: 1e3 * mu})

    def target(w):
        v, g = f(w)
        if not ratio:
            return scale * v, scale * g
        e = mu @ w
        return -e / v, -(mu * v - e * g) / v**2

    best = np.inf
    for k in range(starts):
        w0 = np.full(n, 1 / n) if k == 0 else rng.dirichlet(np.full(n, 1.0 if k % 2 else 0.2))
        if ratio and mu @ w0 <= 0:
            continue
        r = minimize(target, w0, jac=True, bounds=[(0, cap)] * n, constraints=equal, method="SLSQP",
                     options={"maxiter": 1000, "ftol": 1e-16})
        w = np.clip(r.x, 0, cap)
        if abs(w.sum() - 1) > 1e-12 or (floor is not None and mu @ w < floor - 1e-12):
            w = w / w.sum()
            if w.max() > cap + 1e-12 or (floor is not None and mu @ w < floor - 1e-12):
                continue
        best = min(best, target(w)[0] / (1 if ratio else scale))
    return best


rng = np.random.default_rng(5)
prices = load_sp500_dataset()
daily = prices.pct_change().dropna()
sets = {
    "daily": daily.iloc[-400:, [0, 2, 3, 5, 7, 11, 14, 18]].values,
    "weekly": prices.iloc[::5].pct_change().dropna().iloc[-250:, ::2].values,
    "skewed": rng.standard_t(5, (200, 6)) * 0.01 - 0.004 * rng.exponential(1, (200, 6)) + 0.005,
    "mixed": np.where(rng.random((150, 5)) < 0.05, -0.05, 0.0) + rng.normal(0.004, 0.01, (150, 5)),
}
cases = []
for name, X in sets.items():
    X = np.round(X * 1e6) / 1e6
    for confidence in (0.95, 0.99):
        for cap in (1.0, 0.4):
            f = risk(X, confidence)
            top = np.sort(X.mean(0))[::-1]
            floor = float(0.5 * top[0] + 0.5 * top[1] if cap == 1 else 0.9 * top[:3].mean())
            case = {"returns": name, "confidence": confidence, "cap": cap, "floor": floor,
                    "least": search(X, f, cap), "leastForMean": search(X, f, cap, floor)}
            if case["least"] > 0:
                case["ratio"] = -search(X, f, cap, ratio=True)
            cases.append(case)
            print(case)
OUT.joinpath("cornish-fisher.json").write_text(json.dumps({
    "returns": {k: np.round(v * 1e6).astype(int).tolist() for k, v in sets.items()}, "cases": cases}))
