#!/usr/bin/env python3
"""Writes Tests/PortfolioTests/Goldens/estimators.json from reference implementations.

Needs numpy, pandas, scipy, scikit-learn, skfolio 1.12 and PyPortfolioOpt 1.6. Run from the root of
the repository:

    python scripts/goldens/portfolio_estimators.py
"""

import json
import pathlib
import warnings

import numpy as np
import pandas as pd
import pypfopt
import scipy.optimize
import scipy.stats
import sklearn.covariance
import sklearn.linear_model
from pypfopt import expected_returns, risk_models
from skfolio.datasets import load_factors_dataset, load_sp500_dataset
from skfolio.moments import (
    DenoiseCovariance, DetoneCovariance, EWCovariance, GerberCovariance, ShrunkMu, ShrunkMuMethods)
from skfolio.prior import TimeSeriesFactorModel
from skfolio.prior import LoadingMatrixRegression
from skfolio.utils.stats import cov_nearest

OUT = pathlib.Path("Tests/PortfolioTests/Goldens")
PERIODS = 300
ASSETS = ["AAPL", "BAC", "JNJ", "JPM", "KO", "XOM"]
FACTORS = ["MTUM", "QUAL", "USMV"]
warnings.simplefilter("ignore")


def array(x):
    x = np.asarray(x, dtype=float)
    return {"shape": list(x.shape), "values": [float(v) for v in x.reshape(-1)]}


def data():
    prices = load_sp500_dataset()[ASSETS].join(load_factors_dataset()[FACTORS], how="inner")
    returns = prices.pct_change().dropna().iloc[-PERIODS:].round(6)
    return returns[ASSETS], returns[FACTORS]


def covariances(x, factors):
    shrink = risk_models.CovarianceShrinkage(x, returns_data=True, frequency=1)
    half = x.ewm(halflife=60)
    weighted = half.cov(bias=True).loc[x.index[-1]].values
    found = {
        "sample": x.cov(),
        "maximumLikelihood": sklearn.covariance.empirical_covariance(x.values),
        "exponentialZero": EWCovariance(half_life=60, nearest=False).fit(x).covariance_,
        "exponentialMean": risk_models.exp_cov(x, returns_data=True, span=90, frequency=1),
        "exponentialWeightedMean": weighted,
        "semi": risk_models.semicovariance(x, returns_data=True, benchmark=0.0004, frequency=1),
        "ledoitWolfConstantVariance": sklearn.covariance.ledoit_wolf(x.values)[0],
        "ledoitWolfSingleFactor": shrink.ledoit_wolf("single_factor"),
        "ledoitWolfConstantCorrelation": shrink.ledoit_wolf("constant_correlation"),
        "oracleApproximating": sklearn.covariance.oas(x.values)[0],
        "shrunk": sklearn.covariance.shrunk_covariance(x.cov().values, 0.3),
        "gerber": GerberCovariance(threshold=0.5).fit(x).covariance_,
        "denoised": DenoiseCovariance().fit(x).covariance_,
        "detoned": DetoneCovariance(nearest=False).fit(x).covariance_,
    }
    # Least squares with an intercept; the errors are uncorrelated, with divisor T - 1.
    model = TimeSeriesFactorModel(
        loading_matrix_estimator=LoadingMatrixRegression(
            linear_regressor=sklearn.linear_model.LinearRegression()))
    model.fit(x, factors=factors)
    found["factorModel"] = model.return_distribution_.covariance
    return {name: array(value) for name, value in found.items()}


def means(x):
    shrunk = lambda method, weighted: ShrunkMu(
        method=method, vol_weighted_target=weighted).fit(x).mu_
    capm = lambda market: expected_returns.capm_return(
        x, market, returns_data=True, risk_free_rate=0.0001, compounding=False, frequency=1)
    found = {
        "arithmetic": expected_returns.mean_historical_return(
            x, returns_data=True, compounding=False, frequency=1),
        "compounded": expected_returns.mean_historical_return(
            x, returns_data=True, compounding=True, frequency=1),
        "exponential": expected_returns.ema_historical_return(
            x, returns_data=True, compounding=False, span=90, frequency=1),
        "jamesStein": shrunk(ShrunkMuMethods.JAMES_STEIN, False),
        "bayesStein": shrunk(ShrunkMuMethods.BAYES_STEIN, False),
        "bayesSteinMinimumVariance": shrunk(ShrunkMuMethods.BAYES_STEIN, True),
        "bodnarOkhrin": shrunk(ShrunkMuMethods.BODNAR_OKHRIN, False),
        "capitalAssetPricing": capm(None),
        "capitalAssetPricingBenchmark": capm(pd.DataFrame({"m": x["KO"] * 0.5 + x["XOM"] * 0.5})),
    }
    return {name: array(value) for name, value in found.items()}


def black_litterman(x):
    covariance = x.cov()
    weights = np.array([0.3, 0.1, 0.2, 0.15, 0.1, 0.15])
    prior = 2.5 * covariance.values @ weights
    picks = np.array([[1.0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 1.0, -1.0], [0, 0.5, 0, 0.5, 0, 0]])
    views = np.array([0.001, 0.0003, -0.0002])
    confidences = np.array([0.5, 0.8, 0.2])
    model = pypfopt.BlackLittermanModel(
        covariance, pi=prior, P=picks, Q=views, omega="idzorek", view_confidences=confidences,
        tau=0.07)
    return {
        "weights": array(weights), "prior": array(prior), "picks": array(picks),
        "views": array(views), "confidences": array(confidences),
        "mean": array(model.bl_returns()), "covariance": array(model.bl_cov()),
    }


def entropy_pooling(x):
    """Roots of the conditions of optimality; the inequality that binds is known beforehand."""
    x = x.values

    def pool(rows, values):
        rows = np.array(rows) / np.std(rows, axis=1)[:, None]
        values = np.asarray(values) / np.std(np.array(raw), axis=1)
        q = lambda m: (lambda e: e / e.sum())(np.exp(-m @ rows))
        solved = scipy.optimize.root(
            lambda m: rows @ q(m) - values, np.zeros(len(rows)), tol=1e-15, method="hybr")
        assert np.abs(rows @ q(solved.x) - values).max() < 1e-12
        return q(solved.x)

    raw = [x[:, 0], x[:, 4] - x[:, 5]]
    means = pool(raw, [0.001, 0.0005])
    mean = means @ x[:, 1]
    raw = raw + [x[:, 1], (x[:, 1] - mean) ** 2]
    volatility = pool(raw, [0.001, 0.0005, mean, 0.02**2])
    return {"means": array(means), "volatility": array(volatility)}


def determinant(x):
    fit = sklearn.covariance.MinCovDet(random_state=0, support_fraction=0.6).fit(x.values)
    raw = np.cov(x.values[fit.raw_support_].T, bias=True)
    return {
        "logDeterminant": float(np.linalg.slogdet(raw)[1]),
        "support": np.flatnonzero(fit.raw_support_).tolist(),
        "mean": array(fit.location_), "covariance": array(fit.covariance_),
    }


def repairs():
    broken = np.array([[4.0, 5.5, -1.0], [5.5, 9.0, 2.4], [-1.0, 2.4, 1.0]])
    return {
        "broken": array(broken), "clipped": array(cov_nearest(broken)),
        "nearest": array(cov_nearest(broken, higham=True, higham_max_iteration=100_000)),
    }


def chi_squared():
    return [
        {"degrees": d, "tail": t, "quantile": float(scipy.stats.chi2(d).isf(t))}
        for d in (1, 2, 3, 6, 20, 101) for t in (0.9, 0.5, 0.025)]


if __name__ == "__main__":
    x, factors = data()
    content = {
        "assets": ASSETS, "returns": array(x), "factors": array(factors),
        "covariances": covariances(x, factors), "means": means(x),
        "blackLitterman": black_litterman(x), "entropyPooling": entropy_pooling(x),
        "minimumDeterminant": determinant(x), "repairs": repairs(), "chiSquared": chi_squared(),
    }
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, separators=(",", ":"), sort_keys=True)
    (OUT / "estimators.json").write_text(text + "\n")
