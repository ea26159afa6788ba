import { Buffer } from "node:buffer";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import type { Duration, Timestamp } from "@bufbuild/protobuf/wkt";
import { DurationSchema, TimestampSchema } from "@bufbuild/protobuf/wkt";
import { afterEach, describe, expect, it } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import { bytesSerializer, protobufSerializer, textSerializer } from "@sweft/payload";
import type { Coroutine } from "@sweft/workflow";
import { activity, continueAsNew, contract, signal, workflow } from "@sweft/workflow";
import { expectTypeOf } from "expect-type";
import protobufjs from "protobufjs";
import type { Place } from "../setup.ts";
import { openPlace, until } from "../setup.ts";

let place: Place;
afterEach(() => place.close());

const open = () => {
  place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock() }) });
  return place;
};

/** On the machine's clock, so that a run may wait for a test. */
const openInTime = () => {
  place = openPlace();
  return place;
};

const runtime = { toBinary, fromBinary };
const time = { serializer: protobufSerializer(TimestampSchema, runtime) };
const duration = { serializer: protobufSerializer(DurationSchema, runtime) };
const bytes = { serializer: bytesSerializer() };
const text = { serializer: textSerializer() };

const domain = "shop";
const go = signal<string>("go");

/** All payloads of a history as any client of the service sees them. */
async function fieldsOf(workflowId: string): Promise<unknown[]> {
  const events = await place.client.run(workflowId).history();
  return events.flatMap((event) =>
    Object.values(event).flatMap((attributes: unknown) => {
      const { input, result } = Object(attributes) as { input?: string; result?: string };
      return [input, result].flatMap((field) => (field === undefined ? [] : [field]));
    }),
  );
}

/** What another program does that knows nothing of Sweft: takes a task of an activity, and completes it with a text. */
async function byAnotherProgram(taskList: string, answer: (input: string | undefined) => string): Promise<void> {
  const { taskToken, input } = await place.api.pollForActivityTask({ domain, taskList: { name: taskList } });
  if (taskToken === undefined) throw new Error("no task came");
  await place.api.respondActivityTaskCompleted({ taskToken, result: answer(input) });
}

describe("messages of Protocol Buffers", () => {
  const since = activity(
    { name: "since", payloads: { input: time, result: duration } },
    async (at: Timestamp): Promise<Duration> => create(DurationSchema, { seconds: 100n - at.seconds }),
  );
  const waiting = workflow({ name: "waiting", payloads: { input: time, result: duration } }, function* (at: Timestamp) {
    const past = yield* since(at);
    return create(DurationSchema, { seconds: past.seconds * 2n });
  });
  const base64 = (message: Uint8Array) => Buffer.from(message).toString("base64");

  it("go through client, decider and activity worker, and stand in histories as their bytes", async () => {
    const { client, decider, acting } = open();
    await decider({ workflows: [waiting] });
    await acting({ activities: [since] });
    const run = await client.start(waiting, { workflowId: "w" }, create(TimestampSchema, { seconds: 90n }));
    const result = await run.result();
    expectTypeOf(result).toEqualTypeOf<Duration>();
    expect(result).toEqual(create(DurationSchema, { seconds: 20n }));
    const asked = `sweft:protobuf ${base64(toBinary(TimestampSchema, create(TimestampSchema, { seconds: 90n })))}`;
    const past = `sweft:protobuf ${base64(toBinary(DurationSchema, create(DurationSchema, { seconds: 10n })))}`;
    const twice = `sweft:protobuf ${base64(toBinary(DurationSchema, create(DurationSchema, { seconds: 20n })))}`;
    expect(await fieldsOf("w")).toEqual([asked, asked, past, twice]);
    expect(await place.client.run(waiting, "w").result()).toEqual(result);
  });

  it("are understood from, and by, programs that have nothing but the message type", async () => {
    const { api, client, decider } = open();
    const theirs = contract<(at: Timestamp) => Duration>({
      name: "theirs",
      taskList: "theirs",
      payloads: { input: time, result: duration },
    });
    const asking = workflow({ name: "asking", payloads: { input: time, result: duration } }, function* (at: Timestamp) {
      return yield* theirs(at);
    });
    const { root } = protobufjs.parse(`
      syntax = "proto3";
      package google.protobuf;
      message Timestamp { int64 seconds = 1; int32 nanos = 2; }
      message Duration { int64 seconds = 1; int32 nanos = 2; }
    `);
    const [theirTime, theirDuration] = ["Timestamp", "Duration"].map((name) =>
      root.lookupType(`google.protobuf.${name}`),
    );
    await decider({ workflows: [asking] });
    await api.registerActivityType({ domain, name: "theirs", version: "1" });
    await api.startWorkflowExecution({
      domain,
      workflowId: "a",
      workflowType: { name: "asking", version: "1" },
      taskList: { name: "default" },
      executionStartToCloseTimeout: "100",
      taskStartToCloseTimeout: "10",
      childPolicy: "TERMINATE",
      input: `sweft:protobuf ${base64(theirTime?.encode({ seconds: 7 }).finish() ?? new Uint8Array())}`,
    });
    await byAnotherProgram("theirs", (input = "") => {
      const given = theirTime?.decode(Buffer.from(input.replace("sweft:protobuf ", ""), "base64"));
      const { seconds } = given?.toJSON() ?? {};
      const answer = theirDuration?.fromObject({ seconds: Number(seconds) + 1 });
      return `sweft:protobuf ${base64(theirDuration?.encode(answer ?? {}).finish() ?? new Uint8Array())}`;
    });
    expect(await client.run(asking, "a").result()).toEqual(create(DurationSchema, { seconds: 8n }));
  });
});

describe("bytes", () => {
  const develop = activity(
    { name: "develop", payloads: { input: bytes, result: bytes } },
    async (film: Uint8Array): Promise<Uint8Array> => film.map((byte) => 255 - byte),
  );
  const photographing = workflow(
    { name: "photographing", payloads: { input: bytes, result: bytes } },
    function* (film: Uint8Array): Coroutine<Uint8Array> {
      return yield* develop(film);
    },
  );

  it("go through client, decider and activity worker, and stand in histories as base64", async () => {
    const { client, decider, acting } = open();
    await decider({ workflows: [photographing] });
    await acting({ activities: [develop] });
    const run = await client.start(photographing, { workflowId: "p" }, new Uint8Array([0, 1, 255]));
    expect(await run.result()).toEqual(Buffer.from([255, 254, 0]));
    const [film, picture] = ["sweft:bytes AAH/", "sweft:bytes //4A"];
    expect(await fieldsOf("p")).toEqual([film, film, picture, picture]);
    // Whoever does not know the workflow reads what the mark says.
    expect(await client.run("p").result()).toEqual(Buffer.from([255, 254, 0]));
  });

  it("may come from a program that writes them after the same mark", async () => {
    const { api, client, decider, acting } = open();
    await decider({ workflows: [photographing] });
    await acting({ activities: [develop] });
    await api.startWorkflowExecution({
      domain,
      workflowId: "p",
      workflowType: { name: "photographing", version: "1" },
      taskList: { name: "default" },
      executionStartToCloseTimeout: "100",
      taskStartToCloseTimeout: "10",
      childPolicy: "TERMINATE",
      input: "sweft:bytes AAH/",
    });
    expect(await client.run(photographing, "p").result()).toEqual(Buffer.from([255, 254, 0]));
  });

  it("that an activity does not come to fail it, and say where", async () => {
    const spoiled = activity(
      { name: "spoiled", payloads: { result: bytes } },
      async () => ({ film: "wet" }) as unknown,
    );
    const spoiling = workflow({ name: "spoiling" }, function* () {
      return yield* spoiled();
    });
    const { client, decider, acting } = open();
    await decider({ workflows: [spoiling] });
    await acting({ activities: [spoiled] });
    const run = await client.start(spoiling, { workflowId: "s" });
    await expect(run.result()).rejects.toMatchObject({
      code: "WORKFLOW_FAILED",
      cause: {
        code: "ACTIVITY_FAILED",
        cause: { code: "PAYLOAD_UNSERIALIZABLE", message: expect.stringMatching(/^result is an instance of Object; /) },
      },
    });
  });
});

describe("a client", () => {
  const echoing = workflow(
    { name: "echoing", payloads: { input: text, result: text } },
    function* (given: string): Coroutine<string> {
      const heard = yield* go.receive();
      if (heard === "again") yield* continueAsNew(echoing, `${given}!`);
      return `${given} ${heard}`;
    },
  );

  it("starts a run with a signal, beside arguments that only their serializer writes", async () => {
    const { client, decider } = open();
    await decider({ workflows: [echoing] });
    const { run, isStarted } = await client.signalWithStart(echoing, { workflowId: "e" }, go, "on", "123");
    expect([isStarted, await run.result()]).toEqual([true, "123 on"]);
    const [input, result] = await fieldsOf("e");
    expect(input).toMatch(/^sw1 continued \S+\n\{"argsText":"123","carried":\{"signals":\[/);
    expect(result).toBe("123 on");
  });

  it("follows a run through continue-as-new, and reads its result as it was declared", async () => {
    const { client, decider } = openInTime();
    await decider({ workflows: [echoing] });
    const run = await client.start(echoing, { workflowId: "e" }, "[1]");
    await run.signal(go, "again");
    await until(async () =>
      (await run.history()).some(({ eventType }) => eventType === "WorkflowExecutionContinuedAsNew"),
    );
    await run.signal(go, "on");
    expect(await run.result()).toBe("[1]! on");
    expect(await client.run(echoing, "e").result()).toBe("[1]! on");
  });

  it("refuses at the call what the declared serializer cannot carry", async () => {
    const { client } = open();
    const start = (...args: unknown[]) => client.start(echoing, { workflowId: "e" }, ...(args as [string]));
    await expect(start({ a: 1 })).rejects.toMatchObject({ code: "PAYLOAD_UNSERIALIZABLE", path: "args[0]" });
    await expect(start("a", "b")).rejects.toMatchObject({ code: "ARGUMENTS_NOT_ONE" });
    const signaled = client.signalWithStart(
      echoing,
      { workflowId: "e" },
      go,
      "on",
      ...(["a", "b"] as unknown as [string]),
    );
    await expect(signaled).rejects.toMatchObject({ code: "ARGUMENTS_NOT_ONE" });
  });

  it("refuses what is neither a workflow nor the id of one", () => {
    const { client } = open();
    expect(() => client.run({} as never, "e")).toThrow(
      "run was given an object; give a workflow id, or what `workflow(…)`",
    );
    expect(() => client.run(echoing, undefined as never)).toThrow(expect.objectContaining({ code: "ID_INVALID" }));
  });
});
