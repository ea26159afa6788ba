import { describe, expect } from "@jest/globals";
import type { CallOptions, Engine, OperationName } from "../../src/index.ts";
import { openEngine } from "../../src/index.ts";
import { OPERATIONS } from "../../src/operations/table.ts";
import type { Model, ModelShape } from "./model.ts";
import { modelled, readModel, shapeNamed } from "./model.ts";
import type { Place } from "./places.ts";
import { placesIn, sample, textOf } from "./places.ts";

/** A value, and what must be said of it; `undefined` if nothing may. */
type Trial = readonly [value: unknown, must: string | undefined];

const over = (max: number) => `have length less than or equal to ${max}`;

/** What the bounds of a shape are tried with: what is at them, and what is beyond. */
const TRIALS: Readonly<Record<ModelShape["type"], (shape: ModelShape, name: string, model: Model) => Trial[]>> = {
  string({ min = 0, max, enum: words }, name) {
    if (words !== undefined)
      return [["NONSENSE", "satisfy enum value set: ["], ...words.map((word): Trial => [word, undefined])];
    const empty: Trial = ["", min === 0 ? undefined : `have length greater than or equal to ${min}`];
    return max === undefined ? [empty] : [empty, [textOf(name, max), undefined], [textOf(name, max + 1), over(max)]];
  },
  integer: ({ min = 0, max = 0 }) => [
    [min - 1, `have value greater than or equal to ${min}`],
    [min, undefined],
    [max, undefined],
    [max + 1, `have value less than or equal to ${max}`],
  ],
  list({ max, member }, _, model) {
    if (max === undefined) return [];
    const item = sample(model, String(member?.shape));
    return [
      [Array(max).fill(item), undefined],
      [Array(max + 1).fill(item), over(max)],
    ];
  },
  structure: () => [],
  long: () => [],
  boolean: () => [],
  timestamp: () => [],
};

/** What the engine says of a place in a request that has only this one fault, if it has one. */
async function saidOf(engine: Engine, operation: OperationName, { path, put }: Place, value: unknown) {
  const name = `${operation.charAt(0).toLowerCase()}${operation.slice(1)}` as Uncapitalize<OperationName>;
  const method = engine[name] as (input: object, options: CallOptions) => Promise<object>; // every operation takes these
  const message = await method(put(value), { abortSignal: AbortSignal.abort() }).then(
    () => "",
    (error: Error) => error.message,
  );
  const [, said] = message.split(`at '${path}' failed to satisfy constraint: Member must `);
  return said;
}

/** Every place of an operation's request at which the engine's rules are not the model's. */
async function differences(engine: Engine, model: Model, operation: OperationName): Promise<string[]> {
  const found: string[] = [];
  for (const place of placesIn(model, model.operations[operation].input.shape)) {
    const shape = shapeNamed(model, place.shape);
    const missing: Trial = [undefined, place.required ? "not be null" : undefined];
    const isItem = place.path.endsWith(".member");
    for (const [value, must] of [...(isItem ? [] : [missing]), ...TRIALS[shape.type](shape, place.shape, model)]) {
      const said = await saidOf(engine, operation, place, value);
      // What the prose of the documents says beyond the model, such as the longest duration, may be said of a good length.
      const isLonger = typeof value === "string" && value !== "" && !said?.startsWith("have length");
      if (must === undefined ? said !== undefined && !isLonger : said?.startsWith(must) !== true) {
        found.push(`${place.path}: ${JSON.stringify(value)?.slice(0, 50)} is told ${said}, not ${must}`);
      }
    }
  }
  return found;
}

describe("requests", () => {
  modelled.each(Object.keys(OPERATIONS) as OperationName[])(
    "have the members, lengths, ranges and words of the model: %s",
    async (operation) => {
      const engine = openEngine();
      const model = readModel();
      expect(await differences(engine, model, operation)).toEqual([]);
      await engine.close();
    },
  );
});
