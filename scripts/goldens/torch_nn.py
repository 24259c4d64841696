"""Writes what PyTorch's layers and optimisers give, for Tests/TorchNNTests.

    python3 scripts/goldens/torch_nn.py

Each layer: parameters under Lyrebird's names, inputs, outputs, and the gradients of
sum(output * cotangent) with respect to inputs and parameters.
"""

import json
import pathlib

import torch
from torch import nn

TARGET = pathlib.Path(__file__).resolve().parents[2] / "Tests/TorchNNTests/Goldens"
torch.manual_seed(20)


def dump(tensor):
    values = [float(f"{v:.7g}") for v in tensor.detach().double().flatten().tolist()]
    return {"shape": list(tensor.shape), "values": values}


def spread(module):
    """Parameters away from ones and zeros, so that each is seen."""
    with torch.no_grad():
        for parameter in module.parameters():
            parameter += 0.3 * torch.randn_like(parameter)
    return module


def case(module, x, names=None, forward=None, buffers=None, train=True):
    module.train(train)
    module.zero_grad()
    spread(module)
    buffers_before = {k: v.clone() for k, v in module.named_buffers()}
    x = x.clone()
    if x.is_floating_point():
        x.requires_grad_(True)
    output = (forward or module)(x)
    cotangent = torch.randn_like(output)
    (output * cotangent).sum().backward()
    rename = (lambda n: names[n]) if names else (lambda n: n)
    result = {
        "input": dump(x),
        "parameters": {rename(n): dump(p) for n, p in module.named_parameters()},
        "output": dump(output),
        "cotangent": dump(cotangent),
        "gradients": {rename(n): dump(p.grad) for n, p in module.named_parameters()},
    }
    if x.requires_grad:
        result["inputGradient"] = dump(x.grad)
    if buffers:
        result["buffers"] = {buffers[n]: dump(buffers_before[n]) for n in buffers}
        result["buffersAfter"] = {buffers[n]: dump(dict(module.named_buffers())[n]) for n in buffers}
    return result


def recurrent_names(layers):
    kinds = {"weight_ih": "inputWeights", "weight_hh": "hiddenWeights",
             "bias_ih": "inputBiases", "bias_hh": "hiddenBiases"}
    return {f"{k}_l{i}": f"{v}.{i}" for k, v in kinds.items() for i in range(layers)}


def attention_names(prefix="", target=""):
    return {f"{prefix}in_proj_weight": f"{target}inputWeight",
            f"{prefix}in_proj_bias": f"{target}inputBias",
            f"{prefix}out_proj.weight": f"{target}outputProjection.weight",
            f"{prefix}out_proj.bias": f"{target}outputProjection.bias"}


def encoder_names():
    names = attention_names("self_attn.", "attention.")
    for layer in ("linear1", "linear2", "norm1", "norm2"):
        for part in ("weight", "bias"):
            names[f"{layer}.{part}"] = f"{layer}.{part}"
    return names


MOMENTS = {"running_mean": "runningMean", "running_var": "runningVariance"}


def layers():
    r = torch.randn
    sequence, image, volume = r(2, 4, 9), r(2, 4, 6, 5), r(1, 2, 4, 3, 4)
    attention = nn.MultiheadAttention(6, 2, batch_first=True)
    memory = r(2, 5, 6)
    causal = torch.triu(torch.full((4, 4), float("-inf")), 1)
    cases = {
        "Linear": case(nn.Linear(4, 3), r(5, 4)),
        "LinearWithoutBias": case(nn.Linear(4, 3, bias=False), r(2, 5, 4)),
        "Embedding": case(nn.Embedding(5, 3), torch.tensor([[0, 4, 4], [2, 1, 0]])),
        "LayerNorm": case(nn.LayerNorm(4), r(3, 2, 4)),
        "RMSNorm": case(nn.RMSNorm(4, eps=1e-5), r(3, 2, 4)),
        "GroupNorm": case(nn.GroupNorm(2, 4), image),
        "InstanceNorm": case(nn.InstanceNorm2d(4, affine=True), image),
        "BatchNorm": case(nn.BatchNorm1d(4), r(6, 4), buffers=MOMENTS),
        "BatchNormImages": case(nn.BatchNorm2d(4), image, buffers=MOMENTS),
        "BatchNormInUse": case(nn.BatchNorm1d(4), r(6, 4), buffers=MOMENTS, train=False),
        "Conv1d": case(nn.Conv1d(4, 6, 3, stride=2, padding=2, dilation=2, groups=2), sequence),
        "Conv2d": case(nn.Conv2d(4, 3, 3, padding=1), image),
        "Conv2dGrouped": case(nn.Conv2d(4, 6, 2, stride=2, groups=2, bias=False), image),
        "Conv3d": case(nn.Conv3d(2, 3, 2, padding=1), volume),
        "ConvTransposed1d": case(
            nn.ConvTranspose1d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2), sequence),
        "ConvTransposed2d": case(nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1), image),
        "ConvTransposed3d": case(nn.ConvTranspose3d(2, 2, 2, stride=2), volume),
        "MultiHeadAttention": case(
            attention, r(2, 4, 6), attention_names(),
            lambda x: attention(x, x, x, need_weights=False)[0]),
        "MultiHeadAttentionMasked": case(
            attention, r(2, 4, 6), attention_names(),
            lambda x: attention(x, x, x, attn_mask=causal, need_weights=False)[0]),
        "GRU": case(gru := nn.GRU(3, 4, 2, batch_first=True), r(2, 5, 3), recurrent_names(2),
                    lambda x: gru(x)[0]),
        "LSTM": case(lstm := nn.LSTM(3, 4, 2, batch_first=True), r(2, 5, 3), recurrent_names(2),
                     lambda x: lstm(x)[0]),
        "TransformerEncoderLayer": case(
            nn.TransformerEncoderLayer(6, 2, 8, dropout=0, activation="gelu", batch_first=True,
                                       norm_first=True), r(2, 4, 6), encoder_names()),
        "TransformerEncoderLayerNormAfter": case(
            nn.TransformerEncoderLayer(6, 2, 8, dropout=0, activation="relu", batch_first=True),
            r(2, 4, 6), encoder_names()),
        "MaxPool2d": case(nn.MaxPool2d(2, stride=1, padding=1), image),
        "AvgPool2d": case(nn.AvgPool2d(3, stride=2, padding=1), image),
        "UpsampleNearest": case(nn.Upsample(scale_factor=2, mode="nearest"), image),
        "UpsampleBilinear": case(nn.Upsample(scale_factor=2, mode="bilinear"), image),
        "ReLU": case(nn.ReLU(), r(7)),
        "LeakyReLU": case(nn.LeakyReLU(0.2), r(7)),
        "GELU": case(nn.GELU(), r(7)),
        "SiLU": case(nn.SiLU(), r(7)),
        "Tanh": case(nn.Tanh(), r(7)),
        "Sigmoid": case(nn.Sigmoid(), r(7)),
        "Softplus": case(nn.Softplus(), r(7)),
    }
    cases["MultiHeadAttentionCross"] = case(
        attention, r(2, 4, 6), attention_names(),
        lambda x: attention(x, memory, memory, need_weights=False)[0])
    cases["MultiHeadAttentionCross"]["memory"] = dump(memory)
    return cases


def trajectory(make):
    """Twelve steps down a tilted bowl, with the learning rate halved after six."""
    torch.manual_seed(21)
    start = [torch.randn(3, 2), torch.randn(4)]
    goals = [torch.randn(3, 2), torch.randn(4)]
    parameters = [p.clone().requires_grad_(True) for p in start]
    optimizer = make(parameters)
    rate = optimizer.param_groups[0]["lr"]
    path = []
    for step in range(12):
        optimizer.param_groups[0]["lr"] = rate if step < 6 else rate / 2
        optimizer.zero_grad()
        loss = sum(((p - g) ** 4).sum() + (p * g).sum() for p, g in zip(parameters, goals))
        loss.backward()
        optimizer.step()
        path.append([dump(p) for p in parameters])
    return {"start": [dump(p) for p in start], "goals": [dump(g) for g in goals], "path": path}


def optimizers():
    o = torch.optim
    return {
        "sgd": trajectory(lambda p: o.SGD(p, lr=0.01)),
        "sgdDecay": trajectory(lambda p: o.SGD(p, lr=0.01, weight_decay=0.1)),
        "sgdMomentum": trajectory(lambda p: o.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.1)),
        "sgdNesterov": trajectory(lambda p: o.SGD(p, lr=0.01, momentum=0.8, nesterov=True)),
        "adam": trajectory(lambda p: o.Adam(p, lr=0.05)),
        "adamDecay": trajectory(
            lambda p: o.Adam(p, lr=0.05, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1)),
        "adamW": trajectory(lambda p: o.AdamW(p, lr=0.05, weight_decay=0.2)),
    }


def clipping():
    gradients = [torch.randn(3, 2), torch.randn(5)]
    parameters = [torch.zeros_like(g).requires_grad_(True) for g in gradients]
    for parameter, gradient in zip(parameters, gradients):
        parameter.grad = gradient.clone()
    norm = nn.utils.clip_grad_norm_(parameters, 0.7)
    return {"gradients": [dump(g) for g in gradients], "norm": norm.item(),
            "clipped": [dump(p.grad) for p in parameters]}


def write(name, value):
    (TARGET / name).write_text(json.dumps(value, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    write("layers.json", layers())
    write("optimizers.json", optimizers())
    write("clipping.json", clipping())
