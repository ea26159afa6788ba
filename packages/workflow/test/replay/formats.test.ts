import { Buffer } from "node:buffer";
import { describe, expect, it } from "@jest/globals";
import { bytesSerializer, textSerializer } from "@sweft/payload";
import { runLocally, step } from "@sweft/testing";
import type { Coroutine, Share } from "../../src/index.ts";
import { activity, continueAsNew, formatOf, map, mapChunk, retry, signal, workflow } from "../../src/index.ts";
import { reversed, Sheet, sheets } from "./formats.ts";
import { recorded } from "./shop.ts";

const bytes = { serializer: bytesSerializer() };
const text = { serializer: textSerializer() };
const sheet = { serializer: sheets };

const print = activity({ name: "print", payloads: { input: text, result: bytes } }, async (page: string) =>
  Buffer.from(page),
);
const sum = activity({ name: "sum", payloads: { input: sheet } }, async (given: Sheet) => given.rows.length);
const go = signal<number>("go");

const photo = () => new Uint8Array([1, 2, 3]);

describe("a declared format", () => {
  it("writes the input of an activity and reads its result, each by its own serializer", () => {
    const printing = workflow({ name: "printing" }, function* (page: string) {
      const printed = yield* print(page);
      return [printed.byteLength, Buffer.isBuffer(printed)];
    });
    const run = step(printing, "<page>");
    expect(recorded(run.history, "ActivityTaskScheduled")[0]?.input).toBe("<page>");
    run.complete(print, Buffer.from("ink"));
    expect(recorded(run.history, "ActivityTaskCompleted")[0]?.result).toBe("sweft:bytes aW5r");
    expect(run.result).toEqual([3, true]);
  });

  it("tells a failure as every activity does", () => {
    const printing = workflow({ name: "printing" }, function* (page: string) {
      return yield* print(page);
    });
    const run = step(printing, "").fail(print, Object.assign(new Error("no ink"), { code: "INK" }));
    expect(recorded(run.history, "ActivityTaskScheduled")[0]?.input).toBe('sweft:text ""');
    expect(run.error).toMatchObject({ code: "ACTIVITY_FAILED", cause: { code: "INK", message: "no ink" } });
  });

  it("holds for every attempt", () => {
    const printing = workflow({ name: "printing" }, function* (page: string) {
      return (yield* print.with({ retry: 2 })(page)).byteLength;
    });
    const run = step(printing, "a").fail(print, new Error("jam")).fire();
    expect(recorded(run.history, "ActivityTaskScheduled").map(({ input }) => input)).toEqual(["a", "a"]);
    expect(run.complete(print, Buffer.from("xy")).result).toBe(2);
    const again = workflow({ name: "again" }, function* (page: string) {
      return yield* retry(2, function* () {
        return (yield* print(page)).byteLength;
      });
    });
    expect(step(again, "a").fail(print, new Error("jam")).fire().complete(print, Buffer.from("x")).result).toBe(1);
  });

  it("of a workflow is that of its own input and result", () => {
    const developing = workflow(
      { name: "developing", payloads: { input: bytes, result: text } },
      function* (film: Uint8Array) {
        return `${film.byteLength} pictures`;
      },
    );
    const run = step(developing, photo());
    expect(recorded(run.history, "WorkflowExecutionStarted")[0]?.input).toBe("sweft:bytes AQID");
    expect(recorded(run.history, "WorkflowExecutionCompleted")[0]?.result).toBe("3 pictures");
    expect(run.result).toBe("3 pictures");
  });

  it("of a child is its parent's, too", () => {
    const child = workflow({ name: "child", payloads: { input: sheet, result: sheet } }, function* (given: Sheet) {
      return new Sheet(...given.rows, "c");
    });
    const parent = workflow({ name: "parent" }, function* (): Coroutine<readonly string[]> {
      return (yield* child(new Sheet("a", "b"))).rows;
    });
    const run = step(parent);
    expect(recorded(run.history, "StartChildWorkflowExecutionInitiated")[0]?.input).toBe("a|b");
    run.complete(child, new Sheet("a", "b", "c"));
    expect(recorded(run.history, "ChildWorkflowExecutionCompleted")[0]?.result).toBe("a|b|c");
    expect(run.result).toEqual(["a", "b", "c"]);
  });

  it("holds where everything runs locally", async () => {
    const child = workflow({ name: "child", payloads: { input: sheet, result: bytes } }, function* (given: Sheet) {
      return yield* print(given.rows.join());
    });
    const parent = workflow({ name: "parent", payloads: { input: sheet, result: sheet } }, function* (given: Sheet) {
      const count = yield* sum(given);
      return new Sheet(...given.rows, String(count), String(yield* child(given)));
    });
    const result = await runLocally(parent, [new Sheet("a", "b")]);
    expect(result.rows).toEqual(["a", "b", "2", "a,b"]);
  });

  it("may be any object with the two methods, which carries lists unless it says otherwise", () => {
    const add = activity(
      { name: "add", payloads: { input: { serializer: reversed } } },
      (a: number, b: number) => a + b,
    );
    const adding = workflow({ name: "adding" }, function* () {
      return yield* add(1, 2);
    });
    const run = step(adding);
    expect(recorded(run.history, "ActivityTaskScheduled")[0]?.input).toBe("]2,1[");
    expect(run.complete(add, 3).result).toBe(3);
  });
});

describe("the store of a format", () => {
  const big = activity({ name: "big", payloads: { input: { store: "archive" }, result: { store: "vault" } } }, () => 1);

  it("is told beside the decision, and stands in no text", () => {
    const asking = workflow({ name: "asking", payloads: { result: { store: "results" } } }, function* () {
      return yield* big();
    });
    const run = step(asking);
    const [scheduled] = run.decisions.slice(-1);
    expect(scheduled && formatOf(scheduled)).toEqual({ store: "archive" });
    expect(JSON.stringify(run.decisions)).not.toContain("archive");
    run.complete(big, 1);
    const [completed] = run.decisions.slice(-1);
    expect(completed && formatOf(completed)).toEqual({ store: "results" });
  });

  it("may be another for a single call, which leaves the serializer as it is", () => {
    const asking = workflow({ name: "asking" }, function* () {
      yield* print.with({ payloads: { input: { store: "attic" } } })("page");
    });
    const run = step(asking);
    const [scheduled] = run.decisions.slice(-1);
    expect(scheduled && formatOf(scheduled)).toEqual({ ...text, store: "attic" });
    expect(run.open).toEqual([
      {
        type: "ScheduleActivity",
        activity: { name: "print", version: "1" },
        args: ["page"],
        options: { payloads: { input: { store: "attic" } } },
      },
    ]);
  });

  it("is nothing that decisions without a declaration have", () => {
    const plain = activity({ name: "plain" }, () => 1);
    const asking = workflow({ name: "asking" }, function* () {
      return yield* plain();
    });
    expect(step(asking).decisions.map(formatOf)).toEqual([undefined, undefined]);
  });
});

describe("a map with partition", () => {
  it("tells its parts the names of stores", () => {
    const big = activity({ name: "big", payloads: { input: { store: "archive" } } }, (n: number) => n);
    const mapping = workflow({ name: "mapping" }, function* () {
      return yield* map([1, 2], big, { partition: 2 });
    });
    const [asked] = step(mapping).open as [{ args: readonly [readonly unknown[], Share] }];
    const part = step(mapChunk, ...asked.args);
    expect(part.decisions.slice(-2).map(formatOf)).toEqual([{ store: "archive" }, { store: "archive" }]);
  });
});

/** Goes on until there are three rows. Signals not taken go along. */
const growing = workflow(
  { name: "growing", payloads: { input: sheet, result: text } },
  function* (given: Sheet): Coroutine<string> {
    yield* sum(given);
    if (given.rows.length === 3) return given.rows.join("+");
    return yield* continueAsNew(
      growing.with({ payloads: { input: { store: "runs" } } }),
      new Sheet(...given.rows, "x"),
    );
  },
);

describe("a run that continues as new", () => {
  it("hands its arguments on in the format of the workflow", () => {
    const run = step(growing, new Sheet("a")).complete(sum, 1);
    expect(recorded(run.history, "WorkflowExecutionContinuedAsNew")[0]?.input).toBe("a|x");
    expect((run.continued.args[0] as Sheet).rows).toEqual(["a", "x"]);
    const [continued] = run.decisions.slice(-1);
    expect(continued && formatOf(continued)).toEqual({ ...sheet, store: "runs" });
    expect(run.next().complete(sum, 2).next().complete(sum, 3).result).toBe("a+x+x");
  });

  it("hands signals on beside them, and the arguments as the text that they are", () => {
    const run = step(growing, new Sheet("a")).signal(go, 7).complete(sum, 1);
    expect(recorded(run.history, "WorkflowExecutionContinuedAsNew")[0]?.input).toBe(
      'sw1 continued\n{"argsText":"a|x","carried":{"signals":[{"name":"go","text":"7"}]}}',
    );
    expect(run.continued).toMatchObject({ signals: [{ name: "go", value: 7 }] });
    const [continued] = run.decisions.slice(-1);
    expect(continued && formatOf(continued)).toEqual({ store: "runs" });
    const last = run.next().complete(sum, 2).next();
    expect((last.open[0] as { args: readonly Sheet[] }).args[0]?.rows).toEqual(["a", "x", "x"]);
    expect(last.complete(sum, 3).result).toBe("a+x+x");
  });

  it("goes on in another version by that version's format", () => {
    const next = workflow({ name: "old", version: "2", payloads: { input: bytes } }, function* (given: Uint8Array) {
      return given.byteLength;
    });
    const old = workflow({ name: "old", payloads: { input: sheet } }, function* (_given: Sheet): Coroutine<number> {
      return yield* continueAsNew(next, photo());
    });
    const run = step(old, new Sheet("a"));
    expect(recorded(run.history, "WorkflowExecutionContinuedAsNew")[0]?.input).toBe("sweft:bytes AQID");
    expect(run.next(next).result).toBe(3);
  });

  it("by its retry policy begins with the same arguments", () => {
    const trying = workflow(
      { name: "trying", runRetry: { attempts: 2, delay: "1m" }, payloads: { input: sheet } },
      function* (given: Sheet) {
        return (yield* sum(given)) + given.rows.length;
      },
    );
    const run = step(trying, new Sheet("a", "b")).fail(sum, new Error("no"));
    expect((run.continued.args[0] as Sheet).rows).toEqual(["a", "b"]);
    expect(run.next().fire().complete(sum, 2).result).toBe(4);
  });

  it("by its schedule begins with the same arguments", () => {
    const nightly = workflow(
      { name: "nightly", cron: "0 3 * * *", payloads: { input: sheet } },
      function* (given: Sheet) {
        yield* sum(given);
      },
    );
    const run = step(nightly, new Sheet("a", "b")).fire().complete(sum, 2).next().fire();
    expect((run.open[0] as { args: readonly Sheet[] }).args[0]?.rows).toEqual(["a", "b"]);
  });
});
