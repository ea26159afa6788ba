import { describe, expect, it } from "@jest/globals";
import { virtualClock } from "@sweft/engine";
import type { Polling } from "../../src/polling/polling.ts";
import { openPolling } from "../../src/polling/polling.ts";
import { refusal, until } from "../setup.ts";

/** A service whose polls are answered by hand, one by one. */
function handful() {
  const polls: { answer(task: string | undefined): void; fail(error: unknown): void; readonly signal: AbortSignal }[] =
    [];
  const poll = (signal: AbortSignal): Promise<string | undefined> =>
    new Promise((resolve, reject) => {
      polls.push({ answer: resolve, fail: reject, signal });
      signal.addEventListener("abort", () => reject(refusal("AbortError")));
    });
  return { polls, poll };
}

/** Work that ends when it is told to. */
function work() {
  const inHand: { readonly task: string; end(): void }[] = [];
  const handle = (task: string): Promise<void> =>
    new Promise((resolve) => {
      inHand.push({ task, end: resolve });
    });
  return { inHand, handle };
}

function open(options: Partial<Polling<string>> & Pick<Polling<string>, "poll">) {
  const failures: unknown[] = [];
  const dropped: unknown[] = [];
  const polling = openPolling({
    handle: async () => {},
    dropped: (error) => dropped.push(error),
    failed: (error) => failures.push(error),
    pollers: 1,
    concurrency: 10,
    clock: virtualClock(),
    random: () => 0,
    abortsSafely: false,
    ...options,
  });
  return { polling, failures, dropped };
}

/** Lets everything run that can. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("polling", () => {
  it("goes on after work that broke, and tells of it", async () => {
    const { polls, poll } = handful();
    const { polling, dropped } = open({
      poll,
      concurrency: 1,
      abortsSafely: true,
      handle: async (task) => {
        throw `${task} broke`;
      },
    });
    await settle();
    polls[0]?.answer("a");
    await settle();
    polls[1]?.answer("b");
    await settle();
    expect(polls).toHaveLength(3);
    await polling.close();
    expect(dropped).toEqual(["a broke", "b broke"]);
  });

  it("asks for no task that it has no slot for", async () => {
    const { polls, poll } = handful();
    const { inHand, handle } = work();
    open({ poll, handle, concurrency: 2, pollers: 5 });
    await settle();
    expect(polls).toHaveLength(2);
    polls[0]?.answer("a");
    polls[1]?.answer("b");
    await settle();
    expect(inHand.map(({ task }) => task)).toEqual(["a", "b"]);
    expect(polls).toHaveLength(2);
    inHand[0]?.end();
    await settle();
    expect(polls).toHaveLength(3);
  });

  it("polls on while tasks are worked on", async () => {
    const { polls, poll } = handful();
    const { inHand, handle } = work();
    open({ poll, handle });
    await settle();
    polls[0]?.answer("a");
    await settle();
    expect(inHand).toHaveLength(1);
    expect(polls).toHaveLength(2);
  });

  it("goes on after polls that come back empty, and after those that fail, with a pause", async () => {
    const { polls, poll } = handful();
    const clock = virtualClock();
    const { failures } = open({ poll, clock });
    await until(() => polls.length === 1);
    polls[0]?.answer(undefined);
    await until(() => polls.length === 2);
    const beforeMs = clock.now();
    polls[1]?.fail(new Error("down"));
    await until(() => polls.length === 3);
    expect(failures).toEqual([new Error("down")]);
    expect(clock.now() - beforeMs).toBe(50);
    polls[2]?.fail(new Error("down again"));
    await until(() => polls.length === 4);
    expect(clock.now() - beforeMs).toBe(150);
  });

  it("leaves the event loop to others when polls come back empty at once", async () => {
    let polls = 0;
    const { polling } = open({
      poll: async () => {
        polls++;
        return undefined;
      },
    });
    await until(() => polls > 3);
    await polling.close();
  });

  it("ends when the service in this process was closed", async () => {
    const { polls, poll } = handful();
    const { polling, failures } = open({ poll });
    await settle();
    polls[0]?.fail(refusal("ENGINE_CLOSED"));
    await settle();
    await polling.close();
    expect(failures).toHaveLength(1);
    expect(polls).toHaveLength(1);
  });

  it("holds virtual time while it works, and only then", async () => {
    const { polls, poll } = handful();
    const { inHand, handle } = work();
    const clock = virtualClock();
    open({ poll, handle, clock });
    await settle();
    polls[0]?.answer("a");
    await settle();
    const reached: number[] = [];
    clock.schedule(clock.now() + 1000, () => reached.push(clock.now()));
    await settle();
    await settle();
    await settle();
    expect(reached).toEqual([]);
    inHand[0]?.end();
    await until(() => reached.length === 1);
  });
});

describe("closing", () => {
  it("waits for the poll on its way, does its task, and asks for no other", async () => {
    const { polls, poll } = handful();
    const { inHand, handle } = work();
    const { polling } = open({ poll, handle });
    await settle();
    let isClosed = false;
    const closing = polling.close().then(() => {
      isClosed = true;
    });
    await settle();
    expect([isClosed, polls[0]?.signal.aborted]).toEqual([false, false]);
    polls[0]?.answer("last");
    await settle();
    expect([isClosed, inHand.map(({ task }) => task)]).toEqual([false, ["last"]]);
    inHand[0]?.end();
    await closing;
    expect(polls).toHaveLength(1);
  });

  it("aborts polls where that loses no task, and still finishes what is in hand", async () => {
    const { polls, poll } = handful();
    const { inHand, handle } = work();
    const { polling, failures } = open({ poll, handle, abortsSafely: true });
    await settle();
    polls[0]?.answer("a");
    await settle();
    let isClosed = false;
    const closing = polling.close().then(() => {
      isClosed = true;
    });
    await settle();
    expect([isClosed, polls[1]?.signal.aborted]).toEqual([false, true]);
    inHand[0]?.end();
    await closing;
    expect(failures).toEqual([]);
  });

  it("does not wait for a slot, nor for the pause after a failure", async () => {
    const { polls, poll } = handful();
    const { inHand, handle } = work();
    const full = open({ poll, handle, concurrency: 1 });
    await settle();
    polls[0]?.answer("a");
    await settle();
    const closing = full.polling.close();
    inHand[0]?.end();
    await closing;

    const clock = { now: () => 0, schedule: () => () => {}, hold: () => () => {} };
    const failing = open({ poll: () => Promise.reject(new Error("down")), clock });
    await settle();
    await failing.polling.close();
    expect(failing.failures).toHaveLength(1);
  });

  it("by force waits for nothing, even after a patient close, and tells the work", async () => {
    const { polls, poll } = handful();
    const forces: AbortSignal[] = [];
    const handle: Polling<string>["handle"] = (_task, _busy, force) => {
      forces.push(force);
      return new Promise(() => {});
    };
    const { polling } = open({ poll, handle });
    await settle();
    polls[0]?.answer("a");
    await settle();
    const patient = polling.close();
    await polling.close({ force: true });
    await patient;
    expect(forces.map(({ aborted }) => aborted)).toEqual([true]);
    expect(polls[1]?.signal.aborted).toBe(true);
  });
});
