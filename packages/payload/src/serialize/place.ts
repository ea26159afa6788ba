import { PayloadError } from "../errors.ts";

/** One step down a tree: a key, or an index. */
export type Step = string | number;

/** Where in a value a walk stands: a list linked upwards, so that going down costs one small object. */
export interface Place {
  readonly up: Place | undefined;
  /** What the step adds to the path in messages, `.name`, `[3]`; undefined if the step itself says it. */
  readonly label: string | undefined;
  /** The steps that lead from `up` to here in the tree being written, which has boxes the value has not. A lone one stands alone. */
  readonly steps: readonly Step[] | Step;
  readonly depth: number;
}

/**
 * Levels a value may nest. A fixed number, because the real bound is the stack, which differs from place to place: what
 * one worker writes every other must be able to read.
 */
export const MAX_DEPTH = 1000;

/** The root of a walk, called `name` in messages. */
export function root(name: string): Place {
  return { up: undefined, label: name, steps: [], depth: 0 };
}

/** The place `steps` below `up`. */
export function below(up: Place, label: string, steps: readonly Step[]): Place {
  return { up, label, steps, depth: up.depth + steps.length };
}

/** The place of an own property or an item: the path is put into words only if somebody asks. */
export function inside(up: Place, step: Step): Place {
  return { up, label: undefined, steps: step, depth: up.depth + 1 };
}

/** How a property is written after its object: `.name`, or `["first name"]`. */
export function keyLabel(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** The path in words, `args[0].onDone`. */
function pathOf(place: Place): string {
  const labels: string[] = [];
  for (let at: Place | undefined = place; at; at = at.up) labels.push(labelOf(at));
  if (labels.length > 40) labels.splice(20, labels.length - 40, "…");
  return labels.reverse().join("");
}

function labelOf({ label, steps }: Place): string {
  if (label !== undefined) return label;
  return typeof steps === "number" ? `[${steps}]` : keyLabel(String(steps));
}

/** All steps from the root. */
export function stepsOf(place: Place): Step[] {
  const steps: (readonly Step[])[] = [];
  for (let at: Place | undefined = place; at; at = at.up) {
    steps.push(typeof at.steps === "object" ? at.steps : [at.steps]);
  }
  return steps.reverse().flat();
}

/** What is wrong with a value, and what to write instead. */
export interface Complaint {
  readonly what: string;
  readonly advice: string;
}

/** The error for a value that cannot be carried. */
export function unserializable(place: Place, { what, advice }: Complaint): PayloadError {
  const path = pathOf(place);
  return new PayloadError("PAYLOAD_UNSERIALIZABLE", `${path} ${what}; ${advice}`, { path });
}

/** The complaint about a value that nests deeper than {@link MAX_DEPTH}. */
export const TOO_DEEP: Complaint = {
  what: `is nested more than ${MAX_DEPTH} levels deep`,
  advice: "keep linked records in an array, with ids instead of nesting.",
};
