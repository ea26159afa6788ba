import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openEngine } from "@sweft/engine";
import type { Coroutine } from "@sweft/workflow";
import {
  activity,
  cached,
  continueAsNew,
  external,
  lambda,
  marker,
  publish,
  query,
  signal,
  update,
  workflow,
} from "@sweft/workflow";
import { activityContext } from "../../../src/index.ts";
import type { Place } from "../../setup.ts";
import { openPlace, until } from "../../setup.ts";
import { expectSecrecy, openStore, SECRET, secret, secretPayloads } from "./secret.ts";

// Every field that a value goes through, with workers that share nothing but the store: compressed, encrypted, out of band.

type Value = ReturnType<typeof secret>;
const tell = signal<Value>("tell");
const go = signal("go");

let place: Place;
let stored: ReturnType<typeof openStore>;
/** A small value stays in its field, a large one does not fit any. */
const SIZES = [0, 50_000] as const;

beforeEach(() => {
  stored = openStore();
  const engine = openEngine({ seed: 1, functions: { size: (event) => JSON.stringify(event).length } });
  place = openPlace({ engine, payloads: secretPayloads(stored.store) });
});
afterEach(() => place.close());

/** A decider and an activity worker, each with payloads of its own. */
const workers = async (workflows: readonly unknown[], activities: readonly unknown[] = []) => {
  await place.decider({ workflows: workflows as never, payloads: secretPayloads(stored.store) });
  if (activities.length === 0) return;
  await place.acting({
    activities: activities as never,
    payloads: secretPayloads(stored.store),
    heartbeatSeconds: 0.05,
  });
};

const checked = async (): Promise<string> => {
  const recorded = await expectSecrecy(place, stored.all);
  expect(place.logger.codes()).toEqual([]);
  return recorded;
};

describe.each(SIZES)("a secret of %d characters", (characters) => {
  const value = secret(characters);

  it("passes through the input and the result of workflows, activities and children", async () => {
    const same = activity({ name: "same" }, (given: Value) => given);
    const child = workflow({ name: "child" }, function* (given: Value) {
      return given;
    });
    const parent = workflow({ name: "parent" }, function* (given: Value) {
      const one = yield* same(given);
      return yield* child(one);
    });
    await workers([parent, child], [same]);
    const run = await place.client.start(parent, { workflowId: "p" }, value);
    expect(await run.result()).toEqual(value);
    const recorded = await checked();
    expect(recorded.includes("sweft:ref:2")).toBe(characters > 0);
    expect(recorded).toMatch(/"control":"sw1 1 k[a-z2-7]{13}\.[0-9a-f]{8}"/);
  });

  it("passes through the failures of activities, children and workflows, of whose reasons only codes are left", async () => {
    const fails = activity({ name: "fails" }, (given: Value): void => {
      throw Object.assign(new Error(`no ${SECRET}`), { code: "REFUSED", given });
    });
    const child = workflow({ name: "child" }, function* (given: Value) {
      yield* fails(given);
    });
    const parent = workflow({ name: "parent" }, function* (given: Value) {
      yield* child(given);
    });
    await workers([parent, child], [fails]);
    const run = await place.client.start(parent, { workflowId: "p" }, value);
    const error = await run.result().then(
      () => undefined,
      (thrown) => thrown,
    );
    expect(error).toMatchObject({
      code: "WORKFLOW_FAILED",
      reason: "CHILD_FAILED",
      cause: { cause: { cause: { code: "REFUSED", message: `no ${SECRET}`, given: value } } },
    });
    const recorded = await checked();
    expect(recorded).toContain('"reason":"REFUSED"');
    expect(recorded).toContain('"reason":"ACTIVITY_FAILED"');
  });

  it("passes through the details of a cancellation and of heartbeats", async () => {
    const beats = activity(
      { name: "beats", heartbeatTimeout: "1m", startToCloseTimeout: "1 day" },
      async (given: Value) => {
        await activityContext().heartbeat(given);
        await activityContext().aborted();
      },
    );
    const cancels = workflow({ name: "cancels" }, function* (given: Value) {
      try {
        yield* beats.with({ cancellation: "wait" })(given);
      } catch (error) {
        throw Object.assign(error as object, { details: given });
      }
    });
    const details: string[] = [];
    await place.close();
    place = openPlace({
      engine: openEngine({ seed: 1 }),
      payloads: secretPayloads(stored.store),
      interference: {
        recordActivityTaskHeartbeat(input, call) {
          if (input.details !== undefined) details.push(input.details);
          return call();
        },
      },
    });
    await workers([cancels], [beats]);
    const run = await place.client.start(cancels, { workflowId: "c" }, value);
    await until(() => details.length > 0);
    await run.cancel();
    await expect(run.result()).rejects.toMatchObject({ code: "WORKFLOW_CANCELED", details: value });
    expect(details[0]).toMatch(characters === 0 ? /^sweft:enc:1 / : /^sweft:ref:2 /);
    const reader = secretPayloads(stored.store);
    await reader.fetch(details);
    expect(reader.read(details[0] ?? "")).toEqual(value);
    await checked();
  });

  it("passes through signals from clients and from workflows, through markers, and through published state", async () => {
    let calls = 0;
    const tells = workflow({ name: "tells" }, function* (given: Value) {
      yield* external("l").signal(tell, given);
    });
    const listens = workflow({ name: "listens" }, function* () {
      yield* publish(value);
      yield* marker("note", value);
      const drawn = yield* cached("draw", () => {
        calls++;
        return value;
      });
      yield* go.receive();
      return [yield* tell.receive(), yield* tell.receive(), yield* tell.receive(), drawn];
    });
    await workers([tells, listens]);
    const run = await place.client.start(listens, { workflowId: "l" });
    await run.signal(tell, value);
    await run.signal(tell, value, { id: false });
    await (await place.client.start(tells, { workflowId: "t" }, value)).result();
    await run.signal(go);
    expect(await run.result()).toEqual([value, value, value, value]);
    expect(calls).toBe(1);
    const { latestExecutionContext = "" } = await run.describe();
    const reader = secretPayloads(stored.store);
    await reader.fetch([latestExecutionContext]);
    expect(reader.read(latestExecutionContext)).toEqual(value);
    await checked();
  });

  it("passes through updates, their answers, their refusals, and queries", async () => {
    const put = update<[Value], Value>("put");
    const get = query<[], Value | undefined>("get");
    const keeps = workflow({ name: "keeps" }, function* () {
      let kept: Value | undefined;
      yield* get.answer(() => kept);
      yield* put.answer({
        validate(given) {
          if (given.noise === "no") throw Object.assign(new Error(`no ${SECRET}`), { code: "NO" });
        },
        *handle(given) {
          if (given.noise === "fail") throw Object.assign(new Error(`fails at ${SECRET}`), { code: "FAILS" });
          kept = given;
          return given;
        },
      });
      yield* go.receive();
      return kept;
    });
    await workers([keeps]);
    const { run } = await place.client.signalWithStart(keeps, { workflowId: "k" }, tell, value);
    expect(await run.update(put, {}, value)).toEqual(value);
    expect((await run.query(keeps, get)).result).toEqual(value);
    await expect(run.update(put, {}, { ...value, noise: "no" })).rejects.toMatchObject({
      code: "UPDATE_REJECTED",
      cause: { code: "NO", message: `no ${SECRET}` },
    });
    await expect(run.update(put, {}, { ...value, noise: "fail" })).rejects.toMatchObject({ cause: { code: "FAILS" } });
    await run.signal(go);
    expect(await run.result()).toEqual(value);
    await checked();
  });

  it("passes through what a run hands on to the next: arguments, and signals that nobody has taken", async () => {
    const chain = workflow({ name: "chain" }, function* (left: number, given: Value): Coroutine<readonly Value[]> {
      yield* go.receive();
      if (left > 0) return yield* continueAsNew(chain, left - 1, given);
      return [given, yield* tell.receive()];
    });
    await workers([chain]);
    const run = await place.client.start(chain, { workflowId: "c" }, 2, value);
    await place.client.run("c").signal(tell, value);
    for (let i = 0; i < 3; i++) await place.client.run("c").signal(go);
    expect(await run.result()).toEqual([value, value]);
    await checked();
  });

  it("passes through what an operator does", async () => {
    const fails = activity({ name: "fails", taskList: "nobody" }, (): Value => value);
    const asks = workflow({ name: "asks" }, function* () {
      const first = yield* fails();
      try {
        yield* fails();
      } catch (error) {
        return [first, (error as Error).message];
      }
      return [];
    });
    await workers([asks]);
    const other = await place.acting({ activities: [fails], taskList: "other" });
    await other.close();
    const run = await place.client.start(asks, { workflowId: "a" });
    await run.operator.complete("1", value);
    await run.operator.fail("2", new Error(`no ${SECRET}`));
    expect(await run.result()).toEqual([value, expect.stringContaining(SECRET)]);
    await checked();
  });
});

describe("a field that is declared plain", () => {
  it("is what other programs read, whatever is done to all others", async () => {
    const formats = { input: { plain: true }, result: { plain: true } } as const;
    const same = activity({ name: "same", payloads: formats }, (given: string) => `${given}!`);
    const child = workflow({ name: "child", payloads: formats }, function* (given: string) {
      return yield* same(given);
    });
    const parent = workflow({ name: "parent" }, function* (given: string) {
      return yield* child(given);
    });
    await workers([parent, child], [same]);
    const open = "a word ".repeat(700);
    const run = await place.client.start(parent, { workflowId: "p" }, open);
    expect(await run.result()).toBe(`${open}!`);
    const ran = (await run.history()).find(({ eventType }) => eventType === "StartChildWorkflowExecutionInitiated");
    const inner = place.client.run(ran?.startChildWorkflowExecutionInitiatedEventAttributes?.workflowId ?? "");
    const [started, ...events] = await inner.history();
    expect(started?.workflowExecutionStartedEventAttributes?.input).toBe(JSON.stringify([open]));
    const texts = events.flatMap((event) => [
      event.activityTaskScheduledEventAttributes?.input ?? [],
      event.activityTaskCompletedEventAttributes?.result ?? [],
      event.workflowExecutionCompletedEventAttributes?.result ?? [],
    ]);
    expect(texts.flat()).toEqual([JSON.stringify([open]), JSON.stringify(`${open}!`), JSON.stringify(`${open}!`)]);
    const sealed = JSON.stringify(await run.history());
    expect(sealed).toContain("aes256gcm:");
  });

  it("that does not fit fails, and says why", async () => {
    const same = activity({ name: "same", payloads: { result: { plain: true } } }, () => "x".repeat(40_000));
    const gets = workflow({ name: "gets" }, function* () {
      try {
        return yield* same();
      } catch (error) {
        return (error as { cause: { code: string; message: string } }).cause.message;
      }
    });
    await workers([gets], [same]);
    const run = await place.client.start(gets, { workflowId: "g" });
    expect(await run.result()).toContain("is declared to stay plain text in its field");
  });
});

describe("a Lambda function", () => {
  const size = lambda<(event: unknown) => number>({ name: "size" });
  const asks = workflow({ name: "asks", lambdaRole: "arn:aws:iam::123456789012:role/r" }, function* (event: unknown) {
    return yield* size(event);
  });

  it("gets its event as plain JSON, since it is another program", async () => {
    await workers([asks]);
    const event = { open: "a word ".repeat(1000) };
    const run = await place.client.start(asks, { workflowId: "a" }, event);
    expect(await run.result()).toBe(JSON.stringify(event).length);
    const scheduled = (await run.history()).find(({ eventType }) => eventType === "LambdaFunctionScheduled");
    expect(scheduled?.lambdaFunctionScheduledEventAttributes?.input).toBe(JSON.stringify(event));
  });

  it("that is to get more than fits holds the run, and nothing is put where it could not read it", async () => {
    await workers([asks]);
    const run = await place.client.start(asks, { workflowId: "a" }, secret(40_000));
    await until(() => place.logger.codes().length > 0);
    expect(place.logger.lines.find(({ level }) => level === "error")?.fields).toMatchObject({
      err: {
        code: "DECISION_TOO_LARGE",
        message: expect.stringContaining("scheduleLambdaFunctionDecisionAttributes.input"),
      },
    });
    await run.terminate();
  });
});
