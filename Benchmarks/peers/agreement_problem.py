"""The problems of `benchmarks portfolio-agreement`, and what a portfolio is worth in them.

Objectives are computed here for both sides, in extended precision, from the weights alone; each is to
be as small as possible, so that what is to be large is counted negative.
"""

import base64
import json

import numpy as np
from scipy.optimize import minimize_scalar

EXTENDED = np.longdouble
LARGEST = {"maximum return", "maximum return for a volatility", "maximum Sharpe ratio", "maximum utility"}
LINEAR = {
    "maximum return", "minimum CVaR", "minimum CVaR for a return", "minimum mean absolute deviation",
    "minimum worst loss", "minimum largest drawdown", "minimum CDaR",
}


def numbers(text):
    return None if text is None else np.frombuffer(base64.b64decode(text), dtype=float)


class Problem:
    """One line of the file: returns, moments, limits, and the answers that Lyrebird gives."""

    def __init__(self, line):
        content = json.loads(line)
        self.family, self.answers = content["family"], content["answers"]
        self.asks_libraries = content["asksLibraries"]
        n = self.n = content["assets"]
        self.returns = numbers(content["returns"]).reshape(-1, n)
        self.covariance = numbers(content["covariance"]).reshape(n, n)
        self.rows = numbers(content["rows"]).reshape(-1, n)
        for name in ("mean", "lower", "upper", "rowLower", "rowUpper"):
            setattr(self, name, numbers(content[name]))
        for name in ("benchmark", "previous", "costs"):
            setattr(self, name, numbers(content.get(name)))
        self.turnover, self.gross = content.get("turnover"), content.get("gross")
        for answer in self.answers:
            answer["weights"] = numbers(answer.get("weights"))
        # Units in which returns, means and risks are of the order of one.
        self.return_size = float(np.abs(self.returns).mean()) or 1.0
        self.mean_size = float(np.abs(self.mean).max()) or 1.0
        self.risk_size = float(np.sqrt(np.diag(self.covariance).mean())) or 1.0

    def cost(self, w):
        if self.costs is None:
            return EXTENDED(0)
        return self.costs @ np.abs(w.astype(EXTENDED) - self.previous)

    def net_mean(self, w):
        return self.mean @ w.astype(EXTENDED) - self.cost(w)

    def variance(self, w):
        x = w.astype(EXTENDED) - (0 if self.benchmark is None else self.benchmark)
        return x @ (self.covariance @ x)

    def violation(self, answer, w):
        """By how much a limit is missed at most, in units of weights or relative to a goal's size."""
        x = w.astype(EXTENDED)
        sums = self.rows @ x
        missed = [self.lower - x, x - self.upper, self.rowLower - sums, sums - self.rowUpper]
        if self.turnover is not None:
            missed.append(np.array([np.abs(x - self.previous).sum() - self.turnover]))
        if self.gross is not None:
            missed.append(np.array([np.abs(x).sum() - self.gross]))
        question, goal = answer["question"], answer.get("parameter")
        if question.endswith("for a return"):
            missed.append(np.array([(goal - self.net_mean(w)) / self.mean_size]))
        if question.endswith("for a volatility"):
            missed.append(np.array([np.sqrt(max(self.variance(w), 0)) / EXTENDED(goal) - 1]))
        return float(max(part.max(initial=0) for part in missed))

    def objective(self, answer, w):
        """What is minimised, and the size that differences are relative to."""
        question, parameter, level = answer["question"], answer.get("parameter"), answer.get("level")
        if "variance" in question and "semi" not in question:
            return self._sized(self.variance(w), 1e-6 * self.risk_size**2)
        if question.startswith("maximum return"):
            return self._sized(-self.net_mean(w), np.abs(self.mean * w).sum())
        if question == "maximum Sharpe ratio":
            ratio = (self.net_mean(w) - parameter) / np.sqrt(self.variance(w))
            return self._sized(-ratio, 1e-3)
        if question == "maximum utility":
            risk = parameter / 2 * self.variance(w)
            return risk - self.net_mean(w), float(risk + np.abs(self.mean * w).sum()) or 1.0
        series = self.returns @ w.astype(EXTENDED)
        if question == "minimum semivariance":
            lack = np.maximum((series.mean() if parameter is None else parameter) - series, 0)
            return self._sized((lack**2).mean(), 1e-6 * self.return_size**2)
        value = {
            "minimum CVaR": lambda: tail_mean(-series, level),
            "minimum CVaR for a return": lambda: tail_mean(-series, level),
            "minimum mean absolute deviation": lambda: np.abs(series - series.mean()).mean(),
            "minimum worst loss": lambda: -series.min(),
            "minimum EVaR": lambda: entropic(-series, level),
            "minimum largest drawdown": lambda: drawdowns(series).max(),
            "minimum CDaR": lambda: tail_mean(drawdowns(series), level),
        }[question]()
        return self._sized(value, 1e-3 * self.return_size)

    @staticmethod
    def _sized(value, floor):
        return value, float(max(abs(value), floor)) or 1.0


def tail_mean(losses, level):
    """The mean of the largest losses that have the probability 1 - level."""
    ordered = np.sort(losses)[::-1]
    share = 1 - EXTENDED(level)
    above = np.clip(share * len(losses) - np.arange(len(losses)), 0, 1) / len(losses)
    return above @ ordered / share


def entropic(losses, level):
    """Entropic value at risk: the least of t log(mean exp(loss / t) / (1 - level)) over t > 0."""
    largest, spread = losses.max(), float(losses.max() - losses.min())
    if spread <= 0:
        return largest

    def bound(exponent):
        t = EXTENDED(spread) * np.exp(EXTENDED(exponent))
        return largest + t * (np.log(np.exp((losses - largest) / t).mean()) - np.log1p(-EXTENDED(level)))

    found = minimize_scalar(bound, bounds=(-18, 12), method="bounded", options={"xatol": 1e-9})
    return min(largest, bound(found.x))


def drawdowns(series):
    """How far the sum of the returns lies below its highest value so far, 0 included."""
    wealth = np.concatenate([[EXTENDED(0)], np.cumsum(series)])
    return (np.maximum.accumulate(wealth) - wealth)[1:]
