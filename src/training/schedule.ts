import { usageError } from "../core/errors.ts";
import { cos } from "../core/math.ts";

export const SCHEDULE_NAMES = ["constant", "step", "exponential", "cosine", "one-cycle", "halve"] as const;
export type ScheduleName = (typeof SCHEDULE_NAMES)[number];

const PI = 3.141592653589793;
/** "halve" stops after this many halvings: η is then 1/64 of what it was, or less. Nielsen, chapter 3. */
const MOST_HALVINGS = 6;
/** Share of a run's steps in which one-cycle rises. */
const RISE = 0.3;

/** The settings that decide η. */
export interface ScheduleSettings {
  readonly epochs: number;
  readonly learningRate: number;
  readonly schedule?: ScheduleName;
  readonly scheduleFactor?: number;
  readonly scheduleEvery?: number;
  readonly warmupEpochs?: number;
  readonly momentum?: number;
  readonly lowMomentum?: number;
}

/**
 * η of an epoch, from 1, before warm-up:
 *
 * - constant: η
 * - step: η·fᵏ, k = ⌊(epoch − 1) / every⌋
 * - exponential: η·f^(epoch − 1)
 * - cosine: η·½(1 + cos(π·(epoch − 1) / epochs)). Loshchilov, Hutter 2017
 * - one-cycle: step by step, see `oneCycle`
 * - halve: η·fʰ, h how often the validation result has stood still for `every` epochs. Nielsen, chapter 3
 */
function rateOfEpoch(settings: ScheduleSettings, epoch: number, halvings: number): number {
  const { learningRate, schedule = "constant", scheduleEvery = 10 } = settings;
  const factor = settings.scheduleFactor ?? (schedule === "exponential" ? 0.95 : 0.5);
  return {
    constant: () => learningRate,
    step: () => learningRate * powerOf(factor, Math.floor((epoch - 1) / scheduleEvery)),
    exponential: () => learningRate * powerOf(factor, epoch - 1),
    cosine: () => learningRate * 0.5 * (1 + cos((PI * (epoch - 1)) / settings.epochs)),
    "one-cycle": () => learningRate,
    halve: () => learningRate * powerOf(factor, halvings),
  }[schedule]();
}

/** baseⁿ by squaring, n a whole number from 0: exact for halves. */
function powerOf(base: number, n: number): number {
  let place = 1;
  while (place * 2 <= Math.min(n, Number.MAX_SAFE_INTEGER)) place *= 2;
  let power = 1;
  for (let rest = n; place >= 1; place /= 2) {
    power *= power;
    if (rest < place) continue;
    power *= base;
    rest -= place;
  }
  return power;
}

/**
 * One cycle over all steps of a run (Smith, Topin 2018): η grows from η/25 to η in the first 30 % and then falls to η/250,000, each along
 * half a cosine; what goes with it, such as the momentum, the other way. The steps are those of PyTorch's OneCycleLR.
 *
 * @param ends the value at the first step, at the top and at the last step
 */
function oneCycle(step: number, steps: number, [first, top, last]: readonly [number, number, number]): number {
  const peak = Math.max(0, RISE * steps - 1);
  const [from, to, done] =
    step < peak
      ? ([first, top, step / peak] as const)
      : ([top, last, (step - peak) / Math.max(1, steps - 1 - peak)] as const);
  return to + (from - to) * 0.5 * (1 + cos(PI * done));
}

/** μ (β₁ of adam) of every step of an epoch. */
export function momentaOfEpoch(settings: ScheduleSettings, epoch: number, steps: number): Float64Array {
  if (settings.schedule !== "one-cycle") return new Float64Array(steps).fill(settings.momentum ?? 0.9);
  const high = settings.momentum ?? 0.95;
  const ends = [high, settings.lowMomentum ?? 0.85, high] as const;
  return Float64Array.from({ length: steps }, (_, step) =>
    oneCycle((epoch - 1) * steps + step, settings.epochs * steps, ends),
  );
}

/** η of every step of an epoch; in the first `warmupEpochs` it grows evenly from 0. */
export function ratesOfEpoch(settings: ScheduleSettings, epoch: number, halvings: number, steps: number): Float64Array {
  const rate = rateOfEpoch(settings, epoch, halvings);
  if (settings.schedule === "one-cycle") {
    const ends = [rate / 25, rate, rate / 250_000] as const;
    return Float64Array.from({ length: steps }, (_, step) =>
      oneCycle((epoch - 1) * steps + step, settings.epochs * steps, ends),
    );
  }
  const warmup = (settings.warmupEpochs ?? 0) * steps;
  const rates = new Float64Array(steps).fill(rate);
  for (let step = 0; step < steps; step++) {
    const done = (epoch - 1) * steps + step + 1;
    if (done >= warmup) break;
    rates[step] = (rate * done) / warmup;
  }
  return rates;
}

/** Whether "halve" has halved as often as it does, so that training stops. */
export function isOver({ schedule }: ScheduleSettings, halvings: number): boolean {
  return schedule === "halve" && halvings > MOST_HALVINGS;
}

/** True where η depends on the number of epochs, so that a run cannot be made longer afterwards. */
export function needsEpochs({ schedule }: ScheduleSettings): boolean {
  return schedule === "cosine" || schedule === "one-cycle";
}

/** @throws MyelinError SETTINGS_* for settings that the schedule does not use, or a validation set that it misses */
export function checkSchedule(settings: ScheduleSettings, validation: boolean): void {
  const schedule = settings.schedule ?? "constant";
  const unused = (name: keyof ScheduleSettings, schedules: readonly ScheduleName[]) => {
    if (settings[name] === undefined || schedules.includes(schedule)) return;
    throw usageError(
      "SETTINGS_UNUSED",
      `${name} has no effect with the schedule ${schedule}: choose ${schedules.join(" or ")}, or leave ${name} out.`,
      { name, schedule },
    );
  };
  unused("scheduleFactor", ["step", "exponential", "halve"]);
  unused("scheduleEvery", ["step", "halve"]);
  unused("warmupEpochs", ["constant", "step", "exponential", "cosine", "halve"]);
  unused("lowMomentum", ["one-cycle"]);
  if (schedule === "halve" && !validation) {
    throw usageError(
      "SETTINGS_VALIDATION",
      "The schedule halve needs a validation set to watch, and there is none: split one off the training images.",
    );
  }
}
