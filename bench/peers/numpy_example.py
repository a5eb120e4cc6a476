"""NumPy, one example at a time: the shape of the book's chapter-1 program (float64 column vectors, gradients of a
mini-batch added up in fresh arrays), written anew. np.dot as in the book: `@` is four times slower for the outer product
of two vectors in NumPy 1.24."""

import mnist

options = mnist.arguments()
import numpy as np  # noqa: E402  (after the thread count is set)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


class Network:
    def __init__(self, sizes, rng):
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.biases = [rng.standard_normal((n, 1)) for n in sizes[1:]]
        self.weights = [rng.standard_normal((n, m)) * mnist.weight_scale(sizes, m) for m, n in pairs]

    def output(self, a):
        for w, b in zip(self.weights, self.biases):
            a = sigmoid(np.dot(w, a) + b)
        return a

    def gradients(self, x, y):
        """∂C/∂b and ∂C/∂w of the quadratic cost for one example, layer by layer."""
        sums, outputs = [], [x]
        for w, b in zip(self.weights, self.biases):
            sums.append(np.dot(w, outputs[-1]) + b)
            outputs.append(sigmoid(sums[-1]))
        last = outputs[-1]
        delta = (last - y) * sigmoid(sums[-1]) * (1 - sigmoid(sums[-1]))
        by_bias, by_weight = [delta], [np.dot(delta, outputs[-2].T)]
        for layer in range(len(self.weights) - 2, -1, -1):
            slope = sigmoid(sums[layer]) * (1 - sigmoid(sums[layer]))
            delta = np.dot(self.weights[layer + 1].T, delta) * slope
            by_bias.insert(0, delta)
            by_weight.insert(0, np.dot(delta, outputs[layer].T))
        return by_bias, by_weight

    def step(self, examples, rate):
        sum_b = [np.zeros(b.shape) for b in self.biases]
        sum_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in examples:
            by_bias, by_weight = self.gradients(x, y)
            sum_b = [total + part for total, part in zip(sum_b, by_bias)]
            sum_w = [total + part for total, part in zip(sum_w, by_weight)]
        scale = rate / len(examples)
        self.weights = [w - scale * total for w, total in zip(self.weights, sum_w)]
        self.biases = [b - scale * total for b, total in zip(self.biases, sum_b)]


def main():
    rng = np.random.default_rng(options.seed)
    pixels, labels = mnist.read(options.folder, "train")
    targets = mnist.one_hot(labels, np.float64)
    examples = [(x.reshape(-1, 1), y.reshape(-1, 1)) for x, y in zip(pixels.astype(np.float64), targets)]
    network = Network(options.sizes, rng)
    orders = np.random.RandomState(options.seed)

    def epoch():
        orders.shuffle(examples_index)
        order = examples_index.tolist()
        for start in range(0, len(order), options.batch):
            network.step([examples[i] for i in order[start : start + options.batch]], options.rate)

    examples_index = np.arange(len(examples))
    seconds = mnist.timed(options.epochs, epoch)
    test_pixels, test_labels = mnist.read(options.folder, "t10k")
    correct = (network.output(test_pixels.T.astype(np.float64)).argmax(axis=0) == test_labels).sum()
    mnist.answer("NumPy, per example", np.__version__, options, seconds, correct)


main()
