"""Makes test/goldens/torch-trajectories.json: 12 steps of PyTorch's optimizers on a tiny network, and of four small
networks with convolutions, in float64.

    python3 scripts/goldens/torch_trajectories.py > test/goldens/torch-trajectories.json    (made with PyTorch 1.13 on Python 3.11)

Every step takes all rows, so that their order does not matter. Parameters are listed as Myelin keeps them: layer by layer,
weights [out][in], then biases. Schedules are applied by hand: one step is one epoch.
"""

import json
import math
import sys

import torch

STEPS = 12
SIZES = [4, 3, 3]
ROWS = 8

torch.set_default_dtype(torch.float64)


def floats(count, seed, scale):
    """Numbers that float32 holds exactly, from a linear congruential generator."""
    numbers, state = [], seed
    for _ in range(count):
        state = (state * 1664525 + 1013904223) % 2**32
        numbers.append((state // 2**16 / 2**15 - 1) * scale)
    return numbers


PARAMETERS = sum((i + 1) * o for i, o in zip(SIZES, SIZES[1:]))
START = floats(PARAMETERS, 1, 1)
PIXELS = floats(ROWS * SIZES[0], 2, 1)
LABELS = [row % SIZES[-1] for row in range(ROWS)]


def net():
    """The layers' [weights, biases] with the starting numbers."""
    layers, at = [], 0
    for inputs, outputs in zip(SIZES, SIZES[1:]):
        w = torch.tensor(START[at : at + inputs * outputs]).reshape(outputs, inputs)
        b = torch.tensor(START[at + inputs * outputs : at + (inputs + 1) * outputs])
        layers.append([w.requires_grad_(), b.requires_grad_()])
        at += (inputs + 1) * outputs
    return layers


def cost_of(layers, cost, smoothing):
    """tanh hidden units; the mean over the rows of the book's costs."""
    (w1, b1), (w2, b2) = layers
    x = torch.tensor(PIXELS).reshape(ROWS, SIZES[0])
    z = torch.tanh(x @ w1.T + b1) @ w2.T + b2
    labels = torch.tensor(LABELS)
    y = torch.nn.functional.one_hot(labels, SIZES[-1]).to(z.dtype) * (1 - smoothing) + smoothing / SIZES[-1]
    if cost == "log-likelihood":
        return torch.nn.functional.cross_entropy(z, labels, label_smoothing=smoothing)
    if cost == "cross-entropy":
        return torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="sum") / ROWS
    return 0.5 * ((torch.sigmoid(z) - y) ** 2).sum() / ROWS


def optimizer_of(layers, s):
    weights, biases = [w for w, _ in layers], [b for _, b in layers]
    # The book's penalties, and AdamW's decay, leave the biases alone.
    decay = s.get("weightDecay", 0) if s["optimizer"] == "adamw" else s.get("l2", 0) / ROWS
    groups = [{"params": weights, "weight_decay": decay}, {"params": biases, "weight_decay": 0}]
    lr, momentum, eps = s["learningRate"], s.get("momentum", 0.9), s.get("epsilon", 1e-8)
    if s["optimizer"] == "sgd":
        return torch.optim.SGD(groups, lr=lr)
    if s["optimizer"] in ("momentum", "nesterov"):
        return torch.optim.SGD(groups, lr=lr, momentum=momentum, nesterov=s["optimizer"] == "nesterov")
    if s["optimizer"] == "rmsprop":
        return torch.optim.RMSprop(groups, lr=lr, alpha=s.get("beta2", 0.99), eps=eps)
    kind = torch.optim.AdamW if s["optimizer"] == "adamw" else torch.optim.Adam
    return kind(groups, lr=lr, betas=(momentum, s.get("beta2", 0.999)), eps=eps)


def rate_of(s, epoch):
    """Learning rate of an epoch, from 1."""
    schedule, every, lr = s.get("schedule", "constant"), s.get("scheduleEvery", 10), s["learningRate"]
    factor = s.get("scheduleFactor", 0.95 if schedule == "exponential" else 0.5)
    rate = {
        "constant": lr,
        "step": lr * factor ** ((epoch - 1) // every),
        "exponential": lr * factor ** (epoch - 1),
        "cosine": lr * 0.5 * (1 + math.cos(math.pi * (epoch - 1) / STEPS)),
    }[schedule]
    warmup = s.get("warmupEpochs", 0)
    return rate * epoch / warmup if epoch < warmup else rate


def one_cycle(optimizer, s):
    high, low = s.get("momentum", 0.95), s.get("lowMomentum", 0.85)
    cycle = s["optimizer"] != "sgd"
    return torch.optim.lr_scheduler.OneCycleLR(
        optimizer, s["learningRate"], STEPS, cycle_momentum=cycle, base_momentum=low, max_momentum=high
    )


def trajectory(cost, **settings):
    layers = net()
    parameters = [p for layer in layers for p in layer]
    optimizer = optimizer_of(layers, settings)
    rates, momenta, costs, steps = [], [], [], []
    cycle = one_cycle(optimizer, settings) if settings.get("schedule") == "one-cycle" else None
    for epoch in range(1, STEPS + 1):
        if cycle and epoch > 1:
            cycle.step()
        for group in optimizer.param_groups:
            if not cycle:
                group["lr"] = rate_of(settings, epoch)
            rate, momentum = group["lr"], group.get("momentum", group.get("betas", [0])[0])
        rates.append(rate)
        momenta.append(momentum)
        optimizer.zero_grad()
        value = cost_of(layers, cost, settings.get("labelSmoothing", 0))
        value.backward()
        if "clipNorm" in settings:
            norm = math.sqrt(sum(float((p.grad**2).sum()) for p in parameters))
            for p in parameters:
                p.grad *= min(1.0, settings["clipNorm"] / norm)
        if "l1" in settings:
            for w, _ in layers:
                w.grad += settings["l1"] / ROWS * w.detach().sign()
        optimizer.step()
        if "maxNorm" in settings:
            with torch.no_grad():
                for w, _ in layers:
                    norms = w.norm(dim=1, keepdim=True)
                    w *= torch.where(norms > settings["maxNorm"], settings["maxNorm"] / norms, torch.ones_like(norms))
        costs.append(float(value))
        steps.append([float(f"{x:.10g}") for p in parameters for x in p.detach().reshape(-1).tolist()])
    return {"cost": cost, "settings": settings, "rates": rates, "momenta": momenta, "costs": costs, "parameters": steps}


CE, LL, Q = "cross-entropy", "log-likelihood", "quadratic"
RUNS = [
    trajectory(Q, optimizer="sgd", learningRate=0.5),
    trajectory(CE, optimizer="sgd", learningRate=0.25, l2=0.5),
    trajectory(LL, optimizer="sgd", learningRate=0.25, l1=0.25),
    trajectory(LL, optimizer="sgd", learningRate=0.5, clipNorm=0.25),
    trajectory(CE, optimizer="sgd", learningRate=0.5, maxNorm=1.25),
    trajectory(Q, optimizer="sgd", learningRate=0.5, schedule="step", scheduleEvery=3),
    trajectory(Q, optimizer="sgd", learningRate=0.5, schedule="step", scheduleEvery=4, scheduleFactor=0.1),
    trajectory(LL, optimizer="sgd", learningRate=0.5, schedule="exponential"),
    trajectory(CE, optimizer="sgd", learningRate=0.25, schedule="exponential", scheduleFactor=0.8, l2=0.5),
    trajectory(LL, optimizer="sgd", learningRate=0.5, schedule="cosine"),
    trajectory(LL, optimizer="sgd", learningRate=0.5, warmupEpochs=5),
    trajectory(CE, optimizer="momentum", learningRate=0.1),
    trajectory(Q, optimizer="momentum", learningRate=0.25, momentum=0.5),
    trajectory(LL, optimizer="momentum", learningRate=0.1, momentum=0.99, l2=0.25),
    trajectory(Q, optimizer="momentum", learningRate=0.5, momentum=0),
    trajectory(LL, optimizer="momentum", learningRate=0.1, schedule="cosine", warmupEpochs=3, clipNorm=0.5),
    trajectory(CE, optimizer="nesterov", learningRate=0.1),
    trajectory(LL, optimizer="nesterov", learningRate=0.25, momentum=0.5, l2=0.5, l1=0.125),
    trajectory(LL, optimizer="rmsprop", learningRate=0.01),
    trajectory(CE, optimizer="rmsprop", learningRate=0.05, beta2=0.9, epsilon=0.01),
    trajectory(Q, optimizer="rmsprop", learningRate=0.01, beta2=0.5, l2=0.25),
    trajectory(LL, optimizer="adam", learningRate=0.01),
    trajectory(CE, optimizer="adam", learningRate=0.05, momentum=0.5, beta2=0.9),
    trajectory(Q, optimizer="adam", learningRate=0.05, epsilon=0.1),
    trajectory(LL, optimizer="adam", learningRate=0.02, momentum=0, beta2=0.99, l2=0.25),
    trajectory(LL, optimizer="adam", learningRate=0.05, schedule="step", scheduleEvery=2, warmupEpochs=4),
    trajectory(LL, optimizer="adamw", learningRate=0.01, weightDecay=0.1),
    trajectory(CE, optimizer="adamw", learningRate=0.05, weightDecay=0.5, momentum=0.8, beta2=0.99),
    trajectory(LL, optimizer="adamw", learningRate=0.05, weightDecay=0.01, clipNorm=0.25, schedule="cosine"),
    trajectory(LL, optimizer="sgd", learningRate=0.5, schedule="one-cycle"),
    trajectory(LL, optimizer="nesterov", learningRate=0.25, schedule="one-cycle", labelSmoothing=0.125),
    trajectory(CE, optimizer="momentum", learningRate=0.25, schedule="one-cycle", momentum=0.9, lowMomentum=0.5),
    trajectory(LL, optimizer="adamw", learningRate=0.05, schedule="one-cycle", weightDecay=0.1),
    trajectory(CE, optimizer="sgd", learningRate=0.25, labelSmoothing=0.25),
    trajectory(Q, optimizer="sgd", learningRate=0.5, labelSmoothing=0.25),
]


class Layered:
    """A network of layers as `--layers` has them, with an output layer for log-likelihood; parameters in Myelin's order."""

    def __init__(self, text, shape, activation, seed):
        self.act = {"tanh": torch.tanh, "relu": torch.relu}[activation]
        self.layers, self.parts, self.statistics = [], [], []
        x = torch.zeros(1, *shape)
        for words in [part.split() for part in text.split(", ")] + [["dense", str(CLASSES), "last"]]:
            self.layers.append((words, self.make(words, x.shape[1:], seed + len(self.layers))))
            x = self.run(self.layers[-1], x, training=False)

    def make(self, words, shape, seed):
        if words[0] == "conv":
            sides = [int(n) for n in words[2].split("x")]
            return self.numbers([int(words[1]), shape[0], *sides], seed)
        if words[0] == "dense":
            return self.numbers([int(words[1]), math.prod(shape)], seed)
        if words[0] == "batch-norm":
            gamma, beta = torch.ones(shape[0]).requires_grad_(), torch.zeros(shape[0]).requires_grad_()
            self.parts.append((gamma, beta, False))
            self.statistics.append((torch.zeros(shape[0]), torch.ones(shape[0])))
            return (gamma, beta, *self.statistics[-1])
        return ()

    def numbers(self, shape, seed):
        w = torch.tensor(floats(math.prod(shape), seed, 0.5)).reshape(shape).requires_grad_()
        b = torch.tensor(floats(shape[0], seed + 100, 0.5)).requires_grad_()
        self.parts.append((w, b, True))
        return w, b

    def run(self, layer, x, training=True):
        f = torch.nn.functional
        words, numbers = layer
        normalised = self.before_norm(layer)
        if words[0] == "conv":
            z = f.conv2d(x, *numbers, padding="same" if "same" in words else 0)
            return z if normalised else self.act(z)
        if words[0] == "dense":
            z = x.flatten(1) @ numbers[0].T + numbers[1]
            return z if normalised or words[-1] == "last" else self.act(z)
        if words[0] == "batch-norm":
            gamma, beta, mean, variance = numbers
            return self.act(f.batch_norm(x, mean, variance, gamma, beta, training, 0.1, 1e-5))
        if words[0] == "max-pool":
            return f.max_pool2d(x, int(words[1]))
        if words[0] == "average-pool":
            return f.avg_pool2d(x, int(words[1]))
        return x.mean((2, 3), keepdim=True)

    def before_norm(self, layer):
        kinds = [words[0] for words, _ in self.layers]
        at = next((i for i, other in enumerate(self.layers) if other is layer), None)
        after = [] if at is None else [kind for kind in kinds[at + 1 :] if "pool" not in kind]
        return bool(after) and after[0] == "batch-norm"

    def flat(self):
        return [x for w, b, _ in self.parts for p in (w, b) for x in p.detach().reshape(-1).tolist()]


CLASSES = 3


def layered(text, shape, activation, **settings):
    """Twelve steps on eight pictures [channel][y][x]; the penalty is on weights, not on biases, γ and β."""
    network = Layered(text, shape, activation, 20)
    start, pixels = network.flat(), floats(ROWS * math.prod(shape), 7, 1)
    decay = settings.get("l2", 0) / ROWS
    groups = [{"params": [w], "weight_decay": decay if penalised else 0} for w, _, penalised in network.parts]
    groups.append({"params": [b for _, b, _ in network.parts], "weight_decay": 0})
    kind = settings["optimizer"]
    momentum = 0 if kind == "sgd" else settings.get("momentum", 0.9)
    optimizer = torch.optim.SGD(groups, lr=settings["learningRate"], momentum=momentum, nesterov=kind == "nesterov")
    costs, steps, statistics = [], [], []
    for _ in range(STEPS):
        optimizer.zero_grad()
        x = torch.tensor(pixels).reshape(ROWS, *shape)
        for layer in network.layers:
            x = network.run(layer, x)
        value = torch.nn.functional.cross_entropy(x, torch.tensor(LABELS))
        value.backward()
        optimizer.step()
        costs.append(float(value))
        steps.append([float(f"{x:.10g}") for x in network.flat()])
        statistics.append([float(f"{x:.10g}") for pair in network.statistics for half in pair for x in half.tolist()])
    given = {"layers": text, "shape": shape, "activation": activation, "settings": settings}
    return {**given, "start": start, "pixels": pixels, "costs": costs, "parameters": steps, "statistics": statistics}


LAYERED = [
    layered("conv 3 3x3, max-pool 2, dense 4", [1, 6, 6], "relu", optimizer="sgd", learningRate=0.25),
    layered(
        "conv 4 3x2 same, average-pool 2, conv 3 2x2, dense 4", [2, 7, 6], "tanh",
        optimizer="momentum", learningRate=0.1, l2=0.25,
    ),
    layered(
        "conv 3 3x3, batch-norm, max-pool 2, dense 4, batch-norm", [1, 7, 6], "tanh",
        optimizer="nesterov", learningRate=0.1, momentum=0.5, l2=0.25,
    ),
    layered(
        "conv 3 2x2, max-pool 2, batch-norm, conv 4 2x2, batch-norm, global-average-pool", [3, 7, 7], "relu",
        optimizer="momentum", learningRate=0.1,
    ),
]

print("{")
print(f' "source": "scripts/goldens/torch_trajectories.py, PyTorch {torch.__version__}, Python {sys.version.split()[0]}",')
fixed = {"sizes": SIZES, "activation": "tanh", "start": START, "pixels": PIXELS, "labels": LABELS, "steps": STEPS}
for key, value in fixed.items():
    print(f" {json.dumps(key)}: {json.dumps(value)},")
print(' "runs": [')
print(",\n".join("  " + json.dumps(run) for run in RUNS))
print(' ],\n "layered": [')
print(",\n".join("  " + json.dumps(run) for run in LAYERED))
print(" ]\n}")
