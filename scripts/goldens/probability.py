#!/usr/bin/env python3
"""Writes Tests/ProbabilityTests/Goldens/*.json from reference implementations.

Needs torch, numpy, scipy, scikit-learn, mpmath, prdc 0.2 and POT. Run from the root of the repository:

    python scripts/goldens/probability.py
"""

import json
import pathlib

import numpy as np
import ot
import prdc
import scipy.linalg
import scipy.stats
import torch
import torch.distributions as td
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

OUT = pathlib.Path("Tests/ProbabilityTests/Goldens")
torch.set_default_dtype(torch.float64)


def array(x):
    x = np.asarray(x.detach() if isinstance(x, torch.Tensor) else x)
    return {"shape": list(x.shape), "values": [float(v) for v in x.reshape(-1)]}


def write(name, content):
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, separators=(",", ":"), sort_keys=True)
    # JSON has no infinities: texts stand for them.
    for word in ("-Infinity", "Infinity", "NaN"):
        text = text.replace(f":{word}", f':"{word}"').replace(f"[{word}", f'["{word}"')
        text = text.replace(f",{word}", f',"{word}"')
    (OUT / name).write_text(text + "\n")


def case(name, distribution, x, parameters, leaves, cdf=None, quantile=None):
    """Log-probabilities with their gradients, moments, entropy, cdf of one distribution."""
    value = torch.as_tensor(x)
    log_prob = distribution.log_prob(value)
    finite = torch.where(torch.isfinite(log_prob), log_prob, torch.zeros(()))
    gradients = torch.autograd.grad(finite.sum(), leaves, allow_unused=True)
    entry = {
        "parameters": {k: array(v) for k, v in parameters.items()},
        "x": array(value),
        "logProbability": array(log_prob),
        "gradients": [array(g) for g in gradients],
    }
    for key, read in (("mean", lambda: distribution.mean),
                      ("variance", lambda: distribution.variance),
                      ("entropy", lambda: distribution.entropy())):
        try:
            entry[key] = array(read())
        except NotImplementedError:
            pass
    if cdf is not None:
        entry["cdf"] = array(cdf(np.asarray(x)))
    if quantile is not None:
        p = np.array([0.001, 0.2, 0.5, 0.9, 0.999]).reshape(-1, 1)
        entry["probabilities"] = array(p)
        entry["quantiles"] = array(quantile(p))
    return name, entry


def leaf(*values):
    return torch.tensor(values).requires_grad_()


def distributions():
    cases = []
    wide = np.array([-40.0, -3.0, -0.2, 0.0, 0.7, 5.0, 60.0]).reshape(-1, 1)
    positive = np.array([1e-8, 0.1, 0.9, 2.5, 30.0]).reshape(-1, 1)
    unit = np.array([1e-6, 0.1, 0.5, 0.8, 0.999]).reshape(-1, 1)

    m, s = leaf(0.5, -2.0), leaf(1.5, 0.3)
    scipy_args = dict(loc=m.detach().numpy(), scale=s.detach().numpy())
    frozen = scipy.stats.norm(**scipy_args)
    cases.append(case("normal", td.Normal(m, s), wide, {"a": m, "b": s}, [m, s],
                      frozen.cdf, frozen.ppf))
    frozen = scipy.stats.laplace(**scipy_args)
    cases.append(case("laplace", td.Laplace(m, s), wide, {"a": m, "b": s}, [m, s],
                      frozen.cdf, frozen.ppf))
    frozen = scipy.stats.logistic(**scipy_args)
    base = td.Uniform(torch.zeros(2), torch.ones(2))
    logistic = td.TransformedDistribution(
        base, [td.SigmoidTransform().inv, td.AffineTransform(m, s)])
    inner = np.array([-3.0, -2.2, -1.0, 0.0, 0.3]).reshape(-1, 1)
    name, entry = case("logistic", logistic, inner, {"a": m, "b": s}, [m, s],
                       frozen.cdf, frozen.ppf)
    entry["mean"], entry["variance"] = array(frozen.mean()), array(frozen.var())
    entry["entropy"] = array(np.log(s.detach().numpy()) + 2)
    cases.append((name, entry))
    nu = leaf(0.7, 7.0)
    frozen = scipy.stats.t(nu.detach().numpy(), **scipy_args)
    cases.append(case("studentT", td.StudentT(nu, m, s), wide, {"a": nu, "b": m, "c": s},
                      [nu, m, s], frozen.cdf))
    c, r = leaf(0.4, 5.0), leaf(2.0, 0.5)
    frozen = scipy.stats.gamma(c.detach().numpy(), scale=1 / r.detach().numpy())
    cases.append(case("gamma", td.Gamma(c, r), positive, {"a": c, "b": r}, [c, r], frozen.cdf))
    a, b = leaf(0.5, 30.0), leaf(2.0, 4.0)
    frozen = scipy.stats.beta(a.detach().numpy(), b.detach().numpy())
    cases.append(case("beta", td.Beta(a, b), unit, {"a": a, "b": b}, [a, b], frozen.cdf))
    low, high = leaf(-1.0, 0.0), leaf(2.0, 0.25)
    frozen = scipy.stats.uniform(low.detach().numpy(), (high - low).detach().numpy())
    cases.append(case("uniform", td.Uniform(low, high, validate_args=False),
                      np.array([-2.0, -0.5, 0.1, 0.2, 3.0]).reshape(-1, 1),
                      {"a": low, "b": high}, [low, high], frozen.cdf, frozen.ppf))
    l = leaf(-30.0, -0.5, 2.0)
    cases.append(case("bernoulli", td.Bernoulli(logits=l), np.array([[0.0], [1.0]]), {"a": l},
                      [l]))
    k = torch.tensor([[0.0, 1.0, -2.0], [3.0, 3.0, 3.0]]).requires_grad_()
    cases.append(case("categorical", td.Categorical(logits=k), np.array([[0, 1], [2, 2]]),
                      {"a": k}, [k]))
    for key in ("mean", "variance"):
        cases[-1][1].pop(key, None)
    d = torch.tensor([[0.3, 2.0, 5.0], [1.0, 1.0, 1.0]]).requires_grad_()
    points = torch.tensor([[0.1, 0.2, 0.7], [0.6, 0.3, 0.1]])
    cases.append(case("dirichlet", td.Dirichlet(d), points, {"a": d}, [d]))
    w = torch.tensor([[0.0, 1.0, -1.0], [2.0, 0.0, 0.0]]).requires_grad_()
    mu = torch.tensor([[-2.0, 0.0, 3.0], [1.0, 1.5, 40.0]]).requires_grad_()
    sd = torch.tensor([[0.5, 1.0, 0.1], [2.0, 0.2, 3.0]]).requires_grad_()
    mixture = td.MixtureSameFamily(td.Categorical(logits=w), td.Normal(mu, sd))
    cases.append(case("gaussianMixture", mixture, wide, {"a": w, "b": mu, "c": sd}, [w, mu, sd],
                      lambda x: mixture.cdf(torch.as_tensor(x)).detach()))
    log_normal = td.LogNormal(m, s)
    frozen = scipy.stats.lognorm(s.detach().numpy(), scale=np.exp(m.detach().numpy()))
    name, entry = case("logNormal", log_normal, positive, {"a": m, "b": s}, [m, s], frozen.cdf,
                       frozen.ppf)
    cases.append((name, {k: v for k, v in entry.items()
                         if k not in ("mean", "variance", "entropy")}))
    write("distributions.json", dict(cases))

    # Bin probabilities straight from the definition, in 60 digits.
    import mpmath
    mpmath.mp.dps = 60
    location, scale, low, high, count = 0.2, 0.01, -1.0, 1.0, 256
    width = mpmath.mpf(high - low) / (count - 1)
    sigmoid = lambda z: 1 / (1 + mpmath.exp(-z))
    logs = []
    for i in range(count):
        x = low + i * width
        upper = sigmoid((x + width / 2 - location) / scale) if i < count - 1 else 1
        lower = sigmoid((x - width / 2 - location) / scale) if i > 0 else 0
        if upper > 0.5:  # 1 - σ(z) = σ(-z) keeps the digits
            upper_c = sigmoid(-(x + width / 2 - location) / scale) if i < count - 1 else 0
            lower_c = sigmoid(-(x - width / 2 - location) / scale) if i > 0 else 1
            logs.append(float(mpmath.log(lower_c - upper_c)))
        else:
            logs.append(float(mpmath.log(upper - lower)))
    write("discretizedLogistic.json", {
        "location": location, "scale": scale, "low": low, "high": high, "binCount": count,
        "logProbability": array(np.array(logs))})


def divergences():
    pairs = {
        "normal": (td.Normal(torch.tensor([0.0, 1.0]), torch.tensor([1.0, 0.2])),
                   td.Normal(torch.tensor([2.0, 1.0]), torch.tensor([0.5, 3.0]))),
        "bernoulli": (td.Bernoulli(logits=torch.tensor([0.0, -20.0])),
                      td.Bernoulli(logits=torch.tensor([2.0, 5.0]))),
        "categorical": (td.Categorical(logits=torch.tensor([0.0, 1.0, 2.0])),
                        td.Categorical(logits=torch.tensor([1.0, 0.0, -3.0]))),
        "gamma": (td.Gamma(torch.tensor([0.5, 4.0]), torch.tensor([1.0, 2.0])),
                  td.Gamma(torch.tensor([2.0, 3.0]), torch.tensor([0.3, 2.0]))),
        "dirichlet": (td.Dirichlet(torch.tensor([0.5, 1.0, 4.0])),
                      td.Dirichlet(torch.tensor([2.0, 2.0, 2.0]))),
    }
    write("divergences.json", {k: array(td.kl_divergence(*v)) for k, v in pairs.items()})


def spline():
    """Durkan et al. 2019, equations 4 to 8, with linear tails as in the authors' code."""
    generator = torch.Generator().manual_seed(4)
    rand = lambda *shape: torch.randn(*shape, generator=generator)
    bound, minimum, bins, features = 3.0, 1e-3, 8, 3
    w, h, d = rand(features, bins), rand(features, bins), rand(features, bins - 1)
    x = (rand(20, features) * 2).requires_grad_()

    def knots(u):
        sizes = minimum + (1 - minimum * bins) * torch.softmax(u, -1)
        return torch.nn.functional.pad(2 * bound * torch.cumsum(sizes, -1), (1, 0)) - bound

    xs, ys = knots(w), knots(h)
    constant = np.log(np.exp(1 - minimum) - 1)
    slopes = minimum + torch.nn.functional.softplus(
        torch.nn.functional.pad(d + constant, (1, 1), value=constant))
    y = torch.empty_like(x)
    for i in range(x.shape[0]):
        for j in range(features):
            v = x[i, j]
            if not -bound < v < bound:
                y[i, j] = v
                continue
            k = int((v >= xs[j, 1:-1]).sum())
            dx, dy = xs[j, k + 1] - xs[j, k], ys[j, k + 1] - ys[j, k]
            s, xi = dy / dx, (v - xs[j, k]) / dx
            top = dy * (s * xi**2 + slopes[j, k] * xi * (1 - xi))
            y[i, j] = ys[j, k] + top / (
                s + (slopes[j, k + 1] + slopes[j, k] - 2 * s) * xi * (1 - xi))
    (slope,) = torch.autograd.grad(y.sum(), x)
    write("spline.json", {"widths": array(w), "heights": array(h), "slopes": array(d),
                          "x": array(x), "y": array(y), "logDerivative": array(slope.log())})


def square(x, y):
    return ((x[:, None, :] - y[None, :, :]) ** 2).sum(-1)


def mmd(kernel, x, y, unbiased):
    xx, yy, xy = kernel(x, x), kernel(y, y), kernel(x, y)
    n, m = len(x), len(y)
    if unbiased:
        return ((xx.sum() - np.trace(xx)) / (n * (n - 1))
                + (yy.sum() - np.trace(yy)) / (m * (m - 1)) - 2 * xy.mean())
    return xx.mean() + yy.mean() - 2 * xy.mean()


def two_sample(x, y, classifier, folds=5):
    """Mean over folds of the held-out ROC AUC; row i of each sample is in fold i mod `folds`."""
    z = np.concatenate([x, y])
    label = np.concatenate([np.zeros(len(x)), np.ones(len(y))])
    fold = np.concatenate([np.arange(len(x)) % folds, np.arange(len(y)) % folds])
    scores = []
    for k in range(folds):
        model = make_pipeline(StandardScaler(), classifier())
        model.fit(z[fold != k], label[fold != k])
        scores.append(roc_auc_score(label[fold == k],
                                    model.predict_proba(z[fold == k])[:, 1]))
    return float(np.mean(scores))


def distances():
    rng = np.random.default_rng(3)
    x = np.round(rng.normal(size=(60, 4)), 4)
    y = np.round(rng.normal(size=(45, 4)) * np.array([1.0, 1.5, 0.7, 1.0]) + 0.3, 4)
    square_pool = square(np.concatenate([x, y]), np.concatenate([x, y]))
    median = float(np.median(np.sqrt(square_pool[np.triu_indices(len(square_pool), 1)])))
    rbf = lambda sigmas: lambda a, b: np.mean(
        [np.exp(-square(a, b) / (2 * s * s)) for s in sigmas], axis=0)
    cubic = lambda a, b: (a @ b.T / a.shape[1] + 1) ** 3

    n, m = len(x), len(y)
    root = lambda a, b: np.sqrt(square(a, b))
    energy = {
        "energyBiased": 2 * root(x, y).mean() - root(x, x).mean() - root(y, y).mean(),
        "energyUnbiased": (2 * root(x, y).mean() - root(x, x).sum() / (n * (n - 1))
                           - root(y, y).sum() / (m * (m - 1))),
    }
    directions = rng.normal(size=(4, 16))
    directions /= np.linalg.norm(directions, axis=0)

    mu = x.mean(0) - y.mean(0)
    cov_x, cov_y = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    product = scipy.linalg.sqrtm(cov_x @ cov_y).real
    frechet = float(mu @ mu + np.trace(cov_x + cov_y - 2 * product))

    prdc_values = prdc.compute_prdc(real_features=x, fake_features=y, nearest_k=5)
    p = np.array([0.1, 0.4, 0.5, 0.0])
    q = np.array([0.25, 0.25, 0.25, 0.25])
    write("distances.json", {
        "x": array(x), "y": array(y), "directions": array(directions),
        "median": median,
        "mmdMedianUnbiased": mmd(rbf([median]), x, y, True),
        "mmdMedianBiased": mmd(rbf([median]), x, y, False),
        "mmdManyUnbiased": mmd(rbf([0.5, 1.0, 4.0]), x, y, True),
        "mmdCubicUnbiased": mmd(cubic, x, y, True),
        "mmdCubicBiased": mmd(cubic, x, y, False),
        **energy,
        "energyOneDimension": float(scipy.stats.energy_distance(x[:, 0], y[:, 0])),
        "slicedWasserstein1": float(ot.sliced_wasserstein_distance(
            x, y, projections=directions, p=1)),
        "slicedWasserstein2": float(ot.sliced_wasserstein_distance(
            x, y, projections=directions, p=2)),
        "slicedWassersteinEqual2": float(ot.sliced_wasserstein_distance(
            x[:45], y, projections=directions, p=2)),
        "wasserstein1": float(scipy.stats.wasserstein_distance(x[:, 0], y[:, 0])),
        "wasserstein2": float(np.sqrt(ot.wasserstein_1d(x[:, 0], y[:, 0], p=2))),
        "kolmogorovSmirnov": float(scipy.stats.ks_2samp(x[:, 0], y[:, 0]).statistic),
        "frechet": frechet,
        "precision": float(prdc_values["precision"]), "recall": float(prdc_values["recall"]),
        "density": float(prdc_values["density"]), "coverage": float(prdc_values["coverage"]),
        "logisticAUC": two_sample(x, y, lambda: LogisticRegression(tol=1e-10, max_iter=1000)),
        "neighborAUC": two_sample(x, y, lambda: KNeighborsClassifier(7)),
        "p": array(p), "q": array(q),
        "totalVariation": float(np.abs(p - q).sum() / 2),
        "jensenShannon": float(scipy.spatial.distance.jensenshannon(p, q) ** 2),
    })


if __name__ == "__main__":
    import scipy.spatial.distance
    distributions()
    divergences()
    spline()
    distances()
