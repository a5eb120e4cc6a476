// The list of rows. A row has an id "group/name", a title, and either `command` (what to run) or `missing` (why it cannot
// be run), or `standIn`: another row of the same run times a ratio measured elsewhere.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tell } from "./machine.mjs";

const bench = fileURLToPath(new URL("..", import.meta.url));
const root = join(bench, "..");
const cli = join(root, "dist/cli/main.js");

/** Seconds an epoch of the chapter-1 job on a 2-core Zen 5, medians of one earlier run: what the stand-ins are made from. */
const EARLIER = { numpyBatched: 0.29, jax1: 0.22, jax2: 0.18, torch213: 1.15 };

const WIDE = { network: "784,100,10", batch: 10, init: "gaussian" };
const ENTROPY = { network: "784,30,10", cost: "cross-entropy", init: "gaussian", rate: 0.5 };
const ENTROPY_WIDE = { ...ENTROPY, network: "784,100,10" };
const BIG = { network: "784,800,800,10", batch: 100, init: "scaled", rate: 0.3 };

/** All rows for a context { data, python, node: {file, version}, newNode?, epochs? }. */
export function programs(context) {
  const { python, peer, js, ours } = makers(context);
  const nodeName = `Node ${context.node.version}`;
  const newName = context.newNode ? `Node ${context.newNode.version}` : "Node ≥ 22";
  const us = (group, job, epochs) => [
    ours(`${group}/myelin-1`, `Myelin, 1 thread, ${nodeName}`, { ...job, epochs, threads: 1 }),
    ours(`${group}/myelin-2`, `Myelin, 2 threads, ${nodeName}`, { ...job, epochs, threads: 2 }),
    ours(`${group}/new-1`, `Myelin, 1 thread, ${newName}`, { ...job, epochs, threads: 1, recent: true }),
    ours(`${group}/new-2`, `Myelin, 2 threads, ${newName}`, { ...job, epochs, threads: 2, recent: true }),
    ours(`${group}/fast-1`, `Myelin --fast, 1 thread, ${newName}`, { ...job, epochs, threads: 1, fast: true }),
    ours(`${group}/fast-2`, `Myelin --fast, 2 threads, ${newName}`, { ...job, epochs, threads: 2, fast: true }),
  ];
  const of = ({ network, batch, rate = 3 }) => ["--network", network, "--batch", String(batch), "--rate", String(rate)];
  const rows = [
    ...us("chapter1", {}, 10),
    peer("chapter1/c", "C, AVX-512, zero skipping, 1 core", 10, cProgram()),
    python("chapter1/numpy-example", "NumPy, per example", "numpy", "numpy_example.py", 1, 1),
    python("chapter1/numpy-batched", "NumPy, batched, float32", "numpy", "numpy_batched.py", 1, 3),
    python("chapter1/sklearn", "scikit-learn MLPClassifier", "sklearn", "sklearn_mlp.py", 1, 2),
    ...torchRows("chapter1", python, context, [], 2),
    ...jaxRows(python, context),
    js("chapter1/tfjs-cpu", "TensorFlow.js, cpu", "tfjs.mjs", "@tensorflow/tfjs-core", 0.05, ["--backend", "cpu"]),
    js("chapter1/tfjs-wasm", "TensorFlow.js, wasm", "tfjs.mjs", "@tensorflow/tfjs-core", 0.1, ["--backend", "wasm"]),
    js("chapter1/jaxjs", "jax-js, wasm", "jaxjs.mjs", "@jax-js/jax", 0.1),
    js("chapter1/brain", "brain.js", "brain.mjs", "brain.js", 0.1),
    ...us("wide", WIDE, 5),
    python("wide/numpy-batched", "NumPy, batched, float32", "numpy", "numpy_batched.py", 1, 2, of(WIDE)),
    ...torchRows("wide", python, context, of(WIDE), 1),
    ours("entropy/myelin-1", `Myelin, 1 thread, ${nodeName}`, { ...ENTROPY, epochs: 10, threads: 1 }),
    ours("entropy/l2-1", `Myelin, L2 λ 5, 1 thread, ${nodeName}`, { ...ENTROPY, l2: 5, epochs: 10, threads: 1 }),
    ...entropyPeers("entropy", 30, js),
    ours("entropy-wide/myelin-1", `Myelin, 1 thread, ${nodeName}`, { ...ENTROPY_WIDE, epochs: 5, threads: 1 }),
    ...entropyPeers("entropy-wide", 100, js),
    ...us("big", BIG, 2),
    ...[1, 2].map((threads) =>
      python(
        `big/numpy-batched-${threads}`,
        `NumPy, batched, ${threads} thread${threads > 1 ? "s" : ""}`,
        "numpy",
        "numpy_batched.py",
        threads,
        1,
        of(BIG),
      ),
    ),
    ...torchRows("big", python, context, of(BIG), 1),
    ours("process/myelin-2", `whole run, 30 epochs, 2 threads, ${nodeName}`, { epochs: 30, threads: 2 }, "process"),
    ours("process/myelin-1", `whole run, 30 epochs, 1 thread, ${nodeName}`, { epochs: 30, threads: 1 }, "process"),
    ours(
      "process/fast-2",
      `whole run, 30 epochs, --fast, 2 threads, ${newName}`,
      { epochs: 30, threads: 2, fast: true },
      "process",
    ),
    ...[1, 2].map((threads) => {
      const title = `whole run, 30 epochs, ${threads} thread${threads > 1 ? "s" : ""}, another process on one core`;
      return busy(ours(`process/busy-${threads}`, `${title}, ${nodeName}`, { epochs: 30, threads }, "process"));
    }),
    ours(
      "process/good-2",
      `whole run, --preset good, 2 threads, ${nodeName}`,
      { preset: "good", threads: 2 },
      "process",
    ),
    script("process/overhead", `train beside the bare engine, 20 epochs, ${nodeName}`, "overhead.mjs", context),
    help("process/help", `myelin --help, ${nodeName}`),
    gflops("peak/plain", `register-only kernel, ${nodeName}`, "peak/peak.mjs", context.node),
    gflops("peak/new", `register-only kernel, ${newName}`, "peak/peak.mjs", context.newNode),
    gflops("kernels/plain", `dense kernels, ${nodeName}`, "kernels.mjs", context.node),
    gflops("kernels/new", `dense kernels, ${newName}`, "kernels.mjs", context.newNode),
  ];
  return rows;
}

/** The JavaScript peers with cross-entropy. */
function entropyPeers(group, hidden, js) {
  const more = ["--hidden", String(hidden), "--cost", "cross-entropy", "--rate", "0.5"];
  const tf = (backend, part) =>
    js(`${group}/tfjs-${backend}`, `TensorFlow.js, ${backend}`, "tfjs.mjs", "@tensorflow/tfjs-core", part, [
      "--backend",
      backend,
      ...more,
    ]);
  return [
    tf("cpu", 0.02),
    tf("wasm", 0.05),
    js(`${group}/jaxjs`, "jax-js, wasm", "jaxjs.mjs", "@jax-js/jax", 0.05, more),
  ];
}

/** The same row while another process keeps one core busy. */
const busy = (row) => (row.command ? { ...row, busy: true } : row);

const jobWords = (job) => ["--threads", String(job.threads)];

function makers(context) {
  const { data } = context;
  const row = (id, title, more) => ({ id, group: id.split("/")[0], title, unit: "s/epoch", ...more });
  const epochsFor = (otherwise) => context.epochs ?? otherwise;

  const peer = (id, title, epochs, { missing, file }) =>
    row(id, title, missing ? { missing } : { command: { file, args: [data, String(epochsFor(epochs))] }, threads: 1 });

  const python = (id, title, module, script, threads, epochs, more = []) => {
    if (!context.python) return row(id, title, { missing: "no python3 was found" });
    if (!(module in context.python.modules))
      return row(id, title, { missing: `${context.python.file} cannot import ${module}` });
    const args = [join(bench, "peers", script), data, String(epochsFor(epochs)), ...more, ...jobWords({ threads })];
    return row(id, title, { command: { file: context.python.file, args, env: threadLimit(threads) }, threads });
  };

  const js = (id, title, script, module, part, more = []) => {
    if (!existsSync(join(bench, "node_modules", module)))
      return row(id, title, { missing: `run npm ci in bench/: ${module} is not installed` });
    const runtime = context.newNode ?? context.node;
    const share = context.full ? [] : ["--part", String(part)];
    const args = [join(bench, "peers", script), data, "1", ...share, ...more];
    return row(`${id}`, `${title}, Node ${runtime.version}`, { command: { file: runtime.file, args }, threads: 1 });
  };

  const ours = (id, title, job, kind = "epoch") => {
    const runtime = job.fast || job.recent ? context.newNode : context.node;
    if (!runtime) return row(id, title, { missing: "needs Node 22 or newer: run node bench/fetch-node.mjs" });
    if (job.recent && runtime.file === context.node.file)
      return row(id, title, { missing: "this is the same Node as above" });
    if (!existsSync(cli)) return row(id, title, { missing: "run npm run build first" });
    const out = join(tmpdir(), `myelin-bench-${process.pid}-${id.replace("/", "-")}`);
    const epochs = kind === "process" ? job.epochs : epochsFor(job.epochs);
    const args = [cli, "train", "--data", data, "--json", "--quiet", "--out", out, "--force"];
    if (epochs) args.push("--epochs", String(epochs));
    if (job.network) args.push("--hidden", job.network.split(",").slice(1, -1).join(","));
    const flags = {
      batch: "batch-size",
      init: "init",
      rate: "learning-rate",
      cost: "cost",
      l2: "l2",
      preset: "preset",
    };
    for (const [key, flag] of Object.entries(flags)) if (job[key]) args.push(`--${flag}`, String(job[key]));
    args.push("--threads", String(job.threads), ...(job.fast ? ["--fast"] : []));
    return row(id, title, {
      kind,
      ours: true,
      threads: job.threads,
      out,
      command: { file: runtime.file, args, cwd: root },
    });
  };
  return { python, peer, js, ours };

  function threadLimit(threads) {
    const n = String(threads);
    return { OMP_NUM_THREADS: n, OPENBLAS_NUM_THREADS: n, MKL_NUM_THREADS: n };
  }
}

/** The installed PyTorch, and 2.13 as a stand-in where it is not that. */
function torchRows(group, python, context, more, epochs) {
  const script = "torch_eager.py";
  const rows = [1, 2].map((threads) =>
    python(
      `${group}/torch-${threads}`,
      `PyTorch eager, ${threads} thread${threads > 1 ? "s" : ""}`,
      "torch",
      script,
      threads,
      epochs,
      more,
    ),
  );
  const version = context.python?.modules.torch;
  if (group === "chapter1" && !version?.startsWith("2.13")) {
    rows.push(standIn("chapter1/torch-2.13", "PyTorch 2.13 eager", EARLIER.torch213));
  }
  return rows;
}

function jaxRows(python, context) {
  if (!context.python?.modules.jax) {
    return [
      standIn("chapter1/jax-1", "JAX, one jit call an epoch, 1 thread", EARLIER.jax1),
      standIn("chapter1/jax-2", "JAX, one jit call an epoch, 2 threads", EARLIER.jax2),
    ];
  }
  return [1, 2].map((threads) =>
    python(
      `chapter1/jax-${threads}`,
      `JAX, one jit call an epoch, ${threads} thread${threads > 1 ? "s" : ""}`,
      "jax",
      "jax_epoch.py",
      threads,
      5,
    ),
  );
}

function standIn(id, title, seconds) {
  const ratio = seconds / EARLIER.numpyBatched;
  return { id, group: "chapter1", title, unit: "s/epoch", standIn: { of: "chapter1/numpy-batched", ratio } };
}

function help(id, title) {
  if (!existsSync(cli)) return { id, group: "process", title, missing: "run npm run build first" };
  const command = { file: process.execPath, args: [cli, "--help"], cwd: root };
  return { id, group: "process", title, unit: "s", kind: "process", repeat: 5, command };
}

/** A script of this folder that is given the data. */
function script(id, title, file, { data, node }) {
  const command = { file: node.file, args: [join(bench, file), data], cwd: root };
  return { id, group: id.split("/")[0], title, unit: "s", command };
}

function gflops(id, title, script, runtime) {
  const group = id.split("/")[0];
  if (!runtime) return { id, group, title, missing: "needs Node 22 or newer: run node bench/fetch-node.mjs" };
  return {
    id,
    group,
    title,
    unit: "GFLOP/s",
    kind: "gflops",
    command: { file: runtime.file, args: [join(bench, script)], cwd: root },
  };
}

/** Compiles peers/avx512.c when it is older than its source. */
function cProgram() {
  const file = join(bench, ".cache/avx512");
  const source = join(bench, "peers/avx512.c");
  const avx512 = tell("sh", ["-c", "grep -m1 -o avx512f /proc/cpuinfo"]);
  if (!avx512) return { missing: "this processor has no AVX-512, or it cannot be seen" };
  if (existsSync(file) && statSync(file).mtimeMs > statSync(source).mtimeMs) return { file };
  mkdirSync(join(bench, ".cache"), { recursive: true });
  try {
    execFileSync("gcc", ["-O3", "-march=native", "-o", file, source, "-lz", "-lm"], { stdio: "pipe" });
    return { file };
  } catch (error) {
    return {
      missing: `gcc could not compile it: ${
        String(error.stderr ?? error.message)
          .trim()
          .split("\n")[0]
      }`,
    };
  }
}
