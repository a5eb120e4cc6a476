import { ACTIVATIONS, type UnitActivationName } from "../activations/index.ts";
import type { Sides } from "../checks.ts";

const SIDES = /^(\d+)(?:[x×](\d+))?$/;

/** The words of one layer in text form, taken from left to right; what is not there is undefined. */
export class LayerWords {
  readonly #words: string[];

  constructor(words: readonly string[]) {
    this.#words = [...words];
  }

  /** True when every word has been taken. */
  get done(): boolean {
    return this.#words.length === 0;
  }

  /** A number as it stands there; its range is checked with the whole network. */
  number(): number | undefined {
    const word = this.#words[0];
    if (word === undefined || !/^\d*\.?\d+(e[+-]?\d+)?$/i.test(word)) return undefined;
    return Number(this.#words.shift());
  }

  /** `5x5`, `5×5`, or `5` for both. */
  sides(): Sides | undefined {
    const match = SIDES.exec(this.#words[0] ?? "");
    if (match === null) return undefined;
    this.#words.shift();
    return [Number(match[1]), Number(match[2] ?? match[1])];
  }

  /** Takes a word, wherever it stands among the rest. */
  flag(word: string): boolean {
    const at = this.#words.indexOf(word);
    if (at >= 0) this.#words.splice(at, 1);
    return at >= 0;
  }

  /** `stride 2`, wherever it stands; `otherwise` where it is not there. */
  stride(otherwise: Sides): Sides | undefined {
    const at = this.#words.indexOf("stride");
    if (at < 0) return otherwise;
    const [, word] = this.#words.splice(at, 2);
    return new LayerWords([word ?? ""]).sides();
  }

  /** The name of an activation as an object to spread. */
  activation(): { activation?: UnitActivationName } {
    const names = Object.keys(ACTIVATIONS) as UnitActivationName[];
    const activation = names.find((name) => this.#words.includes(name));
    if (activation === undefined) return {};
    this.flag(activation);
    return { activation };
  }
}
