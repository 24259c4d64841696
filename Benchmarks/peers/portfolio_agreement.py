"""The peers' side of `benchmarks portfolio-agreement`.

    python portfolio_agreement.py PROBLEMS WORKERS       prints one JSON line for each comparison

PROBLEMS has a problem with Lyrebird's answers on each line (agreement_problem.py reads it). Every
question is given to the generic solvers, and to the libraries where the problem says so; portfolios of
both sides are then judged here, from their weights alone. In each line `difference` is the objective of
ours less that of the peer, relative: above 0 where ours is worse.
"""

import json
import multiprocessing
import sys
import warnings

import numpy as np
from agreement_libraries import LIBRARIES, Unsupported
from agreement_problem import LARGEST, LINEAR, Problem
from agreement_programs import Question, is_feasible
from conic_program import Infeasible, Unbounded


def asked(problem, answer, peer):
    """A peer's portfolio, or the word for why there is none."""
    try:
        if peer in LIBRARIES:
            weights = LIBRARIES[peer](problem, answer)
        else:
            weights = Question(problem, answer).solved(peer)
        return weights if np.all(np.isfinite(weights)) else "failed"
    except Infeasible:
        return "infeasible"
    except Unbounded:
        return "unbounded"
    except Unsupported:
        return None
    except Exception:  # a peer that fails is a result too
        return "failed"


def judged(problem, answer, peer, found):
    """One comparison."""
    result = {"family": problem.family, "question": answer["question"], "peer": peer}
    ours = answer["weights"]
    if isinstance(found, str):
        result["peerFailure"] = found
    if ours is None:
        result["ourFailure"] = answer["failure"]
    else:
        value, size = problem.objective(answer, ours)
        claim = -answer["claim"] if answer["question"] in LARGEST else answer["claim"]
        result["ourViolation"] = problem.violation(answer, ours)
        result["claimError"] = float(abs(claim - value) / size)
    if not isinstance(found, str):
        result["peerViolation"] = problem.violation(answer, found)
        if ours is not None:
            theirs, size = problem.objective(answer, found)
            result["difference"] = float((value - theirs) / size)
    return {key: cleaned(entry) for key, entry in result.items()}


def cleaned(entry):
    """JSON has no infinity."""
    return 1e300 if isinstance(entry, float) and not np.isfinite(entry) else entry


def compared(line):
    warnings.filterwarnings("ignore")
    problem, lines = Problem(line), []
    for answer in problem.answers:
        if answer["question"] == "any portfolio at all":
            found = is_feasible(problem)
            result = {"family": problem.family, "question": answer["question"], "peer": "HiGHS"}
            if not found:
                result["peerFailure"] = "infeasible"
            if answer["weights"] is None:
                result["ourFailure"] = answer["failure"]
            lines.append(result)
            continue
        peers = [] if answer["question"] == "maximum return" else ["Clarabel"]
        peers += ["HiGHS"] if answer["question"] in LINEAR else []
        peers += LIBRARIES if problem.asks_libraries else []
        for peer in peers:
            found = asked(problem, answer, peer)
            if found is not None:
                lines.append(judged(problem, answer, peer, found))
    return lines


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        problems = file.readlines()
    with multiprocessing.Pool(int(sys.argv[2])) as pool:
        for index, lines in enumerate(pool.imap_unordered(compared, problems, chunksize=4)):
            for line in lines:
                print(json.dumps(line))
            if index % 50 == 49 or index == len(problems) - 1:
                print(f"\r  {index + 1} of {len(problems)} problems", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


if __name__ == "__main__":
    main()
