import { type Sides, sides } from "../checks.ts";
import { fits, strideText } from "./conv.ts";
import { areaText, bare, type LayerKind, MOST_UNITS, sidesText, type Volume } from "./layer-kind.ts";

interface PoolFields {
  readonly size: Sides;
  readonly stride: Sides;
}

/** The largest value of each window, channel by channel; windows that stick out are left out. */
export interface MaxPoolSpec extends PoolFields {
  readonly kind: "max-pool";
}

/** The mean of each window, channel by channel; windows that stick out are left out. */
export interface AveragePoolSpec extends PoolFields {
  readonly kind: "average-pool";
}

export const maxPool = pool<MaxPoolSpec>("max-pool");
export const averagePool = pool<AveragePoolSpec>("average-pool");

function pool<Spec extends PoolFields & { readonly kind: string }>(kind: Spec["kind"]): LayerKind<Spec> {
  return {
    names: ["size", "stride"],
    parse: (json, where) =>
      ({
        kind,
        size: sides(json.size, MOST_UNITS, `${where}.size`),
        stride: sides(json.stride, MOST_UNITS, `${where}.stride`),
      }) as Spec,
    shape({ size, stride }, input, refuse) {
      if (!fits(size, input)) throw refuse(`its input is ${areaText(input)}, smaller than its window: leave it out.`);
      return bare(pooled(input, size, stride));
    },
    words({ size, stride }) {
      const own = stride[0] === size[0] && stride[1] === size[1];
      return `${kind} ${size[0] === size[1] ? size[0] : sidesText(size)}${own ? "" : ` stride ${strideText(stride)}`}`;
    },
    form: `${kind} SIZE [stride N]`,
    read(words) {
      const size = words.sides();
      const stride = size && words.stride(size);
      return size && stride ? ({ kind, size, stride } as never) : undefined;
    },
  };
}

function pooled({ height, width, channels }: Volume, size: Sides, stride: Sides): Volume {
  const places = (n: number, side: 0 | 1) => Math.floor((n - size[side]) / stride[side]) + 1;
  return { height: places(height, 0), width: places(width, 1), channels };
}
