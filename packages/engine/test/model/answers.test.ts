import { describe, expect } from "@jest/globals";
import * as fc from "fast-check";
import type { EngineApi, OperationName } from "../../src/index.ts";
import { allRuns, anySteps, functions, take } from "../properties/steps.ts";
import type { Desk } from "../support/desk.ts";
import { domain, openDesk } from "../support/desk.ts";
import { options, sayEverything } from "./everything.ts";
import type { Model, ModelShape } from "./model.ts";
import { modelled, readModel, shapeNamed } from "./model.ts";

/** What was seen of answers: where they broke the model, and the members that they had. */
interface Seen {
  readonly flaws: Set<string>;
  readonly members: Set<string>;
}

type Look = (value: unknown, shape: ModelShape, say: (flaw: string) => void) => void;

const hasType =
  (type: string): Look =>
  (value, _, say) => {
    if (typeof value !== type) say(`is a ${typeof value}`);
  };

const isWhole: Look = (value, _, say) => {
  if (!Number.isInteger(value)) say("is no whole number");
};

/** Looks at a value that has no members. */
const LOOKS: Readonly<Record<Exclude<ModelShape["type"], "structure" | "list">, Look>> = {
  string(value, { min = 0, max = Number.POSITIVE_INFINITY, enum: words }, say) {
    if (typeof value !== "string") return say(`is a ${typeof value}`);
    if (words?.includes(value) === false) say(`is the word ${value}`);
    if (value.length < min || value.length > max) say(`has ${value.length} characters`);
  },
  integer: isWhole,
  long: isWhole,
  boolean: hasType("boolean"),
  timestamp(value, _, say) {
    if (Object.prototype.toString.call(value) !== "[object Date]") say("is no date");
  },
};

function look(model: Model, name: string, value: unknown, path: string, seen: Seen): void {
  const shape = shapeNamed(model, name);
  const { type, required = [], members = {}, member: item } = shape;
  const say = (flaw: string) => seen.flaws.add(`${path} ${flaw}`);
  if (type === "list") {
    if (!Array.isArray(value)) return void say("is no list");
    for (const each of value) if (each !== null) look(model, String(item?.shape), each, `${path}[]`, seen);
  } else if (type === "structure") {
    const structure = Object(value) as Readonly<Record<string, unknown>>;
    for (const each of required) if (structure[each] === undefined) say(`lacks ${each}`);
    for (const [each, inner] of Object.entries(structure)) {
      const declared = members[each];
      if (declared === undefined) say(`has ${each}, which the model does not know`);
      else look(model, declared.shape, inner, `${path}.${each}`, seen);
      seen.members.add(`${name}.${each}`);
    }
  } else {
    LOOKS[type](value, shape, say);
  }
}

/** A desk whose every answer is looked at. */
function watched(desk: Desk, model: Model, seen: Seen): Desk {
  const { engine } = desk;
  const operations = Object.keys(model.operations) as OperationName[];
  const methods = operations.map((operation) => {
    const name = `${operation.charAt(0).toLowerCase()}${operation.slice(1)}` as Uncapitalize<OperationName>;
    const method = engine[name] as (...parameters: unknown[]) => Promise<object>; // whatever it takes is handed on
    const output = model.operations[operation].output?.shape;
    const looked = async (...parameters: unknown[]) => {
      const answer = await method(...parameters);
      if (output === undefined) expect(answer).toEqual({});
      else look(model, output, answer, operation, seen);
      return answer;
    };
    return [name, looked];
  });
  return { ...desk, engine: { ...(Object.fromEntries(methods) as EngineApi), close: () => engine.close() } };
}

/** Reads everything that there is to be read of all executions. */
async function readAll(desk: Desk): Promise<void> {
  for (const { execution } of await allRuns(desk)) {
    const { workflowId, runId } = { workflowId: String(execution?.workflowId), runId: String(execution?.runId) };
    await desk.engine.describeWorkflowExecution({ domain, execution: { workflowId, runId } });
    await desk.engine.getWorkflowExecutionHistory({ domain, execution: { workflowId, runId } });
  }
}

/** Every member that an event of any type may have. */
function eventMembers(model: Model): string[] {
  const { members = {} } = shapeNamed(model, "HistoryEvent");
  return Object.values(members).flatMap(({ shape }) =>
    Object.keys(shapeNamed(model, shape).members ?? {}).map((member) => `${shape}.${member}`),
  );
}

describe("answers and events", () => {
  modelled("have the members of the model, each of its type, and events in time all that they may have", async () => {
    const model = readModel();
    const seen: Seen = { flaws: new Set(), members: new Set() };
    const told = watched(await openDesk(options), model, seen);
    await sayEverything(told);
    await readAll(told);
    await told.engine.close();
    for (const steps of fc.sample(anySteps, { seed: 7, numRuns: 100 })) {
      const desk = watched(await openDesk({ functions }), model, seen);
      await take(desk, steps);
      await readAll(desk);
      await desk.engine.close();
    }
    expect([...seen.flaws]).toEqual([]);
    expect(eventMembers(model).filter((member) => !seen.members.has(member))).toEqual([]);
  });
});
