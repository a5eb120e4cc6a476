"""NumPy, vectorised over the mini-batch, float32: what a careful NumPy user writes."""

import mnist

options = mnist.arguments()
import numpy as np  # noqa: E402


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def main():
    sizes, batch = options.sizes, options.batch
    rng = np.random.default_rng(options.seed)
    pixels, labels = mnist.read(options.folder, "train")
    targets = mnist.one_hot(labels, np.float32)
    pairs = list(zip(sizes[:-1], sizes[1:]))
    biases = [rng.standard_normal(n, np.float32) for n in sizes[1:]]
    weights = [rng.standard_normal((m, n), np.float32) * np.float32(mnist.weight_scale(sizes, m)) for m, n in pairs]
    scale = np.float32(options.rate / batch)

    def epoch():
        order = rng.permutation(len(pixels))
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            outputs = [pixels[rows]]
            for w, b in zip(weights, biases):
                outputs.append(sigmoid(outputs[-1] @ w + b))
            a = outputs[-1]
            delta = (a - targets[rows]) * a * (1 - a)
            for layer in range(len(weights) - 1, -1, -1):
                a = outputs[layer]
                by_weight, by_bias = a.T @ delta, delta.sum(axis=0)
                if layer:
                    delta = (delta @ weights[layer].T) * a * (1 - a)
                weights[layer] -= scale * by_weight
                biases[layer] -= scale * by_bias

    seconds = mnist.timed(options.epochs, epoch)
    a, test_labels = mnist.read(options.folder, "t10k")
    for w, b in zip(weights, biases):
        a = sigmoid(a @ w + b)
    correct = (a.argmax(axis=1) == test_labels).sum()
    mnist.answer("NumPy, batched", np.__version__, options, seconds, correct)


main()
