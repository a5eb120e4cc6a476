// What we want to reach, as functions of one run's medians. Printed beside the figures; never a test.
const times = (slow, fast) => (value) => value(slow) / value(fast);
const ch = (name) => `chapter1/${name}`;

/** Per cent of the peak kernel that the slowest of these dense kernels reaches. */
const slowest =
  (...names) =>
  (value) =>
    (100 * Math.min(...names.map((name) => value("kernels/plain", `plain ${name}`)))) /
    value("kernels/plain", "plainPeakGflops");

export const GOALS = [
  { what: "1 thread against NumPy per example", of: times(ch("numpy-example"), ch("myelin-1")), least: 25, unit: "×" },
  { what: "1 thread against NumPy batched", of: times(ch("numpy-batched"), ch("myelin-1")), least: 2.5, unit: "×" },
  {
    what: "2 threads against NumPy per example",
    of: times(ch("numpy-example"), ch("myelin-2")),
    least: 40,
    aim: 50,
    unit: "×",
  },
  {
    what: "2 threads against NumPy batched",
    of: times(ch("numpy-batched"), ch("myelin-2")),
    least: 4,
    aim: 5,
    unit: "×",
  },
  {
    what: "--fast, 2 threads against NumPy per example",
    of: times(ch("numpy-example"), ch("fast-2")),
    least: 50,
    aim: 60,
    unit: "×",
  },
  {
    what: "--fast, 2 threads against NumPy batched",
    of: times(ch("numpy-batched"), ch("fast-2")),
    least: 5,
    unit: "×",
  },
  { what: "1 thread against JAX, 1 thread", of: times(ch("jax-1"), ch("myelin-1")), least: 1.7, unit: "×" },
  { what: "2 threads against JAX, 2 threads", of: times(ch("jax-2"), ch("myelin-2")), least: 2.5, unit: "×" },
  { what: "1 thread against PyTorch 2.13", of: times(ch("torch-2.13"), ch("myelin-1")), least: 10, unit: "×" },
  { what: "2 threads against PyTorch 2.13", of: times(ch("torch-2.13"), ch("myelin-2")), least: 15, unit: "×" },
  { what: "1 thread against TensorFlow.js wasm", of: times(ch("tfjs-wasm"), ch("myelin-1")), least: 60, unit: "×" },
  { what: "1 thread against jax-js", of: times(ch("jaxjs"), ch("myelin-1")), least: 60, unit: "×" },
  { what: "2 threads against TensorFlow.js wasm", of: times(ch("tfjs-wasm"), ch("myelin-2")), least: 100, unit: "×" },
  { what: "2 threads against jax-js", of: times(ch("jaxjs"), ch("myelin-2")), least: 100, unit: "×" },
  { what: "1 thread, times of the C program", of: times(ch("myelin-1"), ch("c")), most: 2.2, aim: 1, unit: "×" },
  { what: "2 threads, times of the C program", of: times(ch("myelin-2"), ch("c")), most: 1.3, aim: 1, unit: "×" },
  {
    what: "[784,100,10], times of the chapter-1 epoch",
    of: times("wide/myelin-1", ch("myelin-1")),
    most: 3.5,
    unit: "×",
  },
  {
    what: "[784,800,800,10], 1 thread, times of PyTorch",
    of: times("big/myelin-1", "big/torch-1"),
    most: 1.4,
    unit: "×",
  },
  {
    what: "[784,800,800,10], 2 threads, times of PyTorch",
    of: times("big/myelin-2", "big/torch-2"),
    most: 1.4,
    unit: "×",
  },
  {
    what: "[784,800,800,10], --fast, 2 threads, times of PyTorch",
    of: times("big/fast-2", "big/torch-2"),
    most: 1.4,
    aim: 1,
    unit: "×",
  },
  {
    what: "dense kernels at 256³, share of the peak kernel",
    of: slowest("forward 256³ with packing", "input gradient 256³", "weight update 256³"),
    least: 80,
    unit: " %",
  },
  {
    what: "dense kernels at real shapes, share of the peak kernel",
    of: slowest(
      "forward 100×784×800",
      "weight update 100×784×800",
      "forward 100×800×800",
      "input gradient 100×800×800",
      "weight update 100×800×800",
    ),
    least: 65,
    unit: " %",
  },
  {
    what: "cross-entropy and L2, times of the chapter-1 epoch",
    of: times("entropy/l2-1", ch("myelin-1")),
    most: 1.3,
    unit: "×",
  },
  ...["entropy", "entropy-wide"].flatMap((group) =>
    ["tfjs-cpu", "tfjs-wasm", "jaxjs"].map((peer) => ({
      what: `${group}, 1 thread against ${peer}`,
      of: times(`${group}/${peer}`, `${group}/myelin-1`),
      least: 10,
      unit: "×",
    })),
  ),
  {
    what: "events, health and progress",
    of: (value) => value("process/overhead", "overheadPercent"),
    most: 2,
    unit: " %",
  },
  { what: "--preset good, whole run, 2 threads", of: (value) => value("process/good-2"), most: 30, unit: " s" },
  {
    what: "whole run with 2 threads beside a busy process, more than with 1",
    of: (value) => value("process/busy-2") - value("process/busy-1"),
    most: 1,
    unit: " s",
  },
  { what: "four .gz files → engine", of: (value) => value("process/myelin-2", "load"), most: 0.5, unit: " s" },
  { what: "whole process, 2 threads", of: (value) => value("process/myelin-2"), most: 3.2, unit: " s" },
  { what: "whole process, --fast, 2 threads", of: (value) => value("process/fast-2"), most: 2.6, unit: " s" },
  { what: "peak memory, 2 threads", of: (value) => value("process/myelin-2", "peakMegabytes"), most: 300, unit: " MB" },
  { what: "myelin --help", of: (value) => value("process/help") * 1000, most: 120, unit: " ms" },
];
