"""The questions that PyPortfolioOpt and skfolio can be asked, at solver options as tight as they go."""

import numpy as np
import pandas as pd

TIGHT = {"tol_gap_abs": 1e-12, "tol_gap_rel": 1e-12, "tol_feas": 1e-12}


class Unsupported(Exception):
    """The library has no such question."""


def _base(problem):
    """Bounds and whether the budget is 0; refuses what the libraries cannot say."""
    if problem.benchmark is not None or problem.previous is not None:
        raise Unsupported
    return problem.rowLower[0] == 0


def pypfopt(problem, answer):
    from pypfopt import EfficientCDaR, EfficientCVaR, EfficientFrontier, EfficientSemivariance

    neutral = _base(problem)
    question, parameter = answer["question"], answer.get("parameter")
    bounds = [(low if np.isfinite(low) else None, high if np.isfinite(high) else None)
              for low, high in zip(problem.lower, problem.upper)]
    shared = {"weight_bounds": bounds, "solver": "CLARABEL", "solver_options": TIGHT}
    frame = pd.DataFrame(problem.returns)
    if question in ("minimum CVaR", "minimum CVaR for a return"):
        frontier = EfficientCVaR(problem.mean, frame, beta=answer["level"], **shared)
    elif question == "minimum CDaR":
        frontier = EfficientCDaR(problem.mean, frame, beta=answer["level"], **shared)
    elif question == "minimum semivariance" and parameter is not None:
        frontier = EfficientSemivariance(
            problem.mean, frame, frequency=1, benchmark=parameter, **shared)
    elif question in ("minimum variance", "minimum variance for a return", "maximum return for a volatility",
                      "maximum Sharpe ratio", "maximum utility"):
        frontier = EfficientFrontier(problem.mean, problem.covariance, **shared)
    else:
        raise Unsupported
    for row, low, high in zip(problem.rows[1:], problem.rowLower[1:], problem.rowUpper[1:]):
        if np.isfinite(low):
            frontier.add_constraint(lambda w, row=row, low=low: row @ w >= low)
        if np.isfinite(high):
            frontier.add_constraint(lambda w, row=row, high=high: row @ w <= high)
    {
        "minimum variance": lambda: _least_volatility(frontier, neutral),
        "minimum variance for a return": lambda: frontier.efficient_return(parameter, neutral),
        "maximum return for a volatility": lambda: frontier.efficient_risk(parameter, neutral),
        "maximum Sharpe ratio": lambda: frontier.max_sharpe(parameter),
        "maximum utility": lambda: frontier.max_quadratic_utility(parameter, neutral),
        "minimum CVaR": lambda: frontier.min_cvar(neutral),
        "minimum CVaR for a return": lambda: frontier.efficient_return(parameter, neutral),
        "minimum CDaR": lambda: frontier.min_cdar(neutral),
        "minimum semivariance": lambda: frontier.min_semivariance(neutral),
    }[question]()
    return np.array(frontier.weights)


def _least_volatility(frontier, neutral):
    if neutral:
        raise Unsupported
    frontier.min_volatility()


def skfolio(problem, answer):
    from skfolio import RiskMeasure
    from skfolio.optimization import MeanRisk, ObjectiveFunction

    _base(problem)
    question, parameter, level = answer["question"], answer.get("parameter"), answer.get("level")
    measure = {
        "minimum CVaR": RiskMeasure.CVAR, "minimum CVaR for a return": RiskMeasure.CVAR,
        "minimum mean absolute deviation": RiskMeasure.MEAN_ABSOLUTE_DEVIATION,
        "minimum semivariance": RiskMeasure.SEMI_VARIANCE, "minimum EVaR": RiskMeasure.EVAR,
        "minimum worst loss": RiskMeasure.WORST_REALIZATION,
        "minimum largest drawdown": RiskMeasure.MAX_DRAWDOWN, "minimum CDaR": RiskMeasure.CDAR,
        "maximum Sharpe ratio": RiskMeasure.STANDARD_DEVIATION,
    }.get(question, RiskMeasure.VARIANCE)
    options = {}
    if question.endswith("for a return"):
        options["min_return"] = parameter
    if question == "maximum return for a volatility":
        options = {"objective_function": ObjectiveFunction.MAXIMIZE_RETURN, "max_standard_deviation": parameter}
    if question == "maximum return":
        options = {"objective_function": ObjectiveFunction.MAXIMIZE_RETURN}
    if question == "maximum Sharpe ratio":
        options = {"objective_function": ObjectiveFunction.MAXIMIZE_RATIO, "risk_free_rate": parameter}
    if question == "maximum utility":
        options = {"objective_function": ObjectiveFunction.MAXIMIZE_UTILITY, "risk_aversion": parameter / 2}
    if question == "minimum semivariance" and parameter is not None:
        options["min_acceptable_return"] = parameter
    rows, limits = [], []
    for row, low, high in zip(problem.rows[1:], problem.rowLower[1:], problem.rowUpper[1:]):
        for sign, limit in ((1, high), (-1, -low)):
            if np.isfinite(limit):
                rows.append(sign * row)
                limits.append(limit)
    if rows:
        options |= {"left_inequality": np.array(rows), "right_inequality": np.array(limits)}
    if not np.all(np.isfinite(problem.lower)):
        raise Unsupported
    model = MeanRisk(
        risk_measure=measure, min_weights=problem.lower, max_weights=problem.upper,
        budget=float(problem.rowLower[0]), cvar_beta=level or 0.95, evar_beta=level or 0.95,
        cdar_beta=level or 0.95, solver_params=TIGHT, **options)
    return model.fit(pd.DataFrame(problem.returns)).weights_


LIBRARIES = {"PyPortfolioOpt": pypfopt, "skfolio": skfolio}
