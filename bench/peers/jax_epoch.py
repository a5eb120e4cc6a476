"""JAX on the CPU: one jit call an epoch, lax.scan over the mini-batches. The first epoch includes the compilation and
is reported apart."""

import os
import time

import mnist

options = mnist.arguments()
# XLA has no thread count of its own on the CPU: the process is pinned to as many cores as it may use.
if hasattr(os, "sched_setaffinity"):
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[: options.threads])
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402


def main():
    sizes, batch = options.sizes, options.batch
    pixels, labels = mnist.read(options.folder, "train")
    pixels, targets = jnp.asarray(pixels), jnp.asarray(mnist.one_hot(labels, "float32"))
    key = jax.random.PRNGKey(options.seed)
    parameters = []
    for m, n in zip(sizes[:-1], sizes[1:]):
        key, for_w, for_b = jax.random.split(key, 3)
        w = jax.random.normal(for_w, (m, n)) * mnist.weight_scale(sizes, m)
        parameters.append((w, jax.random.normal(for_b, (n,))))

    def output(parameters, a):
        for w, b in parameters:
            a = jax.nn.sigmoid(a @ w + b)
        return a

    def cost(parameters, x, y):
        return 0.5 / batch * jnp.sum((output(parameters, x) - y) ** 2)

    @jax.jit
    def epoch(parameters, key):
        order = jax.random.permutation(key, len(pixels)).reshape(-1, batch)

        def step(parameters, rows):
            slopes = jax.grad(cost)(parameters, pixels[rows], targets[rows])
            return jax.tree_util.tree_map(lambda p, g: p - options.rate * g, parameters, slopes), None

        return jax.lax.scan(step, parameters, order)[0]

    start = time.perf_counter()
    epoch.lower(parameters, key).compile()
    compiling = time.perf_counter() - start
    jax.block_until_ready(epoch(parameters, key))  # warms the call; its result is dropped

    def one():
        nonlocal parameters, key
        key, now = jax.random.split(key)
        parameters = jax.block_until_ready(epoch(parameters, now))

    seconds = mnist.timed(options.epochs, one)
    test_pixels, test_labels = mnist.read(options.folder, "t10k")
    correct = (output(parameters, jnp.asarray(test_pixels)).argmax(axis=1) == jnp.asarray(test_labels)).sum()
    mnist.answer("JAX, one jit call an epoch", jax.__version__, options, seconds, correct, compileSeconds=compiling)


main()
