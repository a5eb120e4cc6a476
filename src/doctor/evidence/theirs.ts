import { NotMeasured } from "./measure.ts";

/** The result of a function that was handed over. What it throws is a reason not to have checked, and none to stop. */
export async function theirs<T>(name: string, call: () => T | Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new NotMeasured(`the ${name} function threw: ${error instanceof Error ? error.message : error}`);
  }
}
