import { MyelinError, usageError } from "../core/errors.ts";
import type { EngineDescription, Score } from "../core/events.ts";
import type { Host } from "../core/host.ts";
import { PURPOSES } from "../core/random.ts";
import type { Augmentation, Dataset } from "../dataset/index.ts";
import { type Network, standardised } from "../network/index.ts";
import { checkMemory, hasRelaxedSimd, hasSimd, type KernelBuild, loadKernels, makeMemory } from "./binary.ts";
import { Canonical, type Which } from "./canonical.ts";
import { type Command, EVALUATE, TRAIN } from "./control.ts";
import { fillIdentity, fillSet } from "./fill.ts";
import { chooseForm, type InputForm, type InputSize, inputSize, isSparse } from "./input-form.ts";
import type { Kernels } from "./kernel-table.ts";
import { kindOf } from "./layers/index.ts";
import { makePlan } from "./make-plan.ts";
import { type MemoryViews, viewsOf } from "./memory-views.ts";
import { Pace } from "./pace.ts";
import { bytesOf } from "./parameters.ts";
import { outputOf, type Plan, type PlanSpec } from "./plan.ts";
import type { Answer } from "./runner.ts";
import type { SetName } from "./set-plan.ts";
import { EVALUATION_ROWS } from "./signal.ts";
import { LeadTeam, spinsOf, type Team, type ThreadPool } from "./team.ts";
import { twins } from "./twins/index.ts";
import { memoryOf, PLAIN_SGD, type UpdateSpec } from "./update-spec.ts";

/** The data that an engine holds. */
export type EngineSets = Readonly<Partial<Record<SetName, Dataset>>>;

export interface EngineOptions {
  readonly host: Host;
  readonly batchSize?: number;
  /** How gradients become steps; by default plain gradient descent. */
  readonly update?: UpdateSpec;
  /** Threads beside the calling one; without it everything is done by the calling thread, with the same bits. */
  readonly threads?: ThreadPool;
  /** How training images are changed, at random; by default not at all. */
  readonly augment?: Augmentation;
  /** Keep the answers of evaluated rows, for `answers`. */
  readonly keepAnswers?: boolean;
  /** "typescript" runs the twins. */
  readonly kernels?: "wasm" | "typescript";
  /** The relaxed build: faster, and outside the bits contract. */
  readonly fast?: boolean;
}

/** What the steps of an epoch are made with: η, and μ of momentum and nesterov or β₁ of adam. */
export interface EpochPace {
  readonly rates: Float64Array;
  readonly momenta: Float64Array;
}

/** A stretch of training. */
export interface Stretch {
  readonly steps: number;
  /** Sum over the epoch's steps so far of the mean cost of the mini-batch, before each update. */
  readonly costSum: number;
}

/** A piece of an evaluation should take about this long (ms). */
const EVALUATION_PIECE = 20;
/** Answers are kept as bytes, as labels are. */
const MOST_CLASSES = 256;

/**
 * A network and its data in the form that the kernels work on.
 *
 * The engine owns one memory: data, packed weights, activations, deltas. Canonical parameters go in when it is opened and come
 * out by `readParameters`.
 */
export class Engine {
  readonly description: EngineDescription;
  readonly #plan: Plan;
  readonly #memory: MemoryViews;
  readonly #canonical: Canonical;
  readonly #kernels: Kernels;
  readonly #team: Team;
  readonly #host: Host;
  readonly #pace: Pace;
  /** Scale of the stored weights of a sparse first layer. */
  #scale = 1;
  /**
   * With an exponential mean of the parameters: whether it stands in their place, to be read, saved and evaluated, and the trained
   * ones in its. Training puts both where they belong.
   */
  #showsMean = false;
  /** Copies of the layers that every thread has for itself differ after thread 0 has worked alone. */
  #copiesDiffer = false;

  private constructor(
    plan: Plan,
    memory: MemoryViews,
    kernels: Kernels,
    team: Team,
    options: EngineOptions,
    build: KernelBuild | "twins",
  ) {
    this.#plan = plan;
    this.#memory = memory;
    this.#canonical = new Canonical(plan, memory);
    this.#kernels = kernels;
    this.#team = team;
    this.#host = options.host;
    this.#pace = new Pace(team.size, options.threads?.steady);
    this.description = {
      kernels: ({ plain: "wasm-simd", relaxed: "wasm-relaxed-simd", twins: "typescript" } as const)[build],
      threads: team.size,
      bits: build !== "relaxed",
      input: isSparse(plan.spec.form) ? "sparse" : "dense",
    };
  }

  /**
   * Lays out the memory, fills in data and parameters, and starts the threads.
   *
   * @throws MyelinError ENGINE_SHAPE when a data set does not fit the network, FAST_UNAVAILABLE, ENGINE_MEMORY
   */
  static async open(network: Network, given: EngineSets, options: EngineOptions): Promise<Engine> {
    const sets = standardisedSets(network, given);
    for (const set of Object.values(sets)) checkFit(network, set);
    const build = chooseBuild(options);
    const threads = build === "twins" ? 1 : (options.threads?.size ?? 1);
    const plan = makePlan(planSpec(network, sets, options, threads));
    checkMemory(plan.bytes);
    const pool = build === "twins" ? undefined : options.threads;
    const memory = makeMemory(plan.bytes, pool?.shared ?? false);
    const views = viewsOf(memory.buffer);
    const kernels = build === "twins" ? twins(views) : await loadKernels(build, memory);
    // The other threads compile while this one fills in the data.
    const starting = build === "twins" ? undefined : pool?.start({ plan, memory, build });
    starting?.catch(() => {});
    fillIdentity(plan, views);
    for (const layer of plan.layers) kindOf(layer).fill?.(layer, views);
    for (const [name, set] of Object.entries(sets)) fillSet(plan, plan.sets[name as SetName]!, set, views, kernels);
    const team = (await starting) ?? new LeadTeam(plan, memory, kernels);
    const engine = new Engine(plan, views, kernels, team, options, build);
    engine.writeParameters(network.parameters);
    engine.writeStatistics(network.statistics);
    return engine;
  }

  /** Steps of one epoch: the last mini-batch may be short. */
  get stepsPerEpoch(): number {
    return Math.ceil(this.#plan.sets.training!.count / this.#plan.spec.batchSize);
  }

  /**
   * Sets up an epoch, from 1.
   *
   * @param seed with the epoch it decides the order of the training rows: that of `batchOrder`
   * @param pace η and μ of each step
   */
  beginEpoch(seed: number, epoch: number, { rates, momenta }: EpochPace): void {
    const { order, orderedIndex, scratch, spec } = this.#plan;
    const { index, count } = this.#plan.sets.training!;
    const [key0, key1] = [seed >>> 0, Math.floor(seed / 4_294_967_296)];
    this.#kernels.u32_shuffle(order, count, key0, key1, epoch, PURPOSES.shuffle, scratch[0]!);
    if (isSparse(spec.form)) this.#kernels.u64_gather(index, order, count, orderedIndex);
    new Float64Array(this.#memory.f32.buffer, this.#plan.rates, rates.length).set(rates);
    new Float64Array(this.#memory.f32.buffer, this.#plan.momenta, momenta.length).set(momenta);
  }

  /**
   * Trains from step `from` of the epoch (numbered from 1) for about 20 ms.
   *
   * @param costSum of the epoch's steps before
   */
  async train(epoch: number, from: number, costSum: number): Promise<Stretch> {
    const { active, steps } = this.#pace.next();
    const to = Math.min(from + steps, this.stepsPerEpoch);
    this.#showMean(false);
    if (active > 1) this.#levelCopies();
    const start = this.#host.now();
    const answer = await this.#execute({ kind: TRAIN, epoch, from, to, scale: this.#scale, costSum }, active);
    this.#pace.saw(answer.steps, this.#host.now() - start);
    this.#scale = answer.scale;
    if (active === 1) this.#copiesDiffer = true;
    return answer;
  }

  /** Multiplies the scale into the sparse first layer's weights; done after every epoch, so that it never changes bits. */
  fold(): void {
    if (this.#scale === 1) return;
    const { values, weights } = this.#plan.layers[0]!.parameters!;
    const first = values.weights[0]! >>> 2;
    const { f32 } = this.#memory;
    for (let i = first; i < first + bytesOf(weights) / 4; i++) f32[i] = f32[i]! * this.#scale;
    this.#scale = 1;
    this.#copiesDiffer = true;
  }

  /** Runs the whole set through the network. */
  async evaluate(set: SetName): Promise<Required<Score>> {
    const { count, labels } = this.#plan.sets[set]!;
    const { u8 } = this.#memory;
    await this.#run(set);
    const classes = this.classes(set);
    let correct = 0;
    for (let i = 0; i < count; i++) if (classes[i] === u8[labels + i]) correct++;
    const costs = new Float64Array(u8.buffer, this.#plan.evaluationCosts, Math.ceil(count / EVALUATION_ROWS));
    return { correct, total: count, cost: costs.reduce((sum, cost) => sum + cost, 0) / count };
  }

  /** Answered classes of the set evaluated last, as a view. */
  classes(set: SetName): Uint8Array {
    return this.#memory.u8.subarray(
      this.#plan.evaluationClasses,
      this.#plan.evaluationClasses + this.#plan.sets[set]!.count,
    );
  }

  /** Answers (count, classes) of the set evaluated last, as a copy; only with `keepAnswers`. */
  answers(set: SetName): Float32Array<ArrayBuffer> {
    const first = this.#plan.evaluationAnswers >>> 2;
    return this.#memory.f32.slice(first, first + this.#plan.sets[set]!.count * outputOf(this.#plan).numbers);
  }

  /** Canonical parameters → packed ones, for every thread. */
  writeParameters(parameters: Float32Array): void {
    this.#scale = 1;
    this.#canonical.write(parameters, ({ values }) => values);
    if (this.#plan.spec.update.ema === 0) return;
    this.#canonical.write(parameters, ({ memory }) => memory.at(-1)!);
    this.#showsMean = true;
  }

  /** Packed parameters → canonical ones, in place. */
  readParameters(parameters: Float32Array): void {
    this.#showMean(true);
    this.#canonical.read(parameters, ({ values }) => values, this.#scale);
  }

  /** Running statistics in canonical order → the engine's, for every thread. */
  writeStatistics(statistics: Float32Array): void {
    this.#canonical.writeStatistics(statistics);
  }

  /** The reverse, in place. */
  readStatistics(statistics: Float32Array): void {
    this.#canonical.readStatistics(statistics);
  }

  /**
   * What the parameters alone do not tell: the optimizer's memory in canonical layout by name; and in the middle of an epoch
   * with a scaled first layer the parameters as they are stored, with their scale.
   */
  state(): { tensors: Map<string, Float32Array>; scale: number } {
    this.#showMean(true);
    const tensors = new Map<string, Float32Array>();
    const read = (name: string, of: Which) => {
      const numbers = new Float32Array(this.#canonical.count);
      this.#canonical.read(numbers, of, 1);
      tensors.set(name, numbers);
    };
    memoryOf(this.#plan.spec.update).forEach((name, i) => {
      read(name, ({ memory }) => memory[i]!);
    });
    if (this.#scale !== 1) read("stored", ({ values }) => values);
    return { tensors, scale: this.#scale };
  }

  /** The reverse of `state`, after the parameters have been written. */
  restore(tensors: ReadonlyMap<string, Float32Array>, scale: number): void {
    memoryOf(this.#plan.spec.update).forEach((name, i) => {
      const numbers = tensors.get(name);
      if (numbers) this.#canonical.write(numbers, ({ memory }) => memory[i]!);
    });
    const stored = tensors.get("stored");
    if (stored) this.#canonical.write(stored, ({ values }) => values);
    this.#scale = scale;
  }

  close(): void {
    this.#team.close();
  }

  /** Evaluates all blocks of a set, in pieces of about 20 ms. */
  async #run(set: SetName): Promise<void> {
    this.#showMean(true);
    this.#levelCopies();
    const blocks = Math.ceil(this.#plan.sets[set]!.count / EVALUATION_ROWS);
    const active = this.#pace.threads;
    let size = active;
    for (let from = 0; from < blocks; ) {
      const to = Math.min(from + size, blocks);
      const start = this.#host.now();
      await this.#execute({ kind: EVALUATE, set, from, to, scale: this.#scale }, active);
      const perBlock = (this.#host.now() - start) / (to - from);
      size = Math.max(active, Math.floor(EVALUATION_PIECE / Math.max(perBlock, 1e-3)));
      from = to;
      if (from < blocks) await this.#host.pause();
    }
  }

  async #execute(command: Command, active: number): Promise<Answer> {
    const answer = await this.#team.execute(command, active);
    if (!answer.lost) return answer;
    throw new MyelinError("THREAD_LOST", "io", "A worker thread stopped answering: run again with --threads 1.");
  }

  /** Exchanges trained parameters and their mean, in every thread's copy. */
  #showMean(shown: boolean): void {
    if (this.#plan.spec.update.ema === 0 || this.#showsMean === shown) return;
    this.#showsMean = shown;
    this.#canonical.exchange();
  }

  /** Gives every thread thread 0's copy of the layers that are not split. */
  #levelCopies(): void {
    if (!this.#copiesDiffer) return;
    this.#copiesDiffer = false;
    this.#canonical.level();
  }
}

function chooseBuild({ kernels, fast }: EngineOptions): KernelBuild | "twins" {
  if (kernels === "typescript") return "twins";
  if (!fast) return hasSimd() ? "plain" : "twins";
  if (hasRelaxedSimd()) return "relaxed";
  throw usageError(
    "FAST_UNAVAILABLE",
    "--fast needs WebAssembly relaxed SIMD, which this engine does not have (Node has it from version 22 on): use a newer Node, or leave out --fast.",
  );
}

function planSpec(network: Network, sets: EngineSets, options: EngineOptions, threads: number): PlanSpec {
  const sizes = Object.fromEntries(Object.entries(sets).map(([name, set]) => [name, inputSize(set)]));
  return {
    input: network.layers[0]!.input,
    layers: network.layers,
    cost: network.spec.cost,
    update: options.update ?? PLAIN_SGD,
    batchSize: options.batchSize ?? EVALUATION_ROWS,
    keepAnswers: options.keepAnswers ?? false,
    threads,
    spins: spinsOf(options.threads),
    form: formOf(network, sets, sizes),
    divideBy: network.spec.input.divideBy,
    ...(options.augment ? { augment: options.augment } : {}),
    sets: sizes,
  };
}

/** The first layer and the training set decide; without one, the first set there is. Bytes are kept only where every set has bytes. */
function formOf(network: Network, sets: EngineSets, sizes: Record<string, InputSize>): InputForm {
  const name = (["training", "validation", "test"] as const).find((name) => sets[name])!;
  const { pixels, size } = sets[name]!;
  const bytes = Object.values(sets).every((set) => set.pixels instanceof Uint8Array);
  const first = network.layers[0]!;
  const sparse = kindOf(first).readsSparse?.(first) ?? false;
  return chooseForm(bytes, sparse, pixels.length, size, sizes[name]!);
}

/** The sets as the network takes them, where it standardises its inputs. */
function standardisedSets({ spec }: Network, sets: EngineSets): EngineSets {
  if (spec.input.standardise === undefined) return sets;
  return Object.fromEntries(Object.entries(sets).map(([name, set]) => [name, standardised(set, spec.input)]));
}

function checkFit(network: Network, set: Dataset): void {
  const inputs = network.sizes[0]!;
  const outputs = network.sizes.at(-1)!;
  if (set.size !== inputs) {
    throw usageError(
      "ENGINE_SHAPE",
      `${set.name} has ${set.shape[0]} × ${set.shape[1]} = ${set.size} values an image, but the network has ${inputs} inputs: make a network of ${set.size} inputs.`,
    );
  }
  if (outputs > MOST_CLASSES) {
    throw usageError(
      "ENGINE_CLASSES",
      `The network has ${outputs} outputs, but at most ${MOST_CLASSES} classes can be told apart: make it smaller.`,
    );
  }
  const highest = set.labels.reduce((a, b) => Math.max(a, b), 0);
  if (highest >= outputs) {
    throw usageError(
      "ENGINE_CLASSES",
      `${set.name} has the label ${highest}, but the network has ${outputs} outputs, for the classes 0 to ${outputs - 1}: make it ${highest + 1} outputs.`,
    );
  }
}
