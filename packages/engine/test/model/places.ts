import type { Model } from "./model.ts";
import { shapeNamed } from "./model.ts";

/** A place in a request: what the model calls it, whether something must stand there, and how to put it there. */
export interface Place {
  /** As the service's messages name it. */
  readonly path: string;
  readonly shape: string;
  readonly required: boolean;
  /** The smallest request with this value at the place. */
  readonly put: (value: unknown) => object;
}

const arn = "arn:aws:swf:us-east-1:123456789012:/domain/d";

/** Values that are good, where a plain `x` is not. */
const SAMPLES: Readonly<Record<string, string>> = {
  Arn: arn,
  DecisionType: "CompleteWorkflowExecution", // needs no attributes
  DurationInDays: "1",
  DurationInSeconds: "1",
  DurationInSecondsOptional: "1",
  TaskPriority: "1",
};

/** The smallest value that has a shape. */
export function sample(model: Model, name: string): unknown {
  const { type, required = [], members = {}, enum: words } = shapeNamed(model, name);
  if (type === "structure") {
    return Object.fromEntries(required.map((each) => [each, sample(model, String(members[each]?.shape))]));
  }
  if (type === "string") return SAMPLES[name] ?? words?.[0] ?? "x";
  return { list: [], boolean: true, timestamp: new Date(0), integer: 1, long: 1 }[type];
}

/** A text of so many characters that is good but for its length. */
export function textOf(name: string, length: number): string {
  const start = SAMPLES[name] ?? "x";
  return start.padEnd(length, start.slice(-1)).slice(0, length);
}

/** Every place in the requests of a shape, however deep. */
export function placesIn(model: Model, name: string, within: string[] = [], wrap = (value: object) => value): Place[] {
  const { required = [], members = {} } = shapeNamed(model, name);
  const whole = sample(model, name) as object; // of a structure
  return Object.entries(members).flatMap(([member, { shape }]) => {
    const path = [...within, member];
    const put = (value: unknown) => wrap({ ...whole, [member]: value });
    const own: Place = { path: path.join("."), shape, required: required.includes(member), put };
    const { type, member: each } = shapeNamed(model, shape);
    if (type === "structure") return [own, ...placesIn(model, shape, path, put)];
    if (type !== "list" || each === undefined) return [own];
    const first = [...path, "1", "member"];
    const putFirst = (value: unknown) => put([value]);
    if (shapeNamed(model, each.shape).type === "structure") {
      return [own, ...placesIn(model, each.shape, first, putFirst)];
    }
    return [own, { path: first.join("."), shape: each.shape, required: false, put: putFirst }];
  });
}
