import { expect } from "@jest/globals";
import type { FakeHistory, Stepper } from "@sweft/testing";
import { step } from "@sweft/testing";
import type { Coroutine, Decision, NondeterminismError, Operation, Replayed, Workflow } from "../../src/index.ts";
import { activity, contract, openRun, replay, signal, workflow } from "../../src/index.ts";

// What the tests of the interpreter run, and how they look at it.

export const charge = activity({ name: "charge" }, async (total: number) => `receipt over ${total}`);
export const ship = activity({ name: "ship" }, async (to: string) => `parcel to ${to}`);
export const refund = activity({ name: "refund" }, async (receipt: string) => `refunded ${receipt}`);
/** Gives back whatever it is given. */
export const echo = contract<(value?: unknown) => unknown>({ name: "echo" });
export const pack = workflow({ name: "pack" }, function* (value?: unknown): Coroutine<unknown> {
  return yield* echo(value);
});
export const go = signal("go");
export const halt = signal("halt");

/** A workflow of a body. */
export const flow = workflow.bind(undefined, { name: "flow" }) as <A extends readonly unknown[], R>(
  body: (...args: A) => Coroutine<R>,
) => Workflow<A, R>;

/** What an operation throws; undefined if it ends well. */
export function* caught(work: Operation<unknown>): Coroutine<unknown> {
  try {
    yield* work;
    return undefined;
  } catch (error) {
    return error;
  }
}

/** One field of what an operation throws, `code` unless told otherwise. */
export function* thrown(work: Operation<unknown>, field = "code"): Coroutine<unknown> {
  return ((yield* caught(work)) as Record<string, unknown> | undefined)?.[field];
}

function idOf(decision: Decision): string {
  const { decisionType: _type, ...blocks } = decision;
  const attributes = (Object.values(blocks)[0] ?? {}) as Record<string, string | undefined>;
  const { activityId, timerId, markerName, control } = attributes;
  return activityId ?? timerId ?? markerName ?? control?.split(/[ \n]/)[1] ?? "";
}

/** Decisions in short: type and id. The run marker is left out. */
export const brief = (decisions: readonly Decision[]): string[] =>
  decisions
    .map((decision) => `${decision.decisionType} ${idOf(decision)}`.trim())
    .filter((one) => !one.endsWith(" sweft.run"));

/** What the last decision of a run decided, in short. */
export const sent = <R>(run: Stepper<R>): string[] => brief(run.decisions);

/** Ids of what is waited for, in the order asked. */
export const waits = <R>(run: Stepper<R>): string[] => run.openWork.map(({ id }) => id);

/** Decisions of one type that a history holds, as their events' attributes. */
export const recorded = ({ events }: FakeHistory, eventType: string): Readonly<Record<string, unknown>>[] =>
  events
    .filter((event) => event.eventType === eventType)
    .map(
      ({ eventId: _id, eventType: _type, eventTimestamp: _at, ...attributes }) => Object.values(attributes)[0] as never,
    );

/** A history replayed by some code. */
export const replayedBy = <A extends readonly unknown[], R>(
  code: Workflow<A, R>,
  { events, converter, execution }: Pick<FakeHistory, "events" | "converter" | "execution">,
): Replayed => replay(code, events, { converter, execution });

/** The same, live: decision by decision, as a decider that keeps the run makes them. Effects are run. */
function followedBy<A extends readonly unknown[], R>(code: Workflow<A, R>, history: FakeHistory): Replayed {
  const { events, converter, execution } = history;
  const live = openRun(code, { converter, execution });
  const ends = events.filter(({ eventType }) => eventType === "DecisionTaskStarted").map(({ eventId }) => eventId);
  let replayed: Replayed = live.advance([]);
  for (const end of [...ends, events.length]) {
    replayed = live.advance(events.slice(0, end));
    while (replayed.status === "needs") {
      replayed = live.resume(replayed.effects.map(({ fn }) => ({ ok: true, value: fn() })));
    }
  }
  return replayed;
}

/** The error with which some code is held on a history. */
export function heldOn<A extends readonly unknown[], R>(
  code: Workflow<A, R>,
  history: FakeHistory,
): NondeterminismError {
  const replayed = replayedBy(code, history);
  if (replayed.status === "held") return replayed.error as NondeterminismError;
  throw new Error(`the code fits this history: it is ${replayed.status}`);
}

/** The same, after making sure that a live run says it as well. */
export function clash<A extends readonly unknown[], R>(
  code: Workflow<A, R>,
  history: FakeHistory,
): NondeterminismError {
  const error = heldOn(code, history);
  const live = followedBy(code, history);
  const said = live.status === "held" ? String(live.error) : live.status;
  if (said !== String(error)) throw new Error(`live says ${said}, replay says ${error}`);
  return error;
}

/** The bug that holds a run, which is answered with nothing but the hold timer. */
export function held(
  code: Workflow<[], unknown>,
  happen: (run: Stepper<unknown>) => unknown = () => undefined,
): Error & { readonly code: string } {
  const run = step.with({ holds: "keep" })(code);
  happen(run);
  expect(run.status).toBe("held");
  expect(run.decisions.map(({ startTimerDecisionAttributes: timer }) => timer?.timerId)).toEqual([
    expect.stringMatching(/^sweft\.hold\./),
  ]);
  return run.error as Error & { readonly code: string };
}
