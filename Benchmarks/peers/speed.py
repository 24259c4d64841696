"""PyTorch's side of `benchmarks speed`: the same work, as PyTorch does it by default.

    python speed.py --threads 1 --seconds 1

prints one JSON line for each case, with the seconds of the fastest block. Needs torch.
"""

import argparse
import json
import platform
import time

import torch
import torch.nn.functional as F
from torch import nn


def fastest(step, seconds, block):
    """Seconds a call, the fastest block of `block` calls within about `seconds`."""
    for _ in range(max(3, block // 4)):
        step()
    best, end = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        for _ in range(block):
            step()
        best = min(best, (time.perf_counter() - start) / block)
    return best


def training_step(batch, widths):
    """One step of a ReLU network: forward, mean squared error, backward, fused Adam."""
    torch.manual_seed(0)
    layers = []
    for i, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        layers += [nn.Linear(inputs, outputs)] + ([nn.ReLU()] if i + 2 < len(widths) else [])
    model = nn.Sequential(*layers)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
    x, y = torch.randn(batch, widths[0]), torch.randn(batch, widths[-1])

    def step():
        optimizer.zero_grad()
        F.mse_loss(model(x), y).backward()
        optimizer.step()

    return step


def linear(batch, inputs, outputs):
    """Forward and backward of one linear layer, gradients of input, weight and bias."""
    torch.manual_seed(0)
    layer = nn.Linear(inputs, outputs)
    x = torch.randn(batch, inputs, requires_grad=True)
    gradient = torch.randn(batch, outputs)
    leaves = [x, *layer.parameters()]
    return lambda: torch.autograd.grad(layer(x), leaves, gradient)


def convolution(batch, channels, size, dtype):
    """Forward and backward of one 3x3 convolution, gradients of input, weight and bias."""
    torch.manual_seed(0)
    layer = nn.Conv2d(channels, channels, 3, padding=1).to(dtype)
    x = torch.randn(batch, channels, size, size, dtype=dtype, requires_grad=True)
    gradient = torch.randn(batch, channels, size, size, dtype=dtype)
    leaves = [x, *layer.parameters()]
    return lambda: torch.autograd.grad(layer(x), leaves, gradient)


def small_operator():
    """One addition of two tensors of four numbers, no gradient wanted."""
    a, b = torch.ones(4), torch.ones(4)
    return lambda: a + b


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)

    cases = {
        "step-small": (training_step(16, [8, 32, 32, 8]), 200),
        "step-medium": (training_step(500, [128, 256, 256, 128]), 10),
        "linear": (linear(4096, 256, 256), 5),
        "convolution-float32": (convolution(64, 32, 28, torch.float32), 3),
        "convolution-bfloat16": (convolution(64, 32, 28, torch.bfloat16), 3),
        "small-operator": (small_operator(), 10000),
    }
    # The peer of our bfloat16 is what PyTorch does when it is told nothing: float32.
    for name, (step, block) in cases.items():
        seconds = fastest(step, options.seconds, block)
        print(json.dumps({"case": name, "threads": options.threads, "seconds": seconds}), flush=True)
    print(json.dumps({"version": f"PyTorch {torch.__version__}, Python {platform.python_version()}"}))


if __name__ == "__main__":
    main()
