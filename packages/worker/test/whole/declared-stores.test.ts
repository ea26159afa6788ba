import { Buffer } from "node:buffer";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { DurationSchema } from "@bufbuild/protobuf/wkt";
import { afterEach, describe, expect, it } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import type { PayloadsOptions } from "@sweft/payload";
import {
  bytesSerializer,
  memoryStore,
  openPayloads,
  protobufSerializer,
  staticKeys,
  textSerializer,
} from "@sweft/payload";
import type { Coroutine } from "@sweft/workflow";
import { activity, continueAsNew, signal, workflow } from "@sweft/workflow";
import type { Place } from "../setup.ts";
import { openPlace } from "../setup.ts";

let place: Place;
afterEach(() => place.close());

const text = { serializer: textSerializer() };
const bytes = { serializer: bytesSerializer() };
const span = { serializer: protobufSerializer(DurationSchema, { toBinary, fromBinary }) };
const go = signal<string>("go");

const double = activity(
  { name: "double", payloads: { input: { store: "films" }, result: { ...text, store: "pictures" } } },
  async (given: string) => given + given,
);

const doubling = workflow(
  { name: "doubling", payloads: { input: { ...text, store: "orders" }, result: { store: "results" } } },
  function* (given: string): Coroutine<string> {
    const twice = yield* double(given);
    // The same by another store, which the call names.
    const again = yield* double.with({ payloads: { input: { store: "attic" } } })(given);
    return twice === again ? given : twice;
  },
);

const NAMES = ["orders", "films", "attic", "pictures", "results"];

/** An engine whose workers and clients each have payloads of their own, on shared stores: nothing is in a cache by chance. */
function open(options: PayloadsOptions = {}) {
  const stores = NAMES.map((name) => memoryStore({ name }));
  const store = memoryStore({ name: "main" });
  const payloads = () => openPayloads({ store, stores, inlineLimit: 10, ...options });
  place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock() }), payloads: payloads() });
  return { ...place, payloads };
}

/** Which store each payload of a history is in. */
async function storesOf(workflowId: string): Promise<string[]> {
  const events = await place.client.run(workflowId).history();
  return events.flatMap((event) =>
    Object.values(event).flatMap((attributes: unknown) => {
      const { input, result } = Object(attributes) as { input?: string; result?: string };
      return [input, result].flatMap((field) =>
        field === undefined ? [] : [/ store=(\S+) /.exec(field)?.[1] ?? field],
      );
    }),
  );
}

describe("a declared store", () => {
  it("takes what is too long for its field: of each field its own, and of a call the one it names", async () => {
    const { client, decider, acting, payloads } = open();
    await decider({ workflows: [doubling], payloads: payloads() });
    await acting({ activities: [double], payloads: payloads() });
    const run = await client.start(doubling, { workflowId: "d" }, "a long text");
    expect(await run.result()).toBe("a long text");
    expect(await storesOf("d")).toEqual(["orders", "films", "pictures", "attic", "pictures", "results"]);
  });

  it("is left alone by what is short", async () => {
    const { client, decider, acting } = open();
    await decider({ workflows: [doubling] });
    await acting({ activities: [double] });
    const run = await client.start(doubling, { workflowId: "d" }, "ab");
    expect(await run.result()).toBe("ab");
    expect(await storesOf("d")).toEqual(["ab", '["ab"]', "abab", '["ab"]', "abab", '"ab"']);
  });

  it("may be changed by whoever starts the workflow, with a signal, too", async () => {
    const { client, decider, acting } = open();
    await decider({ workflows: [doubling] });
    await acting({ activities: [double] });
    const options = { payloads: { input: { store: "attic" } } };
    await (await client.start(doubling, { workflowId: "d", ...options }, "a long text")).result();
    expect((await storesOf("d"))[0]).toBe("attic");
    const { run } = await client.signalWithStart(doubling, { workflowId: "e", ...options }, go, "on", "a long text");
    expect(await run.result()).toBe("a long text");
    expect((await storesOf("e"))[0]).toBe("attic");
  });

  it("takes what a run hands on to the next", async () => {
    const { client, decider, payloads } = open();
    const counting = workflow(
      { name: "counting", payloads: { input: { ...text, store: "orders" } } },
      function* (given: string): Coroutine<number> {
        if (given.length < 20) return yield* continueAsNew(counting, `${given} and more`);
        return given.length;
      },
    );
    await decider({ workflows: [counting], payloads: payloads() });
    const { run } = await client.signalWithStart(counting, { workflowId: "c" }, go, "on", "a long text");
    expect(await run.result()).toBe("a long text and more".length);
    expect(await storesOf("c")).toEqual(["orders", "20"]);
  });

  it("that nobody has opened is an error at once, and not only of what is too long", async () => {
    const { client, decider, acting } = open({ stores: [] });
    await expect(client.start(doubling, { workflowId: "d" }, "a")).rejects.toMatchObject({
      code: "PAYLOAD_STORE_MISMATCH",
      message:
        "A payload is to go into the store orders, and open are main; name one of openPayloads({ store, stores }).",
    });
    const lost = activity({ name: "lost", payloads: { result: { store: "pictures" } } }, async () => 1);
    const losing = workflow({ name: "losing" }, function* () {
      return yield* lost();
    });
    await decider({ workflows: [losing] });
    await acting({ activities: [lost] });
    const run = await client.start(losing, { workflowId: "l" });
    await expect(run.result()).rejects.toMatchObject({ cause: { cause: { code: "PAYLOAD_STORE_MISMATCH" } } });
  });
});

describe("declared formats under encryption", () => {
  it("are replayed from zero at every decision, by readers that share nothing but the keys and the stores", async () => {
    const keys = staticKeys({ current: "k1", keys: { k1: new Uint8Array(32).fill(7) } });
    const { client, decider, acting, payloads } = open({ codecs: { compression: "gzip", encryption: { keys } } });
    const measure = activity(
      { name: "measure", payloads: { input: { ...bytes, store: "films" }, result: { ...span, store: "results" } } },
      async (film: Uint8Array) => create(DurationSchema, { seconds: BigInt(film.byteLength) }),
    );
    const measuring = workflow(
      { name: "measuring", payloads: { input: { ...bytes, store: "orders" }, result: span } },
      function* (film: Uint8Array) {
        const first = yield* measure(film);
        const second = yield* measure(Buffer.concat([film, film]));
        return create(DurationSchema, { seconds: first.seconds + second.seconds });
      },
    );
    await decider({ workflows: [measuring], payloads: payloads(), cachedRuns: 0 });
    await acting({ activities: [measure], payloads: payloads() });
    const run = await client.start(measuring, { workflowId: "m" }, Buffer.alloc(5000, "film"));
    expect(await run.result()).toEqual(create(DurationSchema, { seconds: 15_000n }));
    expect(await storesOf("m")).toEqual(["orders", "films", "results", "films", "results", "main"]);
    expect(place.logger.codes()).toEqual([]);
  });
});
