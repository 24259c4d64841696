"""Each question as a program over cones."""

import numpy as np
from agreement_problem import LINEAR
from conic_program import Program


class Question:
    """The program of one question about one problem."""

    def __init__(self, problem, answer):
        self.problem, self.program = problem, Program()
        self.name, self.parameter, self.level = (
            answer["question"], answer.get("parameter"), answer.get("level"))
        n, program = problem.n, self.program
        self.weights = program.variables(n)
        self.scale = program.variables(1) if self.name == "maximum Sharpe ratio" else None
        if self.scale is not None:
            program.within(0, np.inf, [(self.scale, 1)])
        program.within(problem.lower, problem.upper, [(self.weights, np.eye(n))], self.scale)
        if len(problem.rows):
            program.within(problem.rowLower, problem.rowUpper, [(self.weights, problem.rows)], self.scale)
        self.net = [(self.weights, problem.mean / problem.mean_size)]
        self._trades()
        if "semivariance" in self.name or self.name in LINEAR or self.name == "minimum EVaR":
            self._scenarios()
        else:
            self._moments()

    def _absolute(self, start):
        """Variables of at least |weights - start|."""
        n, program = self.problem.n, self.program
        size = program.variables(n)
        for sign in (1, -1):
            terms = [(size, np.eye(n)), (self.weights, sign * np.eye(n))]
            constant = -sign * start
            if self.scale is not None:
                terms.append((self.scale, constant[:, None]))
                constant = 0 * constant
            program.add("above", constant, *terms)
        return size

    def _trades(self):
        problem, n = self.problem, self.problem.n
        if problem.turnover is not None or problem.costs is not None:
            size = self._absolute(problem.previous)
            if problem.turnover is not None:
                self.program.within(-np.inf, problem.turnover, [(size, np.ones(n))], self.scale)
            if problem.costs is not None:
                self.net.append((size, -problem.costs / problem.mean_size))
        if problem.gross is not None:
            size = self._absolute(np.zeros(n))
            self.program.within(-np.inf, problem.gross, [(size, np.ones(n))], self.scale)

    def _return_at_least(self, goal):
        self.program.within(goal / self.problem.mean_size, np.inf, self.net)

    def _moments(self):
        problem, program, name = self.problem, self.program, self.name
        covariance = problem.covariance / problem.risk_size**2
        pull = 0 if problem.benchmark is None else -covariance @ problem.benchmark
        if name == "maximum return for a volatility":
            program.costs += [(place, -values) for place, values in self.net]
            values, vectors = np.linalg.eigh(covariance)
            root = np.sqrt(np.maximum(values, 0))[:, None] * vectors.T
            shift = 0 if problem.benchmark is None else -root @ problem.benchmark
            program.add("second", [self.parameter / problem.risk_size])
            program.add("second", np.zeros(problem.n) + shift, (self.weights, root))
            return
        factor = 1.0
        if name == "maximum utility":
            # risk aversion / 2 variance - mean, in units of the mean.
            factor = self.parameter * problem.risk_size**2 / problem.mean_size / 2
            unit = max(factor, 1)
            factor /= unit
            program.costs += [(place, -values / unit) for place, values in self.net]
        program.quadratic.append((self.weights, 2 * factor * covariance))
        if self.scale is None:
            program.costs.append((self.weights, 2 * factor * pull))
        else:
            program.within(1, 1, [*self.net, (self.scale, -self.parameter / problem.mean_size)])
            if problem.benchmark is not None:
                self._scaled_benchmark(covariance)
        if name == "minimum variance for a return":
            self._return_at_least(self.parameter)

    def _scaled_benchmark(self, covariance):
        """The rest of the variance of weights - scale * benchmark."""
        benchmark, n = self.problem.benchmark, self.problem.n
        pull = -covariance @ benchmark
        rest = np.zeros((n + 1, n + 1))
        rest[:n, n] = rest[n, :n] = pull
        rest[n, n] = -benchmark @ pull
        self.program.quadratic.append((slice(self.weights.start, self.scale.stop), 2 * rest))

    def _scenarios(self):
        problem, program, name = self.problem, self.program, self.name
        returns = problem.returns / problem.return_size
        periods = len(returns)
        if name.endswith("for a return"):
            self._return_at_least(self.parameter)
        losses = [(self.weights, -returns)]
        if name == "maximum return":
            program.costs += [(place, -values) for place, values in self.net]
        elif name in ("minimum mean absolute deviation", "minimum semivariance"):
            target = self.parameter if name == "minimum semivariance" else None
            centre = returns.mean(0) if target is None else 0
            lack = program.variables(periods)
            program.add("above", np.zeros(periods), (lack, np.eye(periods)))
            goal = 0 if target is None else target / problem.return_size
            program.add(
                "above", np.full(periods, -goal), (lack, np.eye(periods)), (self.weights, returns - centre))
            if name == "minimum semivariance":
                program.quadratic.append((lack, 2 * np.eye(periods) / periods))
            else:
                program.costs.append((lack, 2 / periods))
        elif name == "minimum EVaR":
            self._entropic(losses, periods)
        else:
            if name in ("minimum largest drawdown", "minimum CDaR"):
                losses = self._drawdowns(returns)
            is_largest = name in ("minimum worst loss", "minimum largest drawdown")
            self._tail(losses, periods, None if is_largest else self.level)

    def _drawdowns(self, returns):
        """Variables of at least the drawdowns: d[t] >= d[t - 1] - return, d >= 0."""
        periods = len(returns)
        depth = self.program.variables(periods)
        self.program.add("above", np.zeros(periods), (depth, np.eye(periods)))
        self.program.add(
            "above", np.zeros(periods), (depth, np.eye(periods) - np.eye(periods, k=-1)),
            (self.weights, returns))
        return [(depth, np.eye(periods))]

    def _tail(self, losses, periods, level):
        """The largest of the losses, or the mean of their tail (Rockafellar and Uryasev 2000)."""
        program = self.program
        threshold = program.variables(1)
        program.costs.append((threshold, 1))
        terms = [(place, -matrix) for place, matrix in losses] + [(threshold, np.ones((periods, 1)))]
        if level is not None:
            above = program.variables(periods)
            program.add("above", np.zeros(periods), (above, np.eye(periods)))
            program.costs.append((above, 1 / (periods * (1 - level))))
            terms.append((above, np.eye(periods)))
        program.add("above", np.zeros(periods), *terms)

    def _entropic(self, losses, periods):
        """z - t log(1 - level) with mean(u) <= t and t exp((loss - z) / t) <= u."""
        program = self.program
        z, t, u = program.variables(1), program.variables(1), program.variables(periods)
        program.costs += [(z, 1), (t, -np.log(1 - self.level))]
        program.add("above", 0, (t, 1), (u, np.full((1, periods), -1 / periods)))
        [(_, matrix)] = losses
        for period in range(periods):
            loss, unit = np.zeros((3, self.problem.n)), np.zeros((3, periods))
            loss[0], unit[2, period] = matrix[period], 1
            program.add(
                "exponential", np.zeros(3), (self.weights, loss), (z, np.array([[-1.0], [0], [0]])),
                (t, np.array([[0.0], [1], [0]])), (u, unit))

    def solved(self, solver):
        """The weights that a solver finds."""
        x = self.program.highs() if solver == "HiGHS" else self.program.clarabel(1e-12)
        weights = x[self.weights]
        return weights if self.scale is None else weights / x[self.scale]


def is_feasible(problem):
    """Whether the least violation of the constraints is 0, by HiGHS."""
    question = Question(problem, {"question": "maximum return"})
    program = question.program
    program.costs = []
    slack = program.variables(1)
    program.costs.append((slack, 1))
    for index, (cone, constant, terms) in enumerate(program.parts):
        if cone == "above":
            program.parts[index] = (cone, constant, (*terms, (slack, np.ones((len(constant), 1)))))
        elif cone == "zero":
            one = np.ones((len(constant), 1))
            program.parts[index] = ("above", constant, (*terms, (slack, one)))
            program.parts.append(("above", -constant, (*((p, -np.asarray(m)) for p, m in terms), (slack, one))))
    program.add("above", 0, (slack, 1))
    return program.highs()[slack][0] <= 1e-9
