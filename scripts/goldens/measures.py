#!/usr/bin/env python3
"""Golden values of the table measures: writes Tests/TabularTests/Goldens/measures.json.

Needs sdmetrics 0.32.0, scikit-learn, imbalanced-learn, numpy and pandas. Run it from the root of
the package: python scripts/goldens/measures.py
"""
import json
import warnings

import numpy as np
import pandas as pd
from sklearn import metrics

warnings.filterwarnings("ignore")
from sdmetrics.reports.single_table._properties import ColumnPairTrends, ColumnShapes
from sdmetrics.utils import discretize_column
from sdmetrics.column_pairs import ContingencySimilarity

KINDS = {
    "age": "integer", "height": "continuous", "gain": "continuous", "joined": "dateTime",
    "colour": "categorical", "city": "categorical", "member": "boolean", "flat": "continuous",
    "unit": "constant", "gappy": "continuous",
}
SDTYPES = {
    "integer": "numerical", "continuous": "numerical", "dateTime": "datetime",
    "categorical": "categorical", "boolean": "categorical", "constant": "categorical",
}


def table(rows, seed, shift):
    rng = np.random.default_rng(seed)
    age = rng.integers(17, 90, rows)
    colour = rng.choice(["red", "green", "blue", None], rows, p=[0.5, 0.3, 0.15, 0.05])
    city = rng.choice([f"city{i}" for i in range(12 + shift)], rows)
    height = 150 + 0.3 * age + rng.normal(shift, 9, rows)
    gain = np.where(rng.random(rows) < 0.9, 0.0, rng.exponential(3000, rows).round())
    gappy = np.where(rng.random(rows) < 0.2, np.nan, height * 0.1 + rng.normal(0, 1, rows))
    joined = pd.to_datetime("2020-01-01") + pd.to_timedelta(rng.integers(0, 900, rows), "D")
    joined = pd.Series(joined).where(rng.random(rows) > 0.1)
    return pd.DataFrame({
        "age": age, "height": height, "gain": gain, "joined": joined, "colour": colour,
        "city": city, "member": rng.choice(["yes", "no"], rows, p=[0.2, 0.8]),
        "flat": np.full(rows, 3.5), "unit": np.full(rows, "kg"), "gappy": gappy,
    })


def plain(frame):
    columns = []
    for name, kind in KINDS.items():
        column = frame[name]
        if kind == "dateTime":
            seconds = (column - pd.Timestamp(0)) / pd.Timedelta(seconds=1)
            values = [None if pd.isna(v) else float(v) for v in seconds]
        elif SDTYPES[kind] == "numerical":
            values = [None if pd.isna(v) else float(v) for v in column]
        else:
            values = [None if pd.isna(v) else str(v) for v in column]
        columns.append({"name": name, "kind": kind, "values": values})
    return columns


def number(value):
    return None if value is None or np.isnan(value) else float(value)


def sdmetrics_case():
    real, synthetic = table(400, 1, 0), table(300, 2, 2)
    metadata = {"columns": {name: {"sdtype": SDTYPES[kind]} for name, kind in KINDS.items()}}
    shapes, trends = ColumnShapes(), ColumnPairTrends()
    shape_score = shapes.get_score(real, synthetic, metadata)
    trend_score = trends.get_score(real, synthetic, metadata)
    binned = {}
    for name, kind in KINDS.items():
        if SDTYPES[kind] in ("numerical", "datetime"):
            a, b = real[name], synthetic[name]
            if kind == "dateTime":
                a = (a - pd.Timestamp(0)) / pd.Timedelta(seconds=1)
                b = (b - pd.Timestamp(0)) / pd.Timedelta(seconds=1)
            binned[name] = discretize_column(a, b)
        else:
            binned[name] = real[name], synthetic[name]
    pairs = []
    for row in trends.details.to_dict("records"):
        first, second = row["Column 1"], row["Column 2"]
        edges = row["Score"]
        if row["Metric"] == "ContingencySimilarity":
            edges = ContingencySimilarity.compute(
                pd.DataFrame({"a": binned[first][0], "b": binned[second][0]}),
                pd.DataFrame({"a": binned[first][1], "b": binned[second][1]}))
        pairs.append({
            "first": first, "second": second, "score": number(row["Score"]),
            "realEdges": number(edges), "real": number(row["Real Correlation"]),
            "synthetic": number(row["Synthetic Correlation"]),
        })
    return {
        "real": plain(real), "synthetic": plain(synthetic), "shape": shape_score,
        "trend": trend_score, "pairs": pairs,
        "shapes": [{"column": r["Column"], "score": number(r["Score"])}
                   for r in shapes.details.to_dict("records")],
    }


def classification_cases():
    rng = np.random.default_rng(3)
    cases = []
    for rows, step in ((200, None), (300, 0.1), (50, 0.5)):
        truth = rng.random(rows) < 0.3
        scores = np.clip(0.3 * truth + rng.normal(0.4, 0.2, rows), 0.01, 0.99)
        if step:
            scores = np.clip((scores / step).round() * step, 0.01, 0.99)
        scores = scores.astype(np.float32)
        cases.append({
            "scores": [float(s) for s in scores], "truth": [bool(t) for t in truth],
            "rocAUC": metrics.roc_auc_score(truth, scores),
            "averagePrecision": metrics.average_precision_score(truth, scores),
            "f1": metrics.f1_score(truth, scores > 0.5),
            "logLoss": metrics.log_loss(truth, scores),
        })
    return cases


def regression_case():
    rng = np.random.default_rng(4)
    truth = rng.normal(10, 3, 100)
    predicted = truth + rng.normal(0, 1, 100)
    return {
        "truth": truth.tolist(), "predicted": predicted.tolist(),
        "r2": metrics.r2_score(truth, predicted),
        "rmse": float(np.sqrt(metrics.mean_squared_error(truth, predicted))),
    }


def smotenc_case():
    """The neighbours and the median deviation that imbalanced-learn works with."""
    from imblearn.over_sampling import SMOTENC
    rng = np.random.default_rng(5)
    rows = 60
    minority = np.arange(rows) < 15
    numbers = rng.normal(0, [1, 5, 20], (rows, 3)) + 2 * minority[:, None]
    names = rng.choice(3, (rows, 2)).astype(float)
    data = np.hstack([numbers, names])
    seen = {}
    original = SMOTENC._make_samples

    def spy(self, X, y_dtype, y_type, nn_data, nn_num, *rest, **more):
        seen["neighbours"] = nn_num.tolist()
        return original(self, X, y_dtype, y_type, nn_data, nn_num, *rest, **more)

    SMOTENC._make_samples = spy
    smote = SMOTENC(categorical_features=[3, 4], random_state=0, k_neighbors=5)
    resampled, labels = smote.fit_resample(data, minority.astype(int))
    return {
        "numbers": numbers[minority].tolist(), "names": names[minority].astype(int).tolist(),
        "neighbours": seen["neighbours"], "medianDeviation": float(smote.median_std_[1]),
        "added": int(labels.sum() - 15),
        "drawn": resampled[rows:].tolist(),
    }


def main():
    golden = {
        "sdmetrics": sdmetrics_case(), "classification": classification_cases(),
        "regression": regression_case(), "smotenc": smotenc_case(),
    }
    with open("Tests/TabularTests/Goldens/measures.json", "w") as file:
        json.dump(golden, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
