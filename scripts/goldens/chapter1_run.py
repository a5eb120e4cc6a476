"""Makes test/goldens/chapter1-run.json: chapter 1's network (quadratic cost) on the first 1,000 images of MNIST.

    MYELIN_DATA=<folder of the four .gz files> python3 scripts/goldens/chapter1_run.py > test/goldens/chapter1-run.json

The book kept no seeded run of its first program, so this one is NumPy's. Figures only; no image is stored.
"""

import gzip
import json
import os
import sys

import numpy as np
from book import VERSIONS, Net, seed_both


def examples(name, count):
    folder = os.environ["MYELIN_DATA"]
    pixels = gzip.open(f"{folder}/{name}-images-idx3-ubyte.gz").read()[16:]
    labels = gzip.open(f"{folder}/{name}-labels-idx1-ubyte.gz").read()[8:]
    images = np.frombuffer(pixels, np.uint8).reshape(-1, 784) / 256
    return [(images[i], labels[i]) for i in range(count)]


seed_both()
net = Net([784, 30, 10], "quadratic", "large")
training, test = examples("train", 1000), examples("t10k", 10_000)
run = {"source": f"scripts/goldens/chapter1_run.py, {VERSIONS}", "trainingCost": [], "trainingCorrect": [], "testCorrect": []}
for _ in range(5):
    net.epoch(training, 10, 3.0, 0.0)
    run["trainingCost"].append(float(net.total_cost(training, 0.0)))
    run["trainingCorrect"].append(net.correct(training))
    run["testCorrect"].append(net.correct(test))
json.dump(run, sys.stdout, indent=1)
print()
