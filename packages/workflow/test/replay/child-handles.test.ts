import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { ChildHandle, Coroutine } from "../../src/index.ts";
import { all, cancel, createChildHandle, race, signal, sleep, start } from "../../src/index.ts";
import { clash, echo, flow, held, pack, recorded, sent, thrown, waits } from "./shop.ts";

const hurry = signal<string>("hurry");
/** Starts a child, and goes on with its handle. */
const parent = (then: (child: ChildHandle<unknown>) => Coroutine<unknown>) =>
  flow(function* () {
    const child = yield* start(pack.with({ workflowId: "p-1" })("box"));
    return yield* then(child);
  });
const execution = { workflowId: "p-1", runId: expect.stringContaining("child") };

describe("the handle of a child", () => {
  it("knows the execution once SWF has started it", () => {
    const run = step(
      parent(function* (child) {
        const before = child.execution;
        const started = yield* child.started;
        return [before, started, child.execution, yield* child.started, yield* child];
      }),
    );
    expect(run.open).toHaveLength(1);
    run.begin(pack).complete(pack, "packed");
    expect(run.result).toEqual([undefined, execution, execution, execution, "packed"]);
  });

  it("waits for the start in composites too, and being late does not touch the child", () => {
    const run = step(
      parent(function* (child) {
        const first = yield* race({ started: child.started, late: sleep(1) });
        const [at, echoed] = yield* all([child.started, echo(1)]);
        const again = yield* start(child.started);
        return [first, at, echoed, (yield* again).workflowId];
      }),
    );
    run.fire().begin(pack).complete(echo, "e");
    expect(run.result).toEqual([{ winner: "late" }, execution, "e", "p-1"]);
    expect(sent(run)).toEqual(["RequestCancelExternalWorkflowExecution 1", "CompleteWorkflowExecution"]);
  });

  it("throws what keeps the child from starting", () => {
    const run = step(
      parent(function* (child) {
        return [yield* thrown(child.started, "reason"), child.execution, yield* thrown(child.started)];
      }),
    );
    run.history.childStartFailed("1");
    run.batch(() => undefined);
    expect(run.result).toEqual(["WORKFLOW_ALREADY_RUNNING", undefined, "CHILD_START_FAILED"]);
  });

  it("throws that it was canceled, if it was before it started", () => {
    const run = step(
      parent(function* (child) {
        const waiting = yield* start(thrown(child.started));
        yield* cancel(child);
        return [yield* waiting, yield* thrown(child.started)];
      }),
    );
    expect(run.result).toEqual(["CANCELED", "CANCELED"]);
  });

  it("throws that it never ran, if an operator has said what it came to before", () => {
    const run = step(
      parent(function* (child) {
        const code = yield* thrown(child.started);
        return [code, yield* thrown(child.signal(hurry, "up")), yield* child];
      }),
    );
    run.operator.complete("1", "by hand");
    run.begin("1"); // only then can the close ask it to cancel
    expect(run.result).toEqual(["CANCELED", "CANCELED", "by hand"]);
  });

  it("compares and prints by its id, and may be made for a bare generator", () => {
    const where = { workflowId: "p-1", runId: "r" };
    const made = createChildHandle<number>(
      "1",
      () => ({ ok: true, value: 5 }),
      () => where,
    );
    expect(made).toEqual(
      createChildHandle(
        "1",
        () => undefined,
        () => undefined,
      ),
    );
    expect(made).not.toEqual(
      createChildHandle(
        "2",
        () => undefined,
        () => undefined,
      ),
    );
    expect(JSON.stringify(made)).toBe('{"id":"1"}');
    expect(Object.isFrozen(made)).toBe(true);
    expect(made.execution).toBe(where);
    expect({ ...made.started }).toEqual({ type: "AwaitStart", work: "1" });
    expect({ ...made.signal(hurry, "up") }).toEqual({ type: "SignalChild", work: "1", signal: "hurry", args: ["up"] });
  });

  it("of another run is of no use", () => {
    const stranger = createChildHandle<unknown>(
      "1",
      () => undefined,
      () => undefined,
    );
    for (const use of [() => stranger.started, () => stranger.signal(hurry, "up")]) {
      const run = flow(function* () {
        yield* use();
      });
      expect(held(run).code).toBe("HANDLE_UNKNOWN");
    }
  });
});

describe("a signal to a child", () => {
  const tells = parent(function* (child) {
    yield* child.signal(hurry, "up");
    return yield* child;
  });

  it("is sent once the child runs, to whichever run of it there is", () => {
    const run = step(tells);
    expect(sent(run)).toEqual(["StartChildWorkflowExecution 1"]);
    run.begin(pack);
    expect(sent(run)).toEqual(["SignalExternalWorkflowExecution 2"]);
    const [told] = recorded(run.history, "SignalExternalWorkflowExecutionInitiated");
    expect(told).toMatchObject({ workflowId: "p-1", signalName: "hurry", input: expect.stringMatching(/\n"up"$/) });
    expect(told).not.toHaveProperty("runId");
    expect(waits(run)).toEqual(["1", "2"]);
    run.arrive("2").complete(pack, "packed");
    expect(run.result).toBe("packed");
  });

  it("that has ended is for the run that it was, and not for another of its id", () => {
    const run = step(
      parent(function* (child) {
        yield* child;
        return yield* thrown(child.signal(hurry, "up"));
      }),
    );
    run.complete(pack, "packed").bounce("2");
    expect(run.result).toBe("EXTERNAL_UNKNOWN");
    expect(recorded(run.history, "SignalExternalWorkflowExecutionInitiated")).toEqual([
      expect.objectContaining(execution),
    ]);
  });

  it("that never starts throws what kept it", () => {
    const run = step(
      parent(function* (child) {
        return yield* thrown(child.signal(hurry, "up"));
      }),
    );
    run.history.childStartFailed("1");
    expect(run.batch(() => undefined).result).toBe("CHILD_START_FAILED");
  });

  it("is forgotten if nobody waits for it when the child starts", () => {
    const run = step(
      parent(function* (child) {
        yield* race([child.signal(hurry, "up"), sleep(1)]);
        yield* child.started;
        return yield* child;
      }),
    );
    run.fire().begin(pack).complete(pack, "packed");
    expect(run.result).toBe("packed");
    expect(recorded(run.history, "SignalExternalWorkflowExecutionInitiated")).toEqual([]);
  });

  it("takes a number of its own, and is compared with what is recorded", () => {
    const { history } = step(tells).begin(pack);
    const changed = parent(function* (child) {
      yield* child.signal(hurry, "down");
    });
    expect(clash(changed, history).differences).toEqual([{ field: "arguments", recorded: ["up"], asked: ["down"] }]);
  });
});
