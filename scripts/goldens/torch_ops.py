"""Writes what PyTorch computes for every operator that Sources/Torch/Operators declares.

    python scripts/goldens/torch_ops.py

A case is named after its operator; a word after a space tells variants apart. Tests/TorchTests holds
a Swift closure under the same name. Gradients are those of the sum of the outputs, weighted by
`weight`, with respect to all real inputs that are not wrapped in `fixed`.
"""

import json
import pathlib

import torch
import torch.nn.functional as F

GOLDEN = pathlib.Path(__file__).parents[2] / "Tests/TorchTests/Goldens/operators.json"
CASES: dict = {}
aten = torch.ops.aten
torch.set_default_dtype(torch.float64)
random = torch.Generator().manual_seed(0)


class fixed:
    """An input that no gradient is asked for."""

    def __init__(self, tensor):
        self.tensor = tensor


def x(*shape, low=-2.0, high=2.0):
    """Three decimals keep the file short."""
    return (low + (high - low) * torch.rand(shape, generator=random)).mul(1000).round() / 1000


def positive(*shape):
    return x(*shape, low=0.2, high=3)


def unit(*shape):
    return x(*shape, low=0.1, high=0.9)


def integers(*shape, high=5):
    return torch.randint(0, high, shape, generator=random)


def truths(*shape):
    return torch.rand(shape, generator=random) < 0.5


def t(*values):
    return torch.tensor(values)


def square(n=3):
    return x(n, n) + 4 * torch.eye(n)


def weight(n, k):
    """The same formula stands in the Swift test."""
    return ((torch.arange(n) * 7 + k * 3) % 5 - 2) / 2 + 0.25


def packed(tensor):
    kind = str(tensor.dtype).removeprefix("torch.")
    if kind == "bool":
        values = tensor.int()
    elif kind == "bfloat16":
        values = tensor.double()
    else:
        values = tensor
    return {"dtype": kind, "shape": list(tensor.shape), "values": values.flatten().tolist()}


def case(name, function, *inputs):
    assert name not in CASES, name
    plain = [i.tensor if isinstance(i, fixed) else i for i in inputs]
    wanted = [i for i, tensor in enumerate(inputs)
              if not isinstance(tensor, fixed) and tensor.is_floating_point()]
    leaves = [tensor.clone().requires_grad_() if i in wanted else tensor
              for i, tensor in enumerate(plain)]
    outputs = function(*leaves)
    if isinstance(outputs, torch.Tensor):
        outputs = [outputs]
    entry = {"inputs": [packed(tensor) for tensor in plain],
             "outputs": [packed(tensor.detach()) for tensor in outputs]}
    differentiable = [(k, tensor) for k, tensor in enumerate(outputs) if tensor.requires_grad]
    if wanted and differentiable:
        total = sum((tensor.flatten() * weight(tensor.numel(), k)).sum()
                    for k, tensor in differentiable)
        found = torch.autograd.grad(total, [leaves[i] for i in wanted], allow_unused=True)
        entry["gradients"] = {
            str(i): packed(torch.zeros_like(plain[i]) if g is None else g)
            for i, g in zip(wanted, found)}
    CASES[name] = entry


def activations():
    for name in ["relu", "gelu", "silu", "softplus"]:
        case(name, getattr(F, name), x(2, 3))
    case("leaky_relu", lambda a: F.leaky_relu(a, 0.2), x(2, 3))
    case("elu", lambda a: F.elu(a, 1.5), x(2, 3))
    case("softmax.int", lambda a: a.softmax(1), x(2, 3))
    case("log_softmax.int", lambda a: a.log_softmax(0), x(2, 3))
    case("glu", lambda a: F.glu(a, 0), x(4, 3))
    attention = F.scaled_dot_product_attention
    case("scaled_dot_product_attention", attention, x(2, 3, 4), x(2, 5, 4), x(2, 5, 4))
    case("scaled_dot_product_attention causal", lambda q, k, v: attention(q, k, v, is_causal=True),
         x(1, 3, 4), x(1, 3, 4), x(1, 3, 4))
    case("scaled_dot_product_attention mask", lambda q, k, v, m: attention(q, k, v, m),
         x(1, 2, 4), x(1, 3, 4), x(1, 3, 4), t([True, False, True], [False, True, True]))


def arithmetic():
    case("add.Tensor", lambda a, b: a + b, x(2, 3), x(3))
    case("add.Scalar", lambda a: 1.5 + a, x(2, 3))
    case("add.Scalar integers", lambda a: a + 2, integers(4))
    case("sub.Tensor", lambda a, b: a - b, x(2, 1), x(1, 3))
    case("sub.Scalar", lambda a: a - 1.5, x(3))
    case("rsub.Scalar", lambda a: 1.5 - a, x(3))
    case("mul.Tensor", lambda a, b: a * b, x(2, 3), x(3))
    case("mul.Scalar", lambda a: 3 * a, x(3))
    case("div.Tensor", lambda a, b: a / b, x(2, 3), positive(3))
    case("div.Tensor integers", lambda a, b: a / b, integers(4), t(1, 2, 4, 8))
    case("div.Scalar", lambda a: a / 4, x(3))
    case("neg", lambda a: -a, x(3))
    case("div.Tensor_mode", lambda a, b: torch.div(a, b, rounding_mode="floor"),
         integers(6, high=20) - 10, 1 + integers(6))
    case("remainder.Scalar", lambda a: a.remainder(0.7), x(5))
    case("reciprocal", lambda a: 2 / a, positive(4))
    case("pow.Tensor_Scalar", lambda a: a ** 3, x(4))
    case("pow.Tensor_Scalar real", lambda a: a ** -0.5, positive(4))
    case("pow.Tensor_Tensor", lambda a, b: a ** b, positive(4), x(4))
    case("square", torch.square, x(4))
    case("sqrt", torch.sqrt, positive(4))
    case("rsqrt", torch.rsqrt, positive(4))
    for name in ["abs", "sign", "floor", "ceil", "round"]:
        case(name, getattr(torch, name), x(6))
    case("round halves", torch.round, fixed(t(-1.5, -0.5, 0.5, 1.5, 2.5)))
    case("clamp", lambda a: a.clamp(-0.7, 0.9), x(8))
    case("clamp above", lambda a: a.clamp(max=0.1), x(8))
    case("maximum", torch.maximum, x(6), x(6))
    case("minimum", torch.minimum, x(6), x(6))
    case("lerp.Scalar", lambda a, b: a.lerp(b, 0.3), x(4), x(4))


def comparisons():
    for name in ["eq", "ne", "lt", "le", "gt", "ge"]:
        case(f"{name}.Tensor", getattr(torch, name), integers(8, high=3), integers(8, high=3))
        case(f"{name}.Scalar", lambda a, name=name: getattr(torch, name)(a, 1), integers(8, high=3))
    case("logical_and", torch.logical_and, truths(8), truths(8))
    case("logical_or", torch.logical_or, truths(8), truths(8))
    case("logical_not", torch.logical_not, truths(8))
    over_zero = (fixed(t(0.0, 1.0, -1.0, 2.0)), fixed(t(0.0, 0.0, 0.0, 1.0)))
    case("isnan", lambda a, b: (a / b).isnan(), *over_zero)
    case("isfinite", lambda a, b: (a / b).isfinite(), *over_zero)
    case("nan_to_num", lambda a, b: (a / b).nan_to_num(7, 8, 9), *over_zero)
    case("where.self", lambda a, c, b: torch.where(c, a, b), x(2, 3), truths(2, 3), x(3))
    case("masked_fill.Scalar", lambda a, m: a.masked_fill(m, -9.0), x(2, 3), truths(2, 3))
    case("masked_select", lambda a, m: a.masked_select(m), x(2, 3), truths(2, 3))
    case("equal", lambda a, b: t(torch.equal(a, a.clone()), torch.equal(a, b)), fixed(x(3)),
         fixed(x(3)))


def convolutions():
    convolve = torch.convolution
    case("convolution 1d", lambda a, w, b: convolve(a, w, b, [2], [1], [1], False, [0], 1),
         x(2, 2, 6), x(3, 2, 3), x(3))
    case("convolution", lambda a, w: convolve(a, w, None, [1, 2], [1, 0], [1, 1], False, [0, 0], 2),
         x(1, 2, 4, 4), x(2, 1, 3, 2))
    case("convolution transposed",
         lambda a, w, b: convolve(a, w, b, [2, 2], [1, 1], [1, 1], True, [1, 1], 1),
         x(1, 2, 2, 3), x(2, 1, 3, 3), x(1))
    case("max_pool2d", lambda a: F.max_pool2d(a, 2), x(1, 1, 4, 4))
    case("avg_pool2d", lambda a: F.avg_pool2d(a, 3, 1, 1), x(1, 1, 3, 3))
    case("upsample_nearest2d", lambda a: F.interpolate(a, (4, 3)), x(1, 1, 2, 3))
    case("upsample_bilinear2d", lambda a: F.interpolate(a, (3, 4), mode="bilinear"), x(1, 1, 2, 3))


def creation():
    case("to.dtype", lambda a: (a * 3).to(torch.int32), fixed(x(4)))
    case("to.dtype bfloat16", lambda a: a.to(torch.bfloat16), fixed(x(4)))
    case("to.device", lambda a: a.to("cpu"), x(3))
    case("detach", lambda a: a.detach(), fixed(x(3)))
    case("clone", lambda a: a.clone(), x(3))
    case("zeros", lambda: torch.zeros(2, 3, dtype=torch.int64))
    case("ones", lambda: torch.ones(2, dtype=torch.float64))
    case("full", lambda: torch.full((2, 2), 1.25, dtype=torch.float64))
    case("arange.start_step", lambda: torch.arange(1, 8, 3))
    case("arange.start_step real", lambda: torch.arange(0.5, 2, 0.25))
    case("linspace", lambda: torch.linspace(-1, 2, 7))
    case("eye", lambda: torch.eye(3))
    case("zeros_like", torch.zeros_like, fixed(x(2, 3)))
    case("ones_like", torch.ones_like, integers(3))


def functions():
    for name in ["exp", "expm1", "sin", "cos", "atan", "tanh", "sinh", "cosh", "sigmoid", "erf",
                 "erfc"]:
        case(name, getattr(torch, name), x(5))
    case("tan", torch.tan, x(5, low=-1.3, high=1.3))
    for name in ["log", "log2", "lgamma", "digamma"]:
        case(name, getattr(torch, name), positive(5))
    case("log1p", torch.log1p, x(5, low=-0.8))
    for name in ["asin", "acos", "erfinv"]:
        case(name, getattr(torch, name), x(5, low=-0.9, high=0.9))
    case("logit", torch.logit, unit(5))
    case("logit eps", lambda a: a.logit(0.2), x(6, low=0.05, high=0.95))
    case("log_sigmoid", F.logsigmoid, x(5))
    case("special_ndtr", torch.special.ndtr, x(5))
    case("special_log_ndtr", torch.special.log_ndtr, x(5, low=-6))
    case("special_ndtri", torch.special.ndtri, unit(5))
    case("igamma", torch.special.gammainc, fixed(positive(5)), positive(5))
    case("logaddexp", torch.logaddexp, x(5), x(5))
    case("atan2", torch.atan2, x(5), x(5))


def in_place():
    """Each on a copy, so that the inputs stay."""
    case("copy_", lambda a, b: a.clone().copy_(b), fixed(x(3)), fixed(x(3)))
    case("fill_.Scalar", lambda a: a.clone().fill_(2.5), fixed(x(3)))
    case("add_.Tensor", lambda a, b: a.clone().add_(b, alpha=-0.5), fixed(x(3)), fixed(x(3)))
    case("mul_.Scalar", lambda a: a.clone().mul_(0.5), fixed(x(3)))
    case("index_put_", lambda a, i, v: a.clone().index_put_((i, torch.tensor(1)), v, True),
         fixed(x(3, 2)), t(0, 2, 0), fixed(x(3)))

    def lists(function):
        def run(a, b, c, d):
            values = [a.clone(), b.clone()]
            return function(values, [c, d]) or values
        return run

    pair = [fixed(x(3)), fixed(x(2, 2)), fixed(x(3)), fixed(x(2, 2))]
    case("_foreach_lerp_.Scalar", lists(lambda v, o: torch._foreach_lerp_(v, o, 0.3)), *pair)
    case("_foreach_norm.Scalar", lists(lambda v, o: list(torch._foreach_norm(v))), *pair)
    case("_foreach_mul_.Tensor", lists(lambda v, o: torch._foreach_mul_(v, torch.tensor(0.5))),
         *pair)
    case("_foreach_add_.List", lists(lambda v, o: torch._foreach_add_(v, o, alpha=2)), *pair)
    case("_foreach_copy_", lists(lambda v, o: torch._foreach_copy_(v, o)), *pair)

    def adam(optimizer):
        def run(a, b, g, h):
            parameters = [a.clone().requires_grad_(), b.clone().requires_grad_()]
            stepper = optimizer(parameters, lr=0.1, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1)
            for _ in range(2):
                parameters[0].grad, parameters[1].grad = g.clone(), h.clone()
                stepper.step()
            return [p.detach() for p in parameters]
        return run

    case("_fused_adam_", adam(torch.optim.Adam), *pair)
    case("_fused_adamw_", adam(torch.optim.AdamW), *pair)

    def sgd(a, b, g, h):
        parameters = [a.clone().requires_grad_(), b.clone().requires_grad_()]
        stepper = torch.optim.SGD(parameters, lr=0.1, momentum=0.9, weight_decay=0.1, nesterov=True)
        for _ in range(2):
            parameters[0].grad, parameters[1].grad = g.clone(), h.clone()
            stepper.step()
        return [p.detach() for p in parameters]

    case("_fused_sgd_", sgd, *pair)


def indexing():
    index = t([0, 2, 1], [1, 0, 2])
    case("gather", lambda a, i: a.gather(1, i), x(2, 4), index)
    case("scatter.src", lambda a, i, s: a.scatter(1, i, s), x(2, 4), index, x(2, 3))
    case("scatter.value", lambda a, i: a.scatter(1, i, 2.5), x(2, 4), index)
    case("scatter_add", lambda a, i, s: a.scatter_add(0, i, s), x(3, 3), t([0, 0, 2], [0, 1, 2]),
         x(2, 3))
    case("index_select", lambda a, i: a.index_select(1, i), x(2, 4), t(3, 0, 3))
    case("index_add", lambda a, i, s: a.index_add(0, i, s), x(3, 2), t(0, 2, 0), x(3, 2))
    case("embedding", lambda w, i: F.embedding(i, w), x(4, 3), t([0, 3], [3, 1]))
    case("sort", lambda a: a.sort(0, descending=True), x(4, 2))
    case("argsort.stable", lambda a: a.argsort(dim=1, stable=True), integers(2, 8, high=3))
    case("topk", lambda a: a.topk(2, 1, largest=False), x(2, 5))
    sequence = t(0.0, 1.0, 1.0, 3.0)
    case("searchsorted.Tensor", torch.searchsorted, fixed(sequence), fixed(t(-1.0, 1.0, 2.0, 9.0)))
    case("searchsorted.Tensor right", lambda s, v: torch.searchsorted(s, v, right=True),
         fixed(sequence), fixed(t(-1.0, 1.0, 2.0, 9.0)))
    case("one_hot", lambda i: F.one_hot(i, 5), integers(2, 2))
    case("bincount", lambda i: torch.bincount(i, minlength=7), integers(9))
    case("_unique2", lambda a: a.unique(), integers(9))
    case("nonzero", torch.nonzero, integers(3, 3, high=2))
    case("cdist", lambda a, b: torch.cdist(a, b), x(3, 2), x(2, 2))
    case("cdist first", lambda a, b: torch.cdist(a, b, 1.0), x(3, 2), x(2, 2))


def linear_algebra():
    """Signs of vectors are free, so products that do not have them are compared."""
    case("matmul", torch.matmul, x(2, 3, 2), x(2, 3))
    case("linear", F.linear, x(2, 3), x(4, 3), x(4))
    case("linear plain", F.linear, x(2, 2, 3), x(4, 3))
    case("addmm", torch.addmm, x(3), x(2, 4), x(4, 3))
    case("einsum", lambda a, b: torch.einsum("bi,bj->bij", a, b), x(2, 3), x(2, 2))
    case("outer", torch.outer, x(3), x(2))
    case("linalg_cholesky", lambda a: torch.linalg.cholesky(a @ a.T), square())
    case("linalg_eigh", lambda a: (lambda e, v: (e, v * e.exp() @ v.T))(
        *torch.linalg.eigh(a + a.T)), square())
    case("linalg_svd", lambda a: (lambda u, s, v: (s, u * s.sqrt() @ v))(
        *torch.linalg.svd(a, full_matrices=False)), x(4, 3))
    case("linalg_qr", lambda a: (lambda q, r: (r.abs(), q @ r))(*torch.linalg.qr(a)), square())
    case("linalg_inv", torch.linalg.inv, square())
    case("linalg_solve", torch.linalg.solve, square(), x(3, 2))
    case("linalg_solve_triangular",
         lambda a, b: torch.linalg.solve_triangular(a.tril(), b, upper=False), square(), x(3, 2))
    case("linalg_det", torch.linalg.det, square())
    case("linalg_slogdet", lambda a: tuple(torch.linalg.slogdet(a)), square())


def losses():
    case("cross_entropy_loss", lambda a, c: F.cross_entropy(a, c, label_smoothing=0.1), x(4, 3),
         t(0, 2, 1, 1))
    case("binary_cross_entropy_with_logits",
         lambda a, p: F.binary_cross_entropy_with_logits(a, p, reduction="none"), x(5),
         fixed(unit(5)))
    case("mse_loss", F.mse_loss, x(2, 3), x(2, 3))
    case("l1_loss", lambda a, b: F.l1_loss(a, b, reduction="sum"), x(2, 3), x(2, 3))
    case("huber_loss", lambda a, b: F.huber_loss(a, b, delta=0.5), x(2, 3), x(2, 3))


def normalizations():
    case("layer_norm", lambda a, w, b: F.layer_norm(a, [4], w, b), x(3, 4), x(4), x(4))
    case("rms_norm", lambda a, w: F.rms_norm(a, [4], w, 1e-5), x(3, 4), x(4))
    case("group_norm", lambda a, w, b: F.group_norm(a, 2, w, b), x(2, 4, 3), x(4), x(4))

    def batch_norm(training):
        def run(a, w, b, mean, variance):
            mean, variance = mean.clone(), variance.clone()
            result = F.batch_norm(a, mean, variance, w, b, training, 0.2)
            return result, mean, variance
        return run

    moments = [fixed(x(2)), fixed(positive(2))]
    case("batch_norm", batch_norm(True), x(4, 2), x(2), x(2), *moments)
    case("batch_norm evaluation", batch_norm(False), x(4, 2), x(2), x(2), *moments)
    case("instance_norm", lambda a, w, b: F.instance_norm(a, weight=w, bias=b), x(2, 2, 4), x(2),
         x(2))


def recurrences():
    def run(call):
        return lambda a, *rest: call(a, *rest)

    for name, gates in [("gru", 3), ("lstm", 4)]:
        parameters = [x(gates * 2, 3), x(gates * 2, 2), x(gates * 2), x(gates * 2),
                      x(gates * 2, 2), x(gates * 2, 2), x(gates * 2), x(gates * 2)]
        states = [x(2, 2, 2)] * 1 if name == "gru" else [x(2, 2, 2), x(2, 2, 2)]

        def call(a, *rest, name=name, count=len(states)):
            state = rest[0] if count == 1 else list(rest[:2])
            return getattr(torch, name)(
                a, state, list(rest[count:]), True, 2, 0.0, True, False, True)

        case(f"{name}.input", run(call), x(2, 3, 3), *states, *parameters)


def reductions():
    case("sum", torch.sum, x(2, 3))
    case("sum.dim_IntList", lambda a: a.sum((0, 2), keepdim=True), x(2, 3, 2))
    case("mean", torch.mean, x(2, 3))
    case("mean.dim", lambda a: a.mean(1), x(2, 3))
    case("var.correction", lambda a: a.var(1, correction=0), x(2, 4))
    case("std.correction", lambda a: a.std(0), x(4, 2))
    case("prod", torch.prod, x(4))
    case("prod.dim_int", lambda a: a.prod(1), x(2, 3))
    case("max", torch.max, x(2, 3))
    case("amax", lambda a: a.amax(1), x(2, 3))
    case("min", torch.min, x(2, 3))
    case("amin", lambda a: a.amin(0, keepdim=True), x(2, 3))
    case("argmax", lambda a: a.argmax(1), fixed(x(3, 4)))
    case("argmin", lambda a: a.argmin(0, keepdim=True), fixed(x(3, 4)))
    case("logsumexp", lambda a: a.logsumexp(1), x(2, 3))
    case("cumsum", lambda a: a.cumsum(1), x(2, 3))
    case("cumprod", lambda a: a.cumprod(0), x(3, 2))
    case("all", torch.all, truths(3))
    case("all.dim", lambda a: a.all(1), truths(4, 2))
    case("any", torch.any, truths(3))
    case("any.dim", lambda a: a.any(0), truths(2, 4))
    case("quantile", lambda a, q: a.quantile(q, 1), x(2, 6), fixed(t(0.1, 0.5)))
    case("linalg_vector_norm", lambda a: a.norm(dim=1), x(2, 3))
    case("linalg_vector_norm first", lambda a: a.norm(1, dim=(0, 1)), x(2, 3))


def shapes():
    case("reshape", lambda a: a.reshape(3, -1), x(2, 6))
    case("flatten.using_ints", lambda a: a.flatten(1), x(2, 2, 2))
    case("transpose.int", lambda a: a.transpose(0, 2), x(2, 1, 3))
    case("permute", lambda a: a.permute(2, 0, 1), x(2, 1, 3))
    case("squeeze.dim", lambda a: a.squeeze(1), x(2, 1, 3))
    case("unsqueeze", lambda a: a.unsqueeze(-1), x(3))
    case("expand", lambda a: a.expand(3, 2), x(1, 2))
    case("repeat", lambda a: a.repeat(2, 3), x(1, 2))
    case("repeat_interleave.self_int", lambda a: a.repeat_interleave(2, 1), x(2, 2))
    case("cat", lambda a, b: torch.cat([a, b], 1), x(2, 1), x(2, 2))
    case("stack", lambda a, b: torch.stack([a, b], 1), x(2), x(2))
    case("split.Tensor", lambda a: a.split(2, 1), x(2, 5))
    case("split_with_sizes", lambda a: a.split([1, 3]), x(4))
    case("unbind.int", lambda a: a.unbind(1), x(2, 3))
    case("narrow", lambda a: a.narrow(1, 1, 2), x(2, 4))
    case("select.int", lambda a: a.select(1, 2), x(2, 4))
    case("slice.Tensor", lambda a: a[:, 1:5:2], x(2, 6))
    case("flip", lambda a: a.flip(0, 1), x(2, 3))
    case("roll", lambda a: a.roll(1, 0), x(4))
    case("tril", lambda a: a.tril(-1), x(3, 3))
    case("triu", lambda a: a.triu(1), x(3, 3))
    case("diagonal", lambda a: a.diagonal(1, -2, -1), x(2, 3, 3))
    case("diag_embed", torch.diag_embed, x(2, 2))
    case("pad", lambda a: F.pad(a, (1, 0, 0, 2), value=0.5), x(2, 2))
    case("unfold", lambda a: a.unfold(0, 3, 2), x(7))
    case("contiguous", lambda a: a.T.contiguous(), x(2, 3))


if __name__ == "__main__":
    for family in [activations, arithmetic, comparisons, convolutions, creation, functions, in_place,
                   indexing, linear_algebra, losses, normalizations, recurrences, reductions,
                   shapes]:
        family()
    GOLDEN.write_text(json.dumps(CASES, separators=(",", ":"), sort_keys=True) + "\n")
    print(len(CASES), "cases,", GOLDEN.stat().st_size, "bytes")
