import { afterEach, describe, expect, it, jest } from "@jest/globals";
import type { PayloadStore } from "../src/index.ts";
import { isWorthRetry, memoryStore, openPayloads, PayloadError } from "../src/index.ts";
import { rejection, thrown } from "./support/errors.ts";
import { watchedStore } from "./support/stores.ts";

const LONG = JSON.stringify("x".repeat(40_000));

afterEach(() => {
  jest.useRealTimers();
});

describe("several stores", () => {
  const [main, archive] = [memoryStore(), memoryStore({ name: "archive" })];
  const payloads = openPayloads({ store: main, stores: [archive], inlineLimit: 10 });

  it("take what is sent to them by name, the first what is sent to none", async () => {
    const sealed = await Promise.all([payloads.seal(LONG), payloads.seal(LONG, { store: "archive" })]);
    expect(sealed).toEqual([expect.stringContaining(" store=memory "), expect.stringContaining(" store=archive ")]);
    const reader = openPayloads({ stores: [archive, main] });
    await reader.fetch(sealed);
    expect(sealed.map((text) => reader.read(text))).toEqual([JSON.parse(LONG), JSON.parse(LONG)]);
  });

  it("refuse a name that none of them has, and a text for the default where there is none", async () => {
    const error = await rejection(payloads.seal(LONG, { store: "attic" }));
    expect(error).toMatchObject({ code: "PAYLOAD_STORE_MISMATCH" });
    expect(error.message).toContain("into the store attic, and open are memory, archive");
    const onlyNamed = openPayloads({ stores: [archive] });
    expect((await rejection(onlyNamed.seal(LONG))).code).toBe("PAYLOAD_TOO_LARGE");
  });

  it("must have different names", () => {
    const error = thrown(() => openPayloads({ store: memoryStore(), stores: [memoryStore()] }));
    expect(error.message).toContain("stores is 'memory'; write stores of different names");
    expect(() => openPayloads({ store: main, stores: [main, archive] })).not.toThrow();
  });
});

describe("the key of an object", () => {
  it("says whose payload it is, and stays the same for the same content", async () => {
    const store = watchedStore();
    const scope = { domain: "shop", workflowId: "order 17", runId: "22/aB=" };
    const sealed = await Promise.all(
      [scope, scope, { domain: "shop", workflowId: "order 17" }].map((each) =>
        openPayloads({ store, prefix: "p/" }).seal(LONG, { scope: each }),
      ),
    );
    expect(sealed[0]).toBe(sealed[1]);
    const keys = sealed.map((text) => text.split(" key=")[1]?.replace(/[0-9a-f]{64}$/, ""));
    expect(keys).toEqual([
      "p/shop/order.2017/22.2faB.3d/",
      "p/shop/order.2017/22.2faB.3d/",
      "p/shop/order.2017/start/",
    ]);
  });

  it("is written again after a while, so that no cleaner takes an old object for a forgotten one", async () => {
    jest.useFakeTimers({ now: 0, doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });
    const store = watchedStore();
    const payloads = openPayloads({ store });
    for (const minutes of [0, 9, 11, 12]) {
      jest.setSystemTime(minutes * 60_000);
      await payloads.seal(LONG);
    }
    expect(store.puts).toHaveLength(2);
  });
});

describe("a store without an answer", () => {
  const hanging = (): Promise<never> => new Promise(() => {});

  it("is waited for no longer than it may take, and told that nobody waits", async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const store: PayloadStore = {
      ...memoryStore(),
      put(_key, _bytes, request) {
        signals.push(request?.signal);
        return hanging();
      },
    };
    const error = await rejection(openPayloads({ store, storeTimeoutMs: 5 }).seal(LONG));
    expect(error.code).toBe("PAYLOAD_TIMEOUT");
    expect(error.message).toContain("could not keep");
    expect(error.message).toContain("within 5 ms, which is storeTimeoutMs");
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  });

  it("does not keep the others of a fetch", async () => {
    const store = memoryStore();
    const writer = openPayloads({ store, inlineLimit: 0 });
    const [slow, quick] = await Promise.all([writer.seal('"slow"'), writer.seal('"quick"')]);
    const get: PayloadStore["get"] = (key, request) => (slow.endsWith(key) ? hanging() : store.get(key, request));
    const reader = openPayloads({ store: { ...store, get }, storeTimeoutMs: 5 });
    expect((await rejection(reader.fetch([slow, quick]))).code).toBe("PAYLOAD_TIMEOUT");
    expect(reader.read(quick)).toBe("quick");
  });

  it.each([0, -1, Number.NaN, 2 ** 31])("cannot be given %d milliseconds", (storeTimeoutMs) => {
    expect(thrown(() => openPayloads({ storeTimeoutMs })).message).toContain("storeTimeoutMs is");
  });
});

describe("what a store says of a failure", () => {
  const CODES = ["PAYLOAD_MISSING", "PAYLOAD_FORBIDDEN", "PAYLOAD_THROTTLED", "PAYLOAD_TIMEOUT"] as const;

  it.each(CODES)("is asked for its code alone: %s, and becomes an error of ours", async (code) => {
    const store: PayloadStore = { ...memoryStore(), put: () => Promise.reject({ code, message: "why" }) };
    const error = await rejection(openPayloads({ store }).seal(LONG));
    expect(error).toMatchObject({
      name: "PayloadError",
      code,
      message: expect.stringMatching(/could not keep .*: why$/),
    });
    expect(error.cause).toEqual({ code, message: "why" });
  });

  it("is handed on as it is if it is an error of ours already", async () => {
    const said = new PayloadError("PAYLOAD_FORBIDDEN", "the bucket is another's");
    const store: PayloadStore = { ...memoryStore(), put: () => Promise.reject(said) };
    expect(await rejection(openPayloads({ store }).seal(LONG))).toBe(said);
  });

  it.each([
    ["PAYLOAD_STORE_FAILED", true],
    ["PAYLOAD_TIMEOUT", true],
    ["PAYLOAD_THROTTLED", true],
    ["PAYLOAD_KEYS_FAILED", true],
    ["PAYLOAD_MISSING", false],
    ["PAYLOAD_CORRUPT", false],
    ["PAYLOAD_TAMPERED", false],
    ["PAYLOAD_FORBIDDEN", false],
    ["PAYLOAD_KEY_ID_UNKNOWN", false],
    ["ECONNRESET", false],
    [undefined, false],
  ])("is worth a retry or not: %s, %s", (code, isWorth) => {
    expect(isWorthRetry({ code })).toBe(isWorth);
  });
});

describe("the head that Sweft writes before some payloads", () => {
  it("is never mistaken for what a user wrote", () => {
    const serializer = { name: "raw", serialize: String, deserialize: (text: string) => text };
    const payloads = openPayloads({ serializer });
    for (const text of ["sw1 continued\n{}", "sw1 signal a\n1", "sw1", "sw1\nx"]) {
      expect(payloads.write(text)).toMatch(/^sweft:text "/);
      expect(payloads.read(payloads.write(text))).toBe(text);
    }
    for (const text of ["sw10", "sw2 a", "swift"]) expect(payloads.write(text)).toBe(text);
  });
});
