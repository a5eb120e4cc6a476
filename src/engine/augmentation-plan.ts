import type { Buffer, Room } from "./room.ts";

/** Numbers of a transform with an elastic field and its scratch: kernels/f32_resample.ts. */
export const TRANSFORM = 120;

/** What a thread needs to change an image. */
export interface AugmentationPlan {
  readonly transform: Buffer;
  /** The image as dense numbers, and as sparse entries before and dense numbers behind the change where rows are sparse. */
  readonly picture: Buffer;
  readonly entries: Buffer;
  readonly moved: Buffer;
}

export function planAugmentation(room: Room, inputs: number): AugmentationPlan {
  return {
    transform: room.own(4 * TRANSFORM),
    picture: room.own(4 * inputs),
    entries: room.own(8 * inputs),
    moved: room.own(4 * inputs),
  };
}
