"""scikit-learn's MLPClassifier. It has no quadratic cost: logistic hidden units, softmax and log loss at the output,
plain SGD without momentum or penalty, batch 10, shuffled; the same matrix work as the job."""

import time

import mnist

options = mnist.arguments()
import numpy as np  # noqa: E402
import sklearn  # noqa: E402
from sklearn.neural_network import MLPClassifier  # noqa: E402

stamps = []


class Stopwatch(MLPClassifier):
    def _update_no_improvement_count(self, *rest):
        """Called at the end of each epoch: note the time, never stop early."""
        stamps.append(time.perf_counter())


def main():
    pixels, labels = mnist.read(options.folder, "train")
    model = Stopwatch(
        hidden_layer_sizes=tuple(options.sizes[1:-1]),
        activation="logistic",
        solver="sgd",
        batch_size=options.batch,
        learning_rate_init=0.3,
        momentum=0.0,
        nesterovs_momentum=False,
        alpha=0.0,
        max_iter=options.epochs,
        n_iter_no_change=1_000_000,
        random_state=options.seed,
    )
    import warnings

    warnings.simplefilter("ignore")  # "not converged": we stop on purpose
    start = time.perf_counter()
    model.fit(pixels, labels)
    total = time.perf_counter() - start
    if len(stamps) == options.epochs:
        seconds = list(np.diff([start, *stamps]))
    else:  # another version without that hook: the mean, data checks included
        seconds = [total / options.epochs] * options.epochs
    test_pixels, test_labels = mnist.read(options.folder, "t10k")
    correct = (model.predict(test_pixels) == test_labels).sum()
    mnist.answer("scikit-learn MLPClassifier", sklearn.__version__, options, seconds, correct)


main()
