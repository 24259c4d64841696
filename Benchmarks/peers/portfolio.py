"""The peers' side of `benchmarks portfolio`.

    python portfolio.py prepare DIRECTORY PRICES.csv     writes the problems, as .npy; the returns at
                                                         which frontiers are compared are added by us
    python portfolio.py TASK DIRECTORY                   prints one JSON line for each peer

Each line has the peer's name, the fewest seconds of several runs, and the value that was optimised,
at the tolerances that the peer comes with; portfolio_reference.py has exact values. Needs skfolio, PyPortfolioOpt and clarabel,
as in requirements.txt. One thread: OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1.
"""

import json
import pathlib
import sys
import time
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")


def fastest(work, runs, warm=1):
    """The fewest seconds of `runs` calls, and what the last one returned."""
    result = None
    for _ in range(warm):
        result = work()
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return best, result


def report(peer, work, runs=5, warm=1):
    """Prints a line, or that the peer failed."""
    try:
        seconds, value = fastest(work, runs, warm)
        line = {"peer": peer, "seconds": seconds}
        if value is not None and np.isfinite(value):
            line["value"] = float(value)
    except Exception as error:  # a peer that fails is a result too
        line = {"peer": peer, "failure": f"{type(error).__name__}: {str(error)[:120]}"}
    print(json.dumps(line), flush=True)


# The problems


def synthetic(assets=500, periods=2500, factors=10, seed=7):
    """Returns with ten factors and Student-t tails."""
    rng = np.random.default_rng(seed)
    loadings = rng.normal(0, 0.006, (assets, factors))
    loadings[:, 0] = 0.009 * (0.6 + 0.8 * rng.random(assets))
    common = rng.standard_t(5, (periods, factors)) / np.sqrt(5 / 3)
    own = rng.standard_t(5, (periods, assets)) / np.sqrt(5 / 3)
    own = own * rng.uniform(0.008, 0.02, assets)
    return common @ loadings.T + own + rng.normal(0.0004, 0.0002, assets), loadings


def prepare(directory, prices):
    """Writes what both sides read: real stocks, and 500 synthetic ones."""
    from pypfopt import expected_returns, risk_models

    table = pd.read_csv(prices, index_col=0).iloc[-2501:]
    returns = table.pct_change().dropna()
    large, loadings = synthetic()
    arrays = {
        "returns20": returns.values,
        "mean20": expected_returns.mean_historical_return(table).values,
        "covariance20": risk_models.sample_cov(table).values,
        "returns500": large,
        "mean500": large.mean(0) * 252,
        "covariance500": np.cov(large.T) * 252,
        "loadings500": loadings * np.sqrt(252),
    }
    for name, values in arrays.items():
        np.save(directory / f"{name}.npy", np.ascontiguousarray(values, dtype=np.float64))


def load(directory, name):
    return np.load(directory / f"{name}.npy")


# The tasks


def bare_frontier(mean, covariance, goals, groups=None, upper=None):
    """The frontier at given returns by Clarabel without a modelling layer: the sum of volatilities."""
    import clarabel
    from scipy import sparse

    n = len(mean)
    rows, limits = [-np.eye(n)], [np.zeros(n)]
    if upper is not None:
        rows.append(np.eye(n))
        limits.append(np.full(n, upper))
    for members, low, high in groups or []:
        rows += [members.reshape(1, -1), -members.reshape(1, -1)]
        limits += [np.array([high]), np.array([-low])]
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    quadratic = sparse.triu(sparse.csc_matrix(covariance * 2)).tocsc()

    def solve(goal):
        matrix = sparse.csc_matrix(np.vstack([np.ones((1, n)), -mean.reshape(1, -1), *rows]))
        right = np.concatenate([np.ones(1), np.array([-goal]), *limits])
        cones = [clarabel.ZeroConeT(1), clarabel.NonnegativeConeT(len(right) - 1)]
        return clarabel.DefaultSolver(quadratic, np.zeros(n), matrix, right, cones, settings).solve()

    # The very top is one vertex; a hair below it there is room for an interior point.
    goals = np.minimum(goals, goals.max() - 1e-9 * abs(goals.max()))

    def run():
        return sum(np.sqrt(solve(goal).obj_val) for goal in goals)

    return run


def frontier(directory, size):
    mean, covariance = load(directory, f"mean{size}"), load(directory, f"covariance{size}")
    report("Clarabel, 100 programs", bare_frontier(mean, covariance, load(directory, f"goals{size}")), 3 if size == 20 else 1,
           1 if size == 20 else 0)
    if size == 500:
        return
    from pypfopt import CLA, EfficientFrontier
    from skfolio import RiskMeasure
    from skfolio.optimization import MeanRisk

    def reused():
        frontier = EfficientFrontier(mean, covariance)
        frontier.min_volatility()
        goals = np.linspace(mean @ frontier.weights, mean.max() * 0.9999, 100)
        frontier = EfficientFrontier(mean, covariance)
        for goal in goals:
            frontier.efficient_return(goal)

    returns = pd.DataFrame(load(directory, "returns20"))
    report("PyPortfolioOpt, efficient_return ×100", reused, 3)
    report("PyPortfolioOpt, CLA", lambda: CLA(mean, covariance).efficient_frontier(points=100) and None, 3)
    report(
        "skfolio, MeanRisk",
        lambda: MeanRisk(risk_measure=RiskMeasure.VARIANCE, efficient_frontier_size=100)
        .fit(returns) and None, 1)


def group_problem(directory, n=100):
    """Means, covariances, and the least and most of ten groups."""
    limits = [((np.arange(n) % 10 == group).astype(float), 0.02, 0.2) for group in range(10)]
    return load(directory, "mean500")[:n], load(directory, "covariance500")[:n, :n], limits


def groups(directory):
    mean, covariance, limits = group_problem(directory)
    report("Clarabel, 100 programs", bare_frontier(mean, covariance, load(directory, "goals100"), limits, 0.05), 3)
    from pypfopt import EfficientFrontier

    def reused():
        frontier = EfficientFrontier(mean, covariance, weight_bounds=(0, 0.05))
        for members, low, high in limits:
            frontier.add_constraint(lambda w, m=members, v=low: m @ w >= v)
            frontier.add_constraint(lambda w, m=members, v=high: m @ w <= v)
        for goal in np.linspace(0.12, 0.2, 100):
            frontier.efficient_return(goal)

    report("PyPortfolioOpt, efficient_return ×100", reused, 1, 0)


def maximum_sharpe(directory):
    from pypfopt import CLA, EfficientFrontier

    mean, covariance = load(directory, "mean20"), load(directory, "covariance20")

    def cone():
        frontier = EfficientFrontier(mean, covariance)
        frontier.max_sharpe(risk_free_rate=0.0)
        return frontier.portfolio_performance(risk_free_rate=0.0)[2]

    def line():
        frontier = CLA(mean, covariance)
        frontier.max_sharpe()
        return frontier.portfolio_performance(risk_free_rate=0.0)[2]

    report("PyPortfolioOpt", cone, 15)
    report("PyPortfolioOpt, CLA", line, 5)


def tail_risk(weights, returns, level=0.95):
    losses = np.sort(-returns @ weights)[::-1]
    count = len(losses) * (1 - level)
    whole = int(np.floor(count + 1e-9))
    rest = count - whole
    return (losses[:whole].sum() + (rest * losses[whole] if rest > 1e-9 else 0)) / count


def cvar(directory, size):
    from pypfopt import EfficientCVaR

    returns = load(directory, f"returns{size}")
    frame = pd.DataFrame(returns)

    def opt():
        problem = EfficientCVaR(None, frame, beta=0.95)
        problem.min_cvar()
        return tail_risk(np.array(list(problem.weights)), returns)

    def highs():
        from scipy import sparse
        from scipy.optimize import linprog

        periods, n = returns.shape
        cost = np.concatenate([np.zeros(n), [1], np.full(periods, 1 / (periods * 0.05))])
        rows = sparse.hstack([-returns, -np.ones((periods, 1)), -sparse.eye(periods)]).tocsc()
        total = np.concatenate([np.ones(n), [0], np.zeros(periods)]).reshape(1, -1)
        bounds = [(0, 1)] * n + [(None, None)] + [(0, None)] * periods
        found = linprog(cost, A_ub=rows, b_ub=np.zeros(periods), A_eq=sparse.csr_matrix(total),
                        b_eq=[1], bounds=bounds, method="highs")
        return tail_risk(found.x[:n], returns)

    runs, warm = (3, 1) if size == 20 else (1, 0)
    report("PyPortfolioOpt, EfficientCVaR", opt, runs, warm)
    if size == 20:
        from skfolio import RiskMeasure
        from skfolio.optimization import MeanRisk

        report("HiGHS, the whole linear program", highs, runs, warm)
        report(
            "skfolio, MeanRisk",
            lambda: tail_risk(
                MeanRisk(risk_measure=RiskMeasure.CVAR, cvar_beta=0.95).fit(frame).weights_,
                returns), runs, warm)


def random(directory, size, count=100_000):
    returns = load(directory, f"returns{size}")
    mean, covariance = returns.mean(0) * 252, np.cov(returns.T) * 252
    rng = np.random.default_rng(0)

    def single():
        weights = rng.random((count, size), dtype=np.float32)
        weights /= weights.sum(1, keepdims=True)
        mean32, covariance32 = mean.astype(np.float32), covariance.astype(np.float32)
        return (weights @ mean32, np.sqrt(np.einsum("ij,ij->i", weights @ covariance32, weights)))

    def double(block=4096):
        means, deviations = np.empty(count), np.empty(count)
        for start in range(0, count, block):
            size_ = min(block, count - start)
            weights = rng.random((size_, size))
            weights /= weights.sum(1, keepdims=True)
            means[start:start + size_] = weights @ mean
            deviations[start:start + size_] = np.sqrt(
                np.einsum("ij,ij->i", weights @ covariance, weights))

    report("numpy, float32", lambda: single() and None, 5 if size == 20 else 2)
    report("numpy, float64", double, 5 if size == 20 else 2)


def walk_forward(directory):
    from skfolio.model_selection import WalkForward, cross_val_predict
    from skfolio.optimization import MeanRisk

    frame = pd.DataFrame(load(directory, "returns20"))
    report(
        "skfolio, MeanRisk and WalkForward",
        lambda: cross_val_predict(MeanRisk(), frame, cv=WalkForward(train_size=252, test_size=21))
        .variance, 1)


def hierarchical(directory):
    from pypfopt import HRPOpt
    from skfolio.optimization import HierarchicalRiskParity

    frame = pd.DataFrame(load(directory, "returns20"))

    def opt():
        problem = HRPOpt(frame)
        weights = problem.optimize()
        return np.array([weights[name] for name in frame.columns]).max()

    report("PyPortfolioOpt, HRPOpt", opt, 7)
    report("skfolio, HierarchicalRiskParity", lambda: HierarchicalRiskParity().fit(frame) and None, 7)


def risk_budgeting(directory):
    from skfolio.optimization import RiskBudgeting

    frame = pd.DataFrame(load(directory, "returns20"))
    report("skfolio, RiskBudgeting", lambda: RiskBudgeting().fit(frame).weights_.max(), 5)


TASKS = {
    "frontier20": lambda directory: frontier(directory, 20),
    "frontier500": lambda directory: frontier(directory, 500),
    "groups100": groups,
    "maximumSharpe20": maximum_sharpe,
    "cvar20": lambda directory: cvar(directory, 20),
    "cvar500": lambda directory: cvar(directory, 500),
    "random20": lambda directory: random(directory, 20),
    "random500": lambda directory: random(directory, 500),
    "walkForward20": walk_forward,
    "hierarchical20": hierarchical,
    "riskBudgeting20": risk_budgeting,
}


def main():
    task, directory = sys.argv[1], pathlib.Path(sys.argv[2])
    if task == "prepare":
        prepare(directory, sys.argv[3])
    else:
        TASKS[task](directory)


if __name__ == "__main__":
    main()
