import type { Draft } from "../../check.ts";
import type { Restoring, TransformSearch } from "../../evidence/transforms.ts";
import type { ChangedImages } from "../../messages/c.ts";

/** A proven draft for each split that such a change restores. */
export function draftsWhere(
  searches: readonly TransformSearch[],
  holds: (restoring: Restoring) => boolean,
): Draft<ChangedImages>[] {
  return searches.flatMap(({ split, asIs, expected, restoring }) => {
    if (restoring === undefined || !holds(restoring)) return [];
    const { geometry, values, agreement } = restoring;
    const evidence = { split, geometry, values, asIs: asIs.accuracy, expected: expected.accuracy };
    const counterfactual = { restored: agreement.accuracy };
    return [{ confidence: "fault" as const, where: `${split} images`, evidence, counterfactual }];
  });
}
