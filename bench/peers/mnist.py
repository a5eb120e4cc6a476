"""What every Python peer shares: the four IDX files, the command line, the stopwatch and the answer line.

Command line: <folder> <epochs> [--network 784,30,10] [--batch 10] [--rate 3] [--threads 1]
"""

import argparse
import gzip
import json
import os
import time


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("epochs", type=int)
    parser.add_argument("--network", default="784,30,10")
    parser.add_argument("--batch", type=int, default=10)
    parser.add_argument("--rate", type=float, default=3.0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.sizes = [int(n) for n in options.network.split(",")]
    # The mathematics libraries read these when they are imported, which happens after this call.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(options.threads)
    return options


def read(folder, kind):
    """Pixels as float32 in 0…1, one image a row, and the labels, of `train` or `t10k`."""
    import numpy as np

    with gzip.open(os.path.join(folder, kind + "-images-idx3-ubyte.gz")) as file:
        pixels = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784)
    with gzip.open(os.path.join(folder, kind + "-labels-idx1-ubyte.gz")) as file:
        labels = np.frombuffer(file.read(), np.uint8, offset=8)
    return pixels.astype(np.float32) / np.float32(255), labels.astype(np.int64)


def one_hot(labels, dtype):
    import numpy as np

    return np.eye(10, dtype=dtype)[labels]


def weight_scale(sizes, fan_in):
    """The book's chapter-1 start is N(0,1); with two wide hidden layers that saturates, so those start at N(0,1/fan-in)."""
    return 1.0 if len(sizes) == 3 else fan_in**-0.5


def timed(epochs, epoch):
    seconds = []
    for _ in range(epochs):
        start = time.perf_counter()
        epoch()
        seconds.append(time.perf_counter() - start)
    return seconds


def answer(peer, version, options, seconds, correct, **more):
    line = {"peer": peer, "version": version, "threads": options.threads, "secondsPerEpoch": seconds}
    print(json.dumps({**line, "correct": int(correct), **more}))
