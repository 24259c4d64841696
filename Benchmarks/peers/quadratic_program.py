"""Convex quadratic programs to the last digits that doubles hold, with a proof.

min 1/2 x'Qx + c'x over lower <= x <= upper, row_lower <= A x <= row_upper. Clarabel at its tightest says
which limits hold as equalities; the equations that follow are solved with residuals in extended
precision. What is returned is judged by its duality gap (Dorn 1960), which holds whatever the method.
"""

from dataclasses import dataclass, field

import clarabel
import numpy as np
from scipy import sparse

EXTENDED = np.longdouble
TIGHTEST = 1e-14


def tight_settings(tolerance=TIGHTEST):
    """Clarabel's settings at the tightest tolerance; it stops earlier where it gets no further."""
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = tolerance
    settings.max_iter = 400
    return settings


@dataclass
class QuadraticProgram:
    """The program; limits may be infinite."""

    quadratic: np.ndarray
    linear: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    rows: np.ndarray
    row_lower: np.ndarray
    row_upper: np.ndarray
    _sides: tuple = field(init=False, repr=False)
    _exact: np.ndarray = field(init=False, repr=False)

    def __post_init__(self):
        n = len(self.linear)
        matrix = np.vstack([np.eye(n), self.rows.reshape(-1, n)])
        low = np.concatenate([self.lower, self.row_lower])
        high = np.concatenate([self.upper, self.row_upper])
        self._sides = matrix, low, high
        self._exact = self.quadratic.astype(EXTENDED)

    def _product(self, x):
        """Qx in extended precision."""
        held = x != 0
        return self._exact[:, held] @ x[held].astype(EXTENDED)

    def _values(self, x):
        """What the limits are for: the variables, then the rows."""
        return np.concatenate([x, self.rows @ x])

    def objective(self, x):
        return x @ self._product(x) / 2 + self.linear @ x.astype(EXTENDED)

    def violation(self, x):
        _, low, high = self._sides
        values = self._values(x.astype(EXTENDED))
        return float(max(np.max(low - values), np.max(values - high), 0))

    def bound(self, x, prices):
        """No feasible point has a smaller objective, whatever x and the prices of the rows are."""
        _, low, high = self._sides
        n, product = len(x), self._product(x)
        reduced = product + self.linear - self.rows.T @ prices
        prices = np.concatenate([reduced, prices])
        limit = np.where(prices > 0, low, high)
        box = 10 * max(1, np.max(np.abs(x)))
        limit[:n] = np.where(np.isfinite(limit[:n]), limit[:n], -np.sign(prices[:n]) * box)
        if not np.all(np.isfinite(limit[prices != 0])):
            return -np.inf
        return prices[prices != 0] @ limit[prices != 0] - x @ product / 2

    def interior(self, tolerance=TIGHTEST):
        """Clarabel's point, and the prices of all sides (bounds, then rows)."""
        matrix, low, high = self._sides
        equal = low == high
        above = ~equal & np.isfinite(high)
        below = ~equal & np.isfinite(low)
        stacked = sparse.csc_matrix(np.vstack([matrix[equal], matrix[above], -matrix[below]]))
        right = np.concatenate([low[equal], high[above], -low[below]])
        cones = [clarabel.ZeroConeT(int(equal.sum())), clarabel.NonnegativeConeT(int(above.sum() + below.sum()))]
        found = clarabel.DefaultSolver(
            sparse.triu(sparse.csc_matrix(self.quadratic)).tocsc(), self.linear, stacked, right, cones,
            tight_settings(tolerance)).solve()
        duals, prices = np.array(found.z), np.zeros(len(low))
        first, second = equal.sum(), equal.sum() + above.sum()
        prices[equal], prices[above] = -duals[:first], -duals[first:second]
        prices[below] += duals[second:]
        return np.array(found.x), prices, str(found.status)

    def solve(self):
        """The point, its objective and the proven gap below it; all in extended precision."""
        x, prices, status = self.interior()
        if "Infeasible" in status:
            return None
        n, held = len(x), self._held(x, prices)
        best = self._judged(x.astype(EXTENDED), prices[n:])
        for _ in range(40):
            point, prices = self._equations(held, best[1])
            best = min(best, self._judged(point, prices[n:]), key=lambda candidate: candidate[0])
            changed = self._corrected(held, point, prices)
            if np.array_equal(changed, held):
                break
            held = changed
        return best[1:]

    def _judged(self, x, prices):
        """How wrong a point is at most, the point, its objective, the proven gap below it."""
        value = self.objective(x)
        gap = value - self.bound(x, self._signed(prices))
        return max(self.violation(x), abs(gap) / max(abs(value), 1e-300)), x, value, gap

    def _signed(self, prices):
        """Prices of rows without those that push against a limit that is not there."""
        result = prices.copy()
        result[(prices > 0) & ~np.isfinite(self.row_lower)] = 0
        result[(prices < 0) & ~np.isfinite(self.row_upper)] = 0
        return result

    def _held(self, x, prices):
        """-1 where a side is held at its lower limit, 1 at its upper one, 0 where it is free."""
        _, low, high = self._sides
        values = self._values(x)
        scale = max(np.max(np.abs(self.quadratic @ x + self.linear)), 1e-300)
        force = prices / scale
        held = np.zeros(len(low), dtype=int)
        held[(force > 0) & (values - low < force)] = -1
        held[(force < 0) & (high - values < -force)] = 1
        held[low == high] = -1
        return held

    def _corrected(self, held, point, prices):
        """Holds what is violated and releases what pushes the wrong way."""
        _, low, high = self._sides
        values = self._values(point)
        scale = max(np.max(np.abs(prices)), 1e-300)
        changed = held.copy()
        changed[(held == 0) & (values < low - 1e-15)] = -1
        changed[(held == 0) & (values > high + 1e-15)] = 1
        wrong = (held * prices > 1e-13 * scale) & (low != high)
        changed[wrong] = 0
        return changed

    def _equations(self, held, start):
        """The optimum with the held sides as equalities, and all prices."""
        _, low, high = self._sides
        n = len(self.linear)
        free, bound = held[:n] == 0, held[:n] != 0
        kept = np.flatnonzero(held[n:])
        x = start.copy()
        x[bound] = np.where(held[:n] < 0, low[:n], high[:n])[bound]
        goal = np.where(held[n:] < 0, low[n:], high[n:])[kept]
        rows = self.rows[kept]
        quadratic = self.quadratic[np.ix_(free, free)]
        scale = max(np.abs(np.diag(self.quadratic)).mean(), 1e-300)
        zero = np.zeros((len(kept), len(kept)))
        system = np.block([[quadratic / scale, -rows[:, free].T], [rows[:, free], zero]])
        inverse = np.linalg.pinv(system, rcond=1e-13) if len(system) else system
        prices = np.zeros(len(kept), dtype=EXTENDED)
        for _ in range(6):
            gradient = (self._product(x) + self.linear) / EXTENDED(scale) - rows.T @ prices
            left = np.concatenate([-gradient[free], goal - rows @ x])
            step = inverse @ left.astype(float)
            x[free] += step[: free.sum()]
            prices += step[free.sum():]
        full = np.zeros(len(low), dtype=EXTENDED)
        full[n + kept] = prices * scale
        full[:n] = self._product(x) + self.linear - self.rows.T @ full[n:]
        full[:n][free] = 0
        return x, full
