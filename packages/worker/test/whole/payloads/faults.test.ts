import { afterEach, describe, expect, it } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import type { EncryptionKeys, PayloadStore, Payloads, PayloadsOptions } from "@sweft/payload";
import { memoryStore, openPayloads, staticKeys } from "@sweft/payload";
import { activity, signal, sleep, workflow } from "@sweft/workflow";
import { activityContext } from "../../../src/index.ts";
import type { Place } from "../../setup.ts";
import { openPlace, until } from "../../setup.ts";
import { KEYS, SECRET } from "./secret.ts";

// What may happen to a payload on its way: a run is held until it is mended, an activity fails and says why; no worker falls silent.

const LONG = "x".repeat(40_000);
const virtual = () => openEngine({ seed: 1, clock: virtualClock() });
const patient = { executionStartToCloseTimeout: "300 days" } as const;
const measure = workflow({ name: "measure", ...patient }, function* (text: string) {
  return text.length;
});
const length = activity({ name: "length" }, (text: string) => text.length);
const asks = workflow({ name: "asks", ...patient }, function* (text: string) {
  try {
    return yield* length(text);
  } catch (error) {
    const { code, cause } = error as { code: string; cause: { name: string; code: string; message: string } };
    return { code, cause: [cause.name, cause.code], message: cause.message };
  }
});

let place: Place;
afterEach(() => place.close());

const failing = (code: string) => () => Promise.reject(Object.assign(new Error("as was to be shown"), { code }));

type Fault = Partial<Pick<PayloadStore, "get" | "put">>;

const hanging = (): Promise<never> => new Promise(() => {});

/** What a store may do to what it is asked for, by the code that comes of it. */
const FAULTS: readonly (readonly [code: string, fault: (store: PayloadStore) => Fault])[] = [
  ["PAYLOAD_MISSING", () => ({ get: failing("PAYLOAD_MISSING") })],
  ["PAYLOAD_FORBIDDEN", () => ({ get: failing("PAYLOAD_FORBIDDEN") })],
  ["PAYLOAD_THROTTLED", () => ({ get: failing("PAYLOAD_THROTTLED") })],
  ["PAYLOAD_STORE_FAILED", () => ({ get: failing("ECONNRESET") })],
  ["PAYLOAD_TIMEOUT", () => ({ get: hanging })],
  ["PAYLOAD_CORRUPT", (store) => ({ get: async (key) => (await store.get(key)).map((byte) => byte ^ 1) })],
];

/** A store that can be mended. */
function faulty(store: PayloadStore, fault: Fault) {
  const at = { isMended: false };
  const get: PayloadStore["get"] = (key) => (at.isMended ? store : { ...store, ...fault }).get(key);
  const put: PayloadStore["put"] = (key, bytes) => (at.isMended ? store : { ...store, ...fault }).put(key, bytes);
  return { at, store: { ...store, get, put } };
}

const openAll = (options: PayloadsOptions): Payloads => openPayloads({ storeTimeoutMs: 5, ...options });

describe.each(FAULTS)("a store that answers with %s", (code, fault) => {
  it("holds the runs that read from it, until it is mended", async () => {
    const store = memoryStore();
    const broken = faulty(store, fault(store));
    place = openPlace({ engine: virtual(), payloads: openAll({ store }) });
    await place.decider({ workflows: [measure], payloads: openAll({ store: broken.store }) });
    const run = await place.client.start(measure, { workflowId: "m" }, LONG);
    await until(() => place.logger.codes().length > 0);
    broken.at.isMended = true;
    expect(await run.result()).toBe(LONG.length);
    expect(new Set(place.logger.codes())).toEqual(new Set([code]));
    const { fields } = place.logger.lines.find(({ level }) => level === "error") ?? { fields: {} };
    expect(fields).toMatchObject({ workflowId: "m", code, err: { name: "PayloadError" } });
  });

  it("fails the activities that read from it, after retries where they may help", async () => {
    const store = memoryStore();
    const broken = faulty(store, fault(store));
    let asked = 0;
    const get: PayloadStore["get"] = (key) => {
      asked++;
      return broken.store.get(key);
    };
    place = openPlace({ engine: virtual(), payloads: openAll({ store }) });
    await place.decider({ workflows: [asks] });
    await place.acting({ activities: [length], payloads: openAll({ store: { ...broken.store, get } }) });
    const run = await place.client.start(asks, { workflowId: "a" }, LONG);
    expect(await run.result()).toMatchObject({ code: "ACTIVITY_FAILED", cause: ["PayloadError", code] });
    expect(asked > 1).toBe(["PAYLOAD_THROTTLED", "PAYLOAD_STORE_FAILED", "PAYLOAD_TIMEOUT"].includes(code));
    expect(place.logger.codes()).toEqual([code]);
  });
});

describe("a store that takes nothing", () => {
  const makes = activity({ name: "makes" }, () => LONG);
  const gets = workflow({ name: "gets", ...patient }, function* () {
    try {
      return (yield* makes()).length;
    } catch (error) {
      return [(error as { cause: { code: string } }).cause.code, (error as Error).message.slice(0, 200)];
    }
  });

  it.each(["PAYLOAD_FORBIDDEN", "PAYLOAD_THROTTLED", "ECONNRESET"])(
    "for %s fails the activity whose result it should keep",
    async (why) => {
      const broken = { ...memoryStore(), put: failing(why) };
      place = openPlace({ engine: virtual() });
      await place.decider({ workflows: [gets] });
      await place.acting({ activities: [makes], payloads: openAll({ store: broken }) });
      const code = why === "ECONNRESET" ? "PAYLOAD_STORE_FAILED" : why;
      const run = await place.client.start(gets, { workflowId: "g" });
      expect(await run.result()).toEqual([code, expect.stringContaining("could not keep")]);
    },
  );

  it("fails the activity, too, where there is none, and says what to do", async () => {
    place = openPlace({ engine: virtual() });
    await place.decider({ workflows: [gets] });
    await place.acting({ activities: [makes] });
    const run = await place.client.start(gets, { workflowId: "g" });
    expect(await run.result()).toEqual(["PAYLOAD_TOO_LARGE", expect.stringContaining("no store is set")]);
    const failed = (await run.history()).find(({ eventType }) => eventType === "ActivityTaskFailed");
    expect(failed?.activityTaskFailedEventAttributes?.reason?.length).toBeLessThanOrEqual(256);
  });

  it("does not keep a failure from being told whose details it should keep", async () => {
    const throws = activity({ name: "throws" }, (): void => {
      throw Object.assign(new Error("large"), { code: "LARGE", body: LONG });
    });
    const fails = workflow({ name: "fails", ...patient }, function* () {
      yield* throws();
    });
    place = openPlace({ engine: virtual() });
    await place.decider({ workflows: [fails] });
    await place.acting({ activities: [throws], payloads: openAll({ store: { ...memoryStore(), put: hanging } }) });
    const run = await place.client.start(fails, { workflowId: "f" });
    await expect(run.result()).rejects.toMatchObject({ cause: { cause: { code: "LARGE", message: "large" } } });
  });

  it("holds the run whose decision needs it, and nothing is lost once it does", async () => {
    const store = memoryStore();
    const broken = faulty(store, { put: failing("PAYLOAD_FORBIDDEN") });
    const passes = workflow({ name: "passes", ...patient }, function* () {
      return yield* length(LONG);
    });
    place = openPlace({ engine: virtual(), payloads: openAll({ store }) });
    await place.decider({ workflows: [passes], payloads: openAll({ store: broken.store }) });
    await place.acting({ activities: [length] });
    const run = await place.client.start(passes, { workflowId: "p" });
    await until(() => place.logger.codes().length > 0);
    broken.at.isMended = true;
    expect(await run.result()).toBe(LONG.length);
    const { fields } = place.logger.lines.find(({ level }) => level === "error") ?? { fields: {} };
    expect(fields).toMatchObject({
      err: {
        code: "PAYLOAD_FORBIDDEN",
        message: expect.stringContaining("decisions[1], ScheduleActivityTask, has a payload"),
      },
    });
  });

  it("rejects the start that needs it, at the client", async () => {
    place = openPlace({
      engine: virtual(),
      payloads: openAll({ store: { ...memoryStore(), put: failing("PAYLOAD_FORBIDDEN") } }),
    });
    await place.decider({ workflows: [measure] });
    const start = place.client.start(measure, { workflowId: "m" }, LONG);
    await expect(start).rejects.toMatchObject({ name: "PayloadError", code: "PAYLOAD_FORBIDDEN" });
  });

  it("lets heartbeats go on without the details that it should keep", async () => {
    const beats = activity({ name: "beats" }, async () => {
      await activityContext().heartbeat(LONG);
      return "done";
    });
    const waits = workflow({ name: "waits" }, function* () {
      return yield* beats();
    });
    const sent: unknown[] = [];
    place = openPlace({
      engine: virtual(),
      interference: {
        recordActivityTaskHeartbeat(input, call) {
          sent.push(input.details);
          return call();
        },
      },
    });
    await place.decider({ workflows: [waits] });
    await place.acting({
      activities: [beats],
      payloads: openAll({ store: { ...memoryStore(), put: failing("EIO") } }),
    });
    const run = await place.client.start(waits, { workflowId: "w" });
    expect(await run.result()).toBe("done");
    expect(sent).toEqual([undefined]);
    expect(place.logger.lines.filter(({ level }) => level === "warn")).toMatchObject([
      { fields: { activityId: "1", err: { code: "PAYLOAD_STORE_FAILED" } } },
    ]);
  });
});

describe("a store that hangs for ever", () => {
  it("does not keep a decider from answering while there is time: the run is held", async () => {
    const store = memoryStore();
    const slow = workflow({ name: "slow", ...patient, taskStartToCloseTimeout: "2s" }, function* (text: string) {
      return text.length;
    });
    place = openPlace({ payloads: openPayloads({ store }) });
    const payloads = openPayloads({ store: { ...store, get: hanging }, storeTimeoutMs: Number.POSITIVE_INFINITY });
    await place.decider({ workflows: [slow], payloads });
    const run = await place.client.start(slow, { workflowId: "s" }, LONG);
    await until(async () => (await run.history()).some(({ eventType }) => eventType === "TimerStarted"));
    expect(place.logger.codes()).toEqual(["DECISION_LATE"]);
    expect((await run.history()).map(({ eventType }) => eventType)).not.toContain("DecisionTaskTimedOut");
    await run.terminate();
  });
});

describe("keys of encryption", () => {
  const encrypting = (keys: EncryptionKeys) => openAll({ codecs: { encryption: { keys } } });
  const [both, onlyNew] = [
    staticKeys({ current: "old", keys: KEYS }),
    staticKeys({ current: "new", keys: { new: KEYS.new } }),
  ];

  it("that a decider lacks hold the run until one comes that has them", async () => {
    place = openPlace({ engine: virtual(), payloads: encrypting(both) });
    const lacking = await place.decider({ workflows: [measure], payloads: encrypting(onlyNew) });
    const run = await place.client.start(measure, { workflowId: "m" }, SECRET);
    await until(() => place.logger.codes().length > 0);
    const release = place.engine.clock.hold();
    await lacking.close();
    expect(new Set(place.logger.codes())).toEqual(new Set(["PAYLOAD_KEY_ID_UNKNOWN"]));
    await place.decider({ workflows: [measure] });
    release();
    expect(await run.result()).toBe(SECRET.length);
  });

  it("that an activity worker lacks fail the activity, with nothing but the code in the reason", async () => {
    place = openPlace({ engine: virtual(), payloads: encrypting(both) });
    await place.decider({ workflows: [asks], payloads: encrypting(staticKeys({ current: "old", keys: KEYS })) });
    await place.acting({ activities: [length], payloads: encrypting(onlyNew) });
    const run = await place.client.start(asks, { workflowId: "a" }, SECRET);
    expect(await run.result()).toMatchObject({ cause: ["PayloadError", "PAYLOAD_KEY_ID_UNKNOWN"] });
    const failed = (await run.history()).find(({ eventType }) => eventType === "ActivityTaskFailed");
    expect(failed?.activityTaskFailedEventAttributes?.reason).toBe("PAYLOAD_KEY_ID_UNKNOWN");
  });

  it("that cannot be had for a result fail the activity by its reason alone: nothing is written in plain text", async () => {
    const keys: EncryptionKeys = { ...both, current: () => Promise.reject(new Error("KMS is down")) };
    place = openPlace({ engine: virtual(), payloads: encrypting(both) });
    await place.decider({ workflows: [asks] });
    await place.acting({ activities: [length], payloads: encrypting(keys) });
    const run = await place.client.start(asks, { workflowId: "a" }, SECRET);
    expect(await run.result()).toMatchObject({ code: "ACTIVITY_FAILED" });
    const failed = (await run.history()).find(({ eventType }) => eventType === "ActivityTaskFailed");
    expect(failed?.activityTaskFailedEventAttributes).toMatchObject({ reason: "PAYLOAD_KEYS_FAILED" });
    expect(failed?.activityTaskFailedEventAttributes).not.toHaveProperty("details");
  });

  it("may be rotated under running executions, whose arguments are still compared by the keys of before", async () => {
    const go = signal<string>("go");
    const naps = workflow({ name: "naps", ...patient }, function* (text: string) {
      const one = yield* length(text);
      const word = yield* go.receive();
      yield* sleep("1 day");
      return [one, word, yield* length(word)];
    });
    const changed = workflow({ name: "naps", ...patient }, function* (text: string) {
      yield* length(`${text}?`);
      yield* go.receive();
      yield* sleep("1 day");
    });
    const by = (current: "old" | "new") => encrypting(staticKeys({ current, keys: KEYS }));
    place = openPlace({ engine: virtual(), payloads: by("old") });
    const before = await place.decider({ workflows: [naps], payloads: by("old") });
    await place.acting({ activities: [length], payloads: by("old") });
    const run = await place.client.start(naps, { workflowId: "n" }, SECRET);
    const ended = async () => (await run.history()).some(({ eventType }) => eventType === "ActivityTaskCompleted");
    await until(ended);
    const release = place.engine.clock.hold();
    await before.close();
    const after = await place.decider({ workflows: [naps], payloads: by("new") });
    await run.signal(go, `${SECRET}!`);
    release();
    await until(async () => (await run.history()).some(({ eventType }) => eventType === "TimerStarted"));
    const again = place.engine.clock.hold();
    await after.close();
    const other = await place.decider({ workflows: [changed], payloads: by("new") });
    again();
    await until(() => place.logger.codes().length > 0);
    expect(new Set(place.logger.codes())).toEqual(new Set(["NONDETERMINISM"]));
    await other.close();
    await place.decider({ workflows: [naps], payloads: by("new") });
    expect(await run.result()).toEqual([SECRET.length, `${SECRET}!`, SECRET.length + 1]);
    const recorded = JSON.stringify(await run.history());
    expect(recorded).toContain("aes256gcm:old ");
    expect(recorded).toContain("aes256gcm:new ");
    expect(new Set(recorded.match(/sw1 \d+ k[a-z2-7]{13}\.\w{8}/g)?.map((control) => control.slice(-8))).size).toBe(2);
  });
});

describe("a signal that is taken long after it came", () => {
  it("is there, whatever the cache has forgotten meanwhile", async () => {
    const [tell, go] = [signal<string>("tell"), signal("go")];
    const waits = workflow({ name: "waits", ...patient }, function* () {
      for (let i = 0; i < 5; i++) yield* go.receive();
      return [yield* tell.receive(), yield* tell.receive()];
    });
    const store = memoryStore();
    place = openPlace({ payloads: openPayloads({ store }) });
    await place.decider({ workflows: [waits], payloads: openPayloads({ store, cacheBytes: 0 }) });
    const run = await place.client.start(waits, { workflowId: "w" });
    await run.signal(tell, `${LONG}1`);
    await run.signal(tell, `${LONG}2`);
    for (let i = 0; i < 5; i++) {
      const decided = (await run.history()).length;
      await run.signal(go);
      await until(async () => (await run.history()).length > decided + 2);
    }
    expect((await run.result()).map((text) => text.at(-1))).toEqual(["1", "2"]);
    expect(place.logger.codes()).toEqual([]);
  });
});
