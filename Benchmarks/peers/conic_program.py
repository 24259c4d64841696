"""Convex programs over cones, solved by Clarabel, and where they are linear by HiGHS."""

import clarabel
import numpy as np
from quadratic_program import tight_settings
from scipy import sparse
from scipy.optimize import linprog


class Infeasible(Exception):
    """A solver proves that nothing fulfils the constraints."""


class Unbounded(Exception):
    """A solver proves that the objective has no limit."""


class Program:
    """min x'Qx/2 + c'x with rows = 0, rows >= 0 and rows in cones, each row with a constant."""

    def __init__(self):
        self.count, self.parts, self.costs, self.quadratic = 0, [], [], []

    def variables(self, count):
        start, self.count = self.count, self.count + count
        return slice(start, self.count)

    def add(self, cone, constant, *terms):
        """constant + sum(matrix @ x[place]) lies in the cone: 0, above 0, or a cone of Clarabel."""
        self.parts.append((cone, np.atleast_1d(np.asarray(constant, dtype=float)), terms))

    def within(self, low, high, terms, scale=None):
        """low <= sum of terms <= high; both limits times the variable `scale` where there is one."""
        low, high = np.atleast_1d(low).astype(float), np.atleast_1d(high).astype(float)
        for chosen, sign, limit in (
            (low == high, 0, low), ((low != high) & np.isfinite(low), 1, low),
            ((low != high) & np.isfinite(high), -1, high),
        ):
            if not chosen.any():
                continue
            factor = sign or 1
            rows = [(place, factor * np.atleast_2d(matrix)[chosen]) for place, matrix in terms]
            bound = -factor * limit[chosen]
            if scale is not None:
                rows.append((scale, bound[:, None]))
                bound = 0 * bound
            self.add("zero" if sign == 0 else "above", bound, *rows)

    def _matrix(self, cone):
        """The rows of one kind, as G x + h."""
        parts = [part for part in self.parts if part[0] == cone]
        height = sum(len(constant) for _, constant, _ in parts)
        matrix, right, row = np.zeros((height, self.count)), np.zeros(height), 0
        for _, constant, terms in parts:
            end = row + len(constant)
            right[row:end] = constant
            for place, values in terms:
                matrix[row:end, place] += values
            row = end
        return matrix, right

    def _linear(self):
        cost = np.zeros(self.count)
        for place, values in self.costs:
            cost[place] += values
        return cost

    def clarabel(self, tolerance):
        zero, above = self._matrix("zero"), self._matrix("above")
        second, exponential = self._matrix("second"), self._matrix("exponential")
        blocks = [zero, above, second, exponential]
        cones = [clarabel.ZeroConeT(len(zero[1])), clarabel.NonnegativeConeT(len(above[1]))]
        if len(second[1]):
            cones.append(clarabel.SecondOrderConeT(len(second[1])))
        cones += [clarabel.ExponentialConeT()] * (len(exponential[1]) // 3)
        quadratic = np.zeros((self.count, self.count))
        for place, values in self.quadratic:
            quadratic[place, place] += values
        found = clarabel.DefaultSolver(
            sparse.triu(sparse.csc_matrix(quadratic)).tocsc(), self._linear(),
            sparse.csc_matrix(-np.vstack([matrix for matrix, _ in blocks])),
            np.concatenate([right for _, right in blocks]), cones, tight_settings(tolerance)).solve()
        status = str(found.status)
        if "PrimalInfeasible" in status:
            raise Infeasible
        if "DualInfeasible" in status:
            raise Unbounded
        return np.array(found.x)

    def highs(self):
        zero, above = self._matrix("zero"), self._matrix("above")
        found = linprog(
            self._linear(), A_ub=sparse.csr_matrix(-above[0]), b_ub=above[1],
            A_eq=sparse.csr_matrix(zero[0]) if len(zero[1]) else None,
            b_eq=-zero[1] if len(zero[1]) else None, bounds=(None, None), method="highs",
            options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10})
        if found.status == 2:
            raise Infeasible
        if found.status == 3:
            raise Unbounded
        if found.x is None:
            raise RuntimeError(found.message)
        return found.x
