import { usageError } from "../core/errors.ts";
import type { EpochEvent, RunEvent } from "../core/events.ts";
import { canonicalJson, type Json } from "../core/json.ts";
import { printable } from "../core/text.ts";

/** Where a checkpoint stands in its run. */
export interface Place {
  /** Epochs finished. */
  readonly epoch: number;
  /** Mini-batches done of the next one. */
  readonly step: number;
}

/**
 * The events that a run keeps when it goes on from a checkpoint: everything up to it, without the end of the part
 * before. Epochs that the log has lost are taken from `history`, which the checkpoint carries.
 */
export function eventsUpTo(events: readonly RunEvent[], place: Place, history: readonly EpochEvent[] = []): RunEvent[] {
  let beyond = false;
  const kept = events.filter((event) => {
    if (event.type === "epoch" && event.epoch > place.epoch) beyond = true;
    return isBefore(event, place, beyond);
  });
  const there = new Set(kept.map((event) => (event.type === "epoch" ? event.epoch : 0)));
  return [...kept, ...history.filter(({ epoch }) => epoch <= place.epoch && !there.has(epoch))];
}

/** @param beyond true when an epoch after the place was met before: only that tells the time of a warning. */
function isBefore(event: RunEvent, { epoch, step }: Place, beyond: boolean): boolean {
  if (event.type === "run-end" || event.type === "progress") return false;
  if (event.type === "run-start") return event.resumedAfter <= epoch;
  if (event.type === "warning") return !beyond;
  if (event.type !== "checkpoint") return event.epoch <= epoch;
  return event.epoch < epoch || (event.epoch === epoch && event.step <= step);
}

export interface Difference {
  /** Dotted path, for example `network.layers.0.units`. */
  readonly where: string;
  readonly saved: Json | undefined;
  readonly now: Json | undefined;
}

/** Where two JSON values differ, deepest places only, in the order of their paths. */
export function differences(saved: Json | undefined, now: Json | undefined, where = ""): Difference[] {
  if (saved === undefined || now === undefined || !isTree(saved) || !isTree(now)) {
    return same(saved, now) ? [] : [{ where, saved, now }];
  }
  const keys = new Set([saved, now].flatMap((tree) => Object.keys(tree as object)));
  const [a, b] = [saved, now] as unknown as Readonly<Record<string, Json>>[];
  return [...keys].flatMap((key) => differences(own(a, key), own(b, key), where === "" ? key : `${where}.${key}`));
}

const own = (object: Readonly<Record<string, Json>> | undefined, key: string) =>
  object && Object.hasOwn(object, key) ? object[key] : undefined;

const isTree = (json: Json): boolean => typeof json === "object" && json !== null;

function same(a: Json | undefined, b: Json | undefined): boolean {
  return a === undefined || b === undefined ? a === b : canonicalJson(a) === canonicalJson(b);
}

/** What must be the same for a resumed run to end with the bits of the run that was not interrupted. */
export interface RunIdentity {
  readonly data: { readonly name: string; readonly sha256: string };
  /** NetworkSpec. */
  readonly network: Json;
  /** Training settings. */
  readonly settings: Json;
}

/**
 * Refuses to resume with other data, another network, seed or settings; only the number of epochs may be raised.
 *
 * @throws RESUME_DATA, RESUME_DIFFERS, RESUME_EPOCHS (kind "usage") with the difference.
 */
export function checkResume(folder: string, saved: RunIdentity, now: RunIdentity, epochsDone: number): void {
  const run = printable(folder, 300);
  if (saved.data.sha256 !== now.data.sha256) {
    const [was, is] = [saved.data, now.data].map(
      ({ name, sha256 }) => `${printable(name, 60)} (${sha256.slice(0, 12)})`,
    );
    const sentence = `${run} was trained on ${was}, but the data given are ${is}`;
    throw usageError("RESUME_DATA", `${sentence}: resume it with its own data, or start a new run.`, { saved, now });
  }
  const others = [...differences(saved.network, now.network, "network"), ...differences(saved.settings, now.settings)];
  const first = others.find(({ where }) => where !== "epochs");
  if (first !== undefined) {
    const value = (json: Json | undefined) => (json === undefined ? "nothing" : printable(JSON.stringify(json), 40));
    const sentence = `${run} was made with ${printable(first.where, 60)} ${value(first.saved)}, not ${value(first.now)}`;
    const facts = { differences: others };
    throw usageError("RESUME_DIFFERS", `${sentence}: resume it without changing that, or start a new run.`, facts);
  }
  const raised = (now.settings as { readonly epochs?: Json } | null)?.epochs;
  if (typeof raised !== "number" || raised >= epochsDone) return;
  const sentence = `${run} has done ${epochsDone} epochs, but ${raised} were asked for`;
  throw usageError("RESUME_EPOCHS", `${sentence}: give at least ${epochsDone} epochs.`, { epochsDone, epochs: raised });
}
