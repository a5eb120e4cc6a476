"""Makes test/goldens/small-runs.json: runs of the book's algorithm on made-up data.

    python3 scripts/goldens/small_runs.py > test/goldens/small-runs.json        (NumPy; made with 2.4.6 on Python 3.11)
"""

import json
import sys

import numpy as np
from book import SEED, VERSIONS, Net, seed_both


def data(count, inputs, classes):
    """Example i is of class i mod classes; its pixels k/256 are noise, brighter in its class's part of the picture."""
    noise = np.floor(np.random.RandomState(1).random_sample((count, inputs)) * 192)
    part = np.arange(inputs) * classes // inputs
    return [((noise[i] + 64 * (part == i % classes)) / 256, i % classes) for i in range(count)]


def run(sizes, cost, initializer, eta, lmbda, batch, epochs, count=97):
    seed_both()
    net, examples = Net(sizes, cost, initializer), data(count, sizes[0], sizes[-1])
    costs, correct = [], []
    for _ in range(epochs):
        net.epoch(examples, batch, eta, lmbda)
        costs.append(float(net.total_cost(examples, lmbda)))
        correct.append(net.correct(examples))
    return {
        "settings": {"sizes": sizes, "cost": cost, "initializer": initializer, "eta": eta, "lambda": lmbda, "batch": batch},
        "costs": costs,
        "correct": correct,
        "firstHiddenBiases": net.b[0].tolist(),
        "lastWeights": net.w[-1][-1].tolist(),
    }


# 97 examples in batches of 10: the last batch is a short one.
json.dump(
    {
        "source": f"scripts/goldens/small_runs.py, {VERSIONS}",
        "seed": SEED,
        "count": 97,
        "runs": [
            run([12, 8, 3], "quadratic", "large", 3.0, 0.0, 10, 8),
            run([12, 8, 3], "quadratic", "default", 1.0, 0.5, 7, 8),
            run([12, 8, 3], "cross-entropy", "large", 0.5, 0.0, 10, 8),
            run([12, 6, 5, 3], "cross-entropy", "default", 0.25, 0.1, 10, 8),
            run([12, 3], "cross-entropy", "default", 0.5, 0.0, 1, 4),
            run([2, 1, 2], "quadratic", "large", 3.0, 1.0, 97, 4),
        ],
    },
    sys.stdout,
    indent=1,
)
print()
