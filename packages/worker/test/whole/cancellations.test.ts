import { afterEach, describe, expect, it } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import type { Coroutine, Handle } from "@sweft/workflow";
import { activity, cancel, lambda, race, retry, signal, sleep, start, workflow } from "@sweft/workflow";
import { activityContext } from "../../src/index.ts";
import type { Place } from "../setup.ts";
import { openPlace } from "../setup.ts";

const stopped = signal<string>("stopped");
/** Works until it is told to stop. */
const works = activity({ name: "works", heartbeatTimeout: "1m", startToCloseTimeout: "1 day" }, () =>
  activityContext().aborted(),
);
/** Nobody polls the list that it waits on. */
const waits = activity({ name: "waits", taskList: "nobody" }, () => 1);
const slow = lambda<() => void>({ name: "slow", startToCloseTimeout: "10m" });
const child = workflow({ name: "child" }, function* () {
  yield* sleep("1 day");
});
function* idles(): Coroutine<void> {
  try {
    yield* sleep("1 day");
  } finally {
    yield* sleep("1m");
  }
}

let place: Place;
afterEach(() => place.close());

/** Runs a body to its end; gives its result and how many decisions it took. */
async function ends(body: () => Coroutine<unknown>, decisions = 12): Promise<unknown> {
  const engine = openEngine({
    seed: 1,
    clock: virtualClock(),
    functions: { slow: (_event, context) => context.aborted() },
  });
  place = openPlace({ engine });
  const parent = workflow({ name: "parent", lambdaRole: "arn:aws:iam::123456789012:role/r" }, body);
  await place.decider({ workflows: [parent, child] });
  const other = await place.acting({ activities: [waits], taskList: "other" });
  await other.close();
  await place.acting({ activities: [works] });
  const run = await place.client.start(parent, { workflowId: "p" });
  const result = await run.result();
  const events = await run.history();
  const made = events.filter(({ eventType }) => eventType === "DecisionTaskCompleted");
  expect(made.length).toBeLessThan(decisions);
  expect(place.logger.codes()).toEqual([]);
  return result;
}

/** Cancels work after a minute; gives the code of what it ends with. */
function* canceledLater(handle: Handle<unknown>): Coroutine<unknown> {
  yield* sleep("1m");
  yield* cancel(handle);
  try {
    return yield* handle;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe("canceling", () => {
  it("an activity that a worker has ends the wait for it, and the worker hears of it", async () => {
    expect(
      await ends(function* () {
        return yield* canceledLater(yield* start(works()));
      }),
    ).toBe("CANCELED");
  });

  it("an activity that a worker has, and waiting for its end, ends both", async () => {
    expect(
      await ends(function* () {
        return yield* canceledLater(yield* start(works.with({ cancellation: "wait" })()));
      }),
    ).toBe("CANCELED");
  });

  it("an activity that no worker has taken ends it at once", async () => {
    for (const cancellation of ["request", "wait"] as const) {
      expect(
        await ends(function* () {
          return yield* canceledLater(yield* start(waits.with({ cancellation })()));
        }),
      ).toBe("CANCELED");
      await place.close();
    }
  });

  it("a timer ends it", async () => {
    expect(
      await ends(function* () {
        return yield* canceledLater(yield* start(sleep("1 day")));
      }),
    ).toBe("CANCELED");
  });

  it("a child that runs, and one that has not started, ends it", async () => {
    expect(
      await ends(function* () {
        const runs = yield* canceledLater(yield* start(child.with({ cancellation: "wait" })()));
        const early = yield* start(child.with({ cancellation: "wait" })());
        yield* sleep(0);
        yield* cancel(early);
        try {
          yield* early;
        } catch (error) {
          return [runs, (error as { code: string }).code];
        }
        return [runs, "it went on"];
      }, 16),
    ).toEqual(["CANCELED", "CANCELED"]);
  });

  it("a coroutine lets it clean up", async () => {
    expect(
      await ends(function* () {
        return yield* canceledLater(yield* start(idles));
      }),
    ).toBe("CANCELED");
  });

  it("a Lambda function ends the wait for it alone", async () => {
    expect(
      await ends(function* () {
        return yield* canceledLater(yield* start(slow()));
      }),
    ).toBe("CANCELED");
  });

  it("a retry that pauses ends it", async () => {
    expect(
      await ends(function* () {
        const tries = retry({ attempts: 9, delay: "1h", on: ["FAILED", "CANCELED"] }, function* () {
          throw Object.assign(new Error("no"), { code: "NO" });
        });
        return yield* canceledLater(yield* start(tries));
      }),
    ).toBe("CANCELED");
  });

  it("the losers of a race of all kinds of work ends them all", async () => {
    expect(
      await ends(function* () {
        const first = yield* race({
          activity: works(),
          waiting: waits(),
          child: child(),
          coroutine: idles(),
          lambda: slow(),
          signal: stopped.receive(),
          timer: sleep("1 day"),
          winner: sleep("5s"),
        });
        yield* sleep("5m");
        return first.winner;
      }, 20),
    ).toBe("winner");
  });
});
