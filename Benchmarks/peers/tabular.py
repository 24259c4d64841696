"""CTGAN and TVAE on a table, for the curve of quality against seconds.

    python tabular.py tvae --train .datasets/adult/train.csv --epochs 10 30 100 --seed 0 \
        --output .build/peers

For each number of epochs a model is trained from the start, and as many rows as the training table
has are drawn into <output>/<model>-<epochs>-<seed>.csv; one JSON line with the seconds is printed.
Columns of text are discrete, columns of numbers are not; everything else is the library's default.
The synthetic tables are judged by `lyrebird evaluate --json`, as ours are. Needs ctgan 0.12.1.
"""

import argparse
import json
import os
import pathlib
import time

import ctgan
import pandas
import torch

MODELS = {"ctgan": ctgan.CTGAN, "tvae": ctgan.TVAE}


def run(name, train, epochs, seed, output):
    """Trains and draws once; what it took."""
    model = MODELS[name](epochs=epochs)
    model.set_random_state(seed)
    discrete = [column for column in train if not pandas.api.types.is_numeric_dtype(train[column])]

    start = time.perf_counter()
    cpu_start = time.process_time()
    model.fit(train, discrete)
    fitted = time.perf_counter()
    rows = model.sample(len(train))
    drawn = time.perf_counter()

    path = output / f"{name}-{epochs}-{seed}.csv"
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    rows.to_csv(temporary, index=False)
    temporary.rename(path)
    return {
        "model": name,
        "version": f"ctgan {ctgan.__version__}",
        "epochs": epochs,
        "seed": seed,
        "threads": torch.get_num_threads(),
        "fitSeconds": round(fitted - start, 2),
        "drawSeconds": round(drawn - fitted, 2),
        "cpuSeconds": round(time.process_time() - cpu_start, 2),
        "rows": len(rows),
        "output": str(path),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=MODELS)
    parser.add_argument("--train", type=pathlib.Path, required=True)
    parser.add_argument("--epochs", type=int, nargs="+", default=[300])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    options.output.mkdir(parents=True, exist_ok=True)
    # '?' and the like are names of a category here, not missing values.
    train = pandas.read_csv(options.train, keep_default_na=False)
    for epochs in options.epochs:
        result = run(options.model, train, epochs, options.seed, options.output)
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
