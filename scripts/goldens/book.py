"""The book's algorithm written anew with NumPy, the outside truth for src/textbook.

Nothing here is shared with the TypeScript: the arithmetic is NumPy's, the normal deviates are numpy.random.randn, the
uniform numbers are random.random. Python 3 shuffles otherwise than the book's Python 2, so that loop is written out.
"""

import random
import sys

import numpy as np

SEED = 12345678
VERSIONS = f"NumPy {np.__version__}, Python {sys.version.split()[0]}"


def seed_both():
    np.random.seed(SEED)
    random.seed(SEED)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def shuffle(items):
    for i in range(len(items) - 1, 0, -1):
        j = int(random.random() * (i + 1))
        items[i], items[j] = items[j], items[i]


class Net:
    def __init__(self, sizes, cost, initializer):
        self.sizes, self.cost = sizes, cost
        self.b = [np.random.randn(n) for n in sizes[1:]]
        self.w = [np.random.randn(n, m) for m, n in zip(sizes, sizes[1:])]
        if initializer == "default":
            self.w = [w / np.sqrt(w.shape[1]) for w in self.w]

    def forward(self, x):
        a = [x]
        for w, b in zip(self.w, self.b):
            a.append(sigmoid(w @ a[-1] + b))
        return a

    def step(self, batch, eta, lmbda, n):
        gw, gb = [np.zeros_like(w) for w in self.w], [np.zeros_like(b) for b in self.b]
        for x, label in batch:
            a = self.forward(x)
            delta = a[-1] - np.eye(self.sizes[-1])[label]
            if self.cost == "quadratic":
                delta = delta * a[-1] * (1 - a[-1])
            for layer in reversed(range(len(self.w))):
                gb[layer] += delta
                gw[layer] += np.outer(delta, a[layer])
                if layer:
                    delta = (self.w[layer].T @ delta) * a[layer] * (1 - a[layer])
        self.w = [(1 - eta * lmbda / n) * w - eta / len(batch) * g for w, g in zip(self.w, gw)]
        self.b = [b - eta / len(batch) * g for b, g in zip(self.b, gb)]

    def total_cost(self, examples, lmbda):
        total = 0.0
        for x, label in examples:
            a, y = self.forward(x)[-1], np.eye(self.sizes[-1])[label]
            if self.cost == "quadratic":
                total += 0.5 * np.sum((a - y) ** 2)
            else:
                total += np.sum(-y * np.log(a) - (1 - y) * np.log(1 - a))
        return total / len(examples) + 0.5 * lmbda / len(examples) * sum(np.sum(w**2) for w in self.w)

    def correct(self, examples):
        return sum(int(self.forward(x)[-1].argmax()) == label for x, label in examples)

    def epoch(self, examples, batch, eta, lmbda):
        shuffle(examples)
        for k in range(0, len(examples), batch):
            self.step(examples[k : k + batch], eta, lmbda, len(examples))
