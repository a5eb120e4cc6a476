import { afterAll, expect, it } from "vitest";
import { openRunFolder, type RunFolder, resumeRunFolder } from "../../node/run-folder.ts";
import { readRunFolder } from "../../node/run-reader.ts";
import { fakeEnd, fakeEpoch, fakeNetwork, fakeSnapshot, fakeStart } from "../support/fake-run.ts";
import { MemoryDisk, type Unsynced } from "../support/memory-disk.ts";

const UNSYNCED: readonly Unsynced[] = ["lost", "kept", "half", "zeros"];
const options = { dataName: "digits", config: { epochs: 4 } };
let states = 0;
afterAll(() => console.log(`${states} disks after power loss`));

async function train(target: RunFolder, from: number, to: number): Promise<void> {
  target.record(fakeStart(from));
  for (let epoch = from + 1; epoch <= to; epoch++) {
    target.record(fakeEpoch(epoch), fakeSnapshot(epoch));
    await target.settled();
  }
  target.record(fakeEnd(to), fakeSnapshot(to));
  await target.finish();
}

/** Every mix of pending name changes up to 6 of them, above that all, none, and each one missing. */
function subsets(count: number): ((i: number) => boolean)[] {
  if (count > 6) return [() => true, () => false, ...Array.from({ length: count }, (_, j) => (i: number) => i !== j)];
  return Array.from({ length: 2 ** count }, (_, bits) => (i: number) => ((bits >> i) & 1) === 1);
}

/** The run on this disk opens, holds at least epoch `atLeast`, and can be ended as if nothing had happened. */
async function survives(disk: MemoryDisk, atLeast: number, goOn: boolean): Promise<void> {
  states++;
  const { checkpoint } = await readRunFolder("run", { take: "newest", fs: disk });
  const epoch = checkpoint?.epoch ?? 0;
  expect(epoch).toBeGreaterThanOrEqual(atLeast);
  if (checkpoint) expect(checkpoint.network.parameters).toEqual(fakeNetwork(epoch).parameters);
  if (!goOn || !checkpoint) return;
  // The process of the lock is gone after a power loss; here it is this one.
  await disk.remove("run/.lock").catch(() => {});
  const { folder } = await resumeRunFolder("run", { fs: disk });
  await train(folder, epoch, 4);
  const after = await readRunFolder("run", { take: "newest", fs: disk });
  expect(after.notes).toEqual([]);
  expect(after.run.epochs.map((event) => event.epoch)).toEqual([1, 2, 3, 4]);
  expect(after.checkpoint?.network.parameters).toEqual(fakeNetwork(4).parameters);
}

it("loses no epoch that was told to be saved, wherever the power is cut (F5)", async () => {
  const base = new MemoryDisk(new Map(), ["run"]);
  await train(await openRunFolder("run", { ...options, fs: base }), 0, 2);
  const files = base.files();
  for (let cutAt = 1; ; cutAt++) {
    const disk = new MemoryDisk(files);
    disk.cutAt = cutAt;
    let told = 2;
    const notify = (event: { type: string; epoch?: number }) => {
      if (event.type === "checkpoint") told = Math.max(told, event.epoch ?? 0);
    };
    try {
      const { folder } = await resumeRunFolder("run", { fs: disk, notify });
      await train(folder, 2, 4);
    } catch {
      // The process dies with the power: what it throws is seen by nobody.
    }
    for (const unsynced of UNSYNCED) {
      const mixes = subsets(disk.pendingNames);
      for (const [i, keep] of mixes.entries()) {
        await survives(disk.afterPowerLoss(unsynced, keep), told, i === 0 || i === mixes.length - 1);
      }
    }
    if (disk.calls < cutAt) break;
  }
  expect(states).toBeGreaterThan(300);
}, 120_000);
