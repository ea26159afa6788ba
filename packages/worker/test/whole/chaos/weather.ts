import type { Engine } from "@sweft/engine";
import type { Random, SwfApi, WorkerClock } from "../../../src/index.ts";
import { outage, refusal } from "../../setup.ts";

/** What goes wrong between a worker and the service; rates are shares of calls, in [0, 1). */
export interface Weather {
  /** Calls that are refused for their number. */
  readonly throttled?: number;
  /** Calls that never arrive. */
  readonly dropped?: number;
  /** Calls that take effect and whose answer is lost. Of polls: the answers that bring a task. */
  readonly lost?: number;
  readonly lostPolls?: number;
  /** Answers to decision tasks that travel longer than the task has time. */
  readonly lateDecisions?: number;
  /** Polls whose task arrives seconds after it was given. */
  readonly latePolls?: number;
  /** Tokens of further pages that have expired. */
  readonly expired?: number;
  /** Events on a page of a history. */
  readonly pageSize?: number;
}

/** Longer than the 10 seconds that the workflows of these tests give a decision. */
const LATE_ANSWER_MS = 13_000;
/** Decision tasks then have time left, or not; activities always have. */
const LATE_POLL_MS = [1000, 5000, 9990, 12_000] as const;
const LATE_ACTIVITY_MS = 5000;

/** A clock whose tokens do not stop virtual time while its worker waits for the network. */
export interface RemoteClock extends WorkerClock {
  travel(ms: number): Promise<void>;
}

export function remoteClock(clock: WorkerClock): RemoteClock {
  const tokens = new Set<{ release: () => void }>();
  let travelling = 0;
  const none = (): void => {};
  return {
    now: () => clock.now(),
    schedule: (dueMs, run) => clock.schedule(dueMs, run),
    hold() {
      const token = { release: travelling > 0 ? none : clock.hold() };
      tokens.add(token);
      return () => {
        token.release();
        tokens.delete(token);
      };
    },
    travel(ms) {
      travelling++;
      return new Promise((resolve) => {
        clock.schedule(clock.now() + ms, () => {
          travelling--;
          if (travelling === 0) for (const token of tokens) token.release = clock.hold();
          resolve();
        });
        for (const token of tokens) {
          token.release();
          token.release = none;
        }
      });
    },
  };
}

/** Numbers in [0, 1) that a seed fixes. */
export function seeded(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Task {
  readonly taskToken?: string | undefined;
}

const throttle = () => refusal("ThrottlingException", "Rate exceeded");

/** An engine as a service far away, in such weather. */
export function farAway(engine: Engine, weather: Weather, clock: RemoteClock, random: Random): SwfApi {
  const { pageSize } = weather;
  const strikes = (rate = 0): boolean => rate > 0 && random() < rate;

  async function call<T>(serve: () => Promise<T>, lost = weather.lost): Promise<T> {
    if (strikes(weather.throttled)) throw throttle();
    if (strikes(weather.dropped)) throw outage();
    const answer = await serve();
    if (strikes(lost)) throw outage();
    return answer;
  }

  async function poll<T extends Task>(ask: () => Promise<T>, lateMs: () => number): Promise<T> {
    const answer = await call(ask, 0);
    if (answer.taskToken === undefined) return answer;
    if (strikes(weather.lostPolls)) throw outage();
    if (strikes(weather.latePolls)) await clock.travel(lateMs());
    return answer;
  }

  const paged = <I extends object>(input: I): I =>
    pageSize === undefined ? input : { ...input, maximumPageSize: pageSize };
  const entries = Object.entries(engine as unknown as Record<string, unknown>).map(([name, value]) => {
    if (typeof value !== "function") return [name, value];
    return [name, (input: unknown) => call(() => value(input))];
  });
  const anyLateMs = () => LATE_POLL_MS[Math.floor(random() * LATE_POLL_MS.length)] ?? 0;
  return {
    ...(Object.fromEntries(entries) as SwfApi),
    pollForDecisionTask(input, options) {
      const ask = () => engine.pollForDecisionTask(paged(input), options);
      if (input.nextPageToken === undefined) return poll(ask, anyLateMs);
      if (strikes(weather.expired)) return Promise.reject(refusal("ValidationException", "Invalid token"));
      return call(ask);
    },
    pollForActivityTask: (input, options) =>
      poll(
        () => engine.pollForActivityTask(input, options),
        () => LATE_ACTIVITY_MS,
      ),
    getWorkflowExecutionHistory: (input) =>
      call(() => engine.getWorkflowExecutionHistory({ ...paged(input), ...only(input) })),
    respondDecisionTaskCompleted: (input) =>
      call(async () => {
        if (strikes(weather.lateDecisions)) await clock.travel(LATE_ANSWER_MS);
        return engine.respondDecisionTaskCompleted(input);
      }),
  };
}

/** Who asks for a page of a given size gets it. */
const only = ({ maximumPageSize }: { readonly maximumPageSize?: number | undefined }) =>
  maximumPageSize === undefined ? {} : { maximumPageSize };
