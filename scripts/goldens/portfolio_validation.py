#!/usr/bin/env python3
"""Writes Tests/PortfolioTests/Goldens/validation.json: the splits of skfolio 1.12.2.

Needs skfolio and numpy. Run from the root of the repository:

    python scripts/goldens/portfolio_validation.py
"""

import itertools
import json
import pathlib

import numpy as np
from skfolio.model_selection import CombinatorialPurgedCV, WalkForward

OUT = pathlib.Path("Tests/PortfolioTests/Goldens")


def ends(index):
    """An ascending run of indices as its first and the one behind its last."""
    assert (np.diff(index) == 1).all()
    return [int(index[0]), int(index[-1]) + 1]


def runs(index):
    """Ascending indices as runs without a gap."""
    parts = np.split(index, np.flatnonzero(np.diff(index) != 1) + 1)
    return [ends(part) for part in parts if len(part)]


def walk_forward():
    cases = []
    for count, train, test, purge, expand, reduce in itertools.product(
        (30, 31), (5, 12), (1, 4, 7), (0, 3), (False, True), (False, True)
    ):
        split = WalkForward(
            test_size=test, train_size=train, expand_train=expand, reduce_test=reduce,
            purged_size=purge,
        ).split(np.zeros((count, 1)))
        cases.append({
            "count": count, "training": train, "test": test, "purge": purge,
            "expanding": expand, "partial": reduce,
            "windows": [ends(train) + ends(test) for train, test in split],
        })
    return cases


def combinatorial():
    cases = []
    for count, (folds, tests), purge, embargo in itertools.product(
        (40, 47), ((3, 2), (5, 2), (5, 4), (6, 3)), (0, 1, 2), (0, 2)
    ):
        cv = CombinatorialPurgedCV(
            n_folds=folds, n_test_folds=tests, purged_size=purge, embargo_size=embargo
        )
        cases.append({
            "count": count, "folds": folds, "tests": tests, "purge": purge, "embargo": embargo,
            "splits": [
                {"training": runs(train), "tests": [ends(test) for test in tests]}
                for train, tests in cv.split(np.zeros((count, 1)))
            ],
            "paths": cv.recombined_paths.T.tolist(),
        })
    return cases


if __name__ == "__main__":
    content = {"walkForward": walk_forward(), "combinatorial": combinatorial()}
    text = json.dumps(content, separators=(",", ":"), sort_keys=True)
    (OUT / "validation.json").write_text(text + "\n")
