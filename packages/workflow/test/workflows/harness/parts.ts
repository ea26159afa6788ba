import type { Open, Stepper, Target } from "@sweft/testing";
import { step } from "@sweft/testing";
import type { Share } from "../../../src/index.ts";
import { mapChunk, readBeginning } from "../../../src/index.ts";
import { means, nameOf } from "./desk.ts";

type Child = Extract<Open, { readonly kind: "child" }>;

/** Is it a part of a map with `partition`, which every decider has built in? */
export const isPart = (work: Readonly<Open>): work is Readonly<Child> =>
  work.kind === "child" && work.workflowType.name === mapChunk.type.name;

/** Begins what a decider does for such a child. */
export function beginPart({ history }: Stepper<unknown>, { asked }: Readonly<Child>): Stepper<unknown> {
  const { args } = readBeginning(history, asked.input);
  return step.with({ startMs: history.timeMs })(mapChunk, ...(args as readonly [readonly unknown[], Share]));
}

/** Tells a run how its part has ended. */
export function endPart(run: Stepper<unknown>, id: string, part: Stepper<unknown>): void {
  if (part.status === "completed") run.complete(id, part.result);
  else if (part.status === "canceled") run.cancelChild(id);
  else throw new Error(`a part of a map is ${part.status}`, { cause: part.error });
}

/** Does a run wait for the work that is meant? Ids mean work of the run itself, not of its parts. */
export const waitsFor = (run: Stepper<unknown>, target: Target): boolean =>
  typeof target !== "string" &&
  run.openWork.some(({ id, command }) => {
    const { args = [] } = command as { readonly args?: readonly unknown[] };
    return means(target, id, nameOf(command) ?? "", args);
  });
