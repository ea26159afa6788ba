import { setImmediate } from "node:timers";
import { fault } from "../errors.ts";
import type { Clock } from "./clock.ts";
import { Schedule } from "./schedule.ts";

/** A clock whose time is moved by what is due. */
export interface VirtualClock extends Clock {
  /**
   * Moves time forward by `ms`, through everything that falls due on the way, and waits for it: before each step until
   * nobody holds a busy token. Calls made meanwhile are served one after another.
   *
   * @param ms - Milliseconds, a finite number from 0.
   * @throws {EngineError} `ENGINE_OPTION_INVALID` for anything else.
   */
  advance(ms: number): Promise<void>;
}

interface Advance {
  readonly ms: number;
  readonly done: () => void;
}

/** 2024-01-01T00:00:00Z: a fixed moment, so that two runs of a test see equal times. */
const defaultStartMs = 1_704_067_200_000;

/**
 * A clock that jumps to the next due moment as soon as nothing is busy, so that a year of waiting takes no time.
 *
 * Nothing is busy when no token is held and two turns of the event loop have passed since one last was: whoever awaits an
 * answer in this process has then had the chance to take a token of its own.
 *
 * V1. Time moves forward only: in `step`, only when nothing is busy, and never past the end of an advance that is under way; and in
 * `reach`, at the word of an engine that begins.
 * V2. What is due at one moment runs in the order in which it was scheduled, passive work after the rest.
 *
 * @param options - `startMs`: epoch milliseconds at which time begins, default 2024-01-01T00:00:00Z. `manual`: true if time moves
 * only by {@link VirtualClock.advance}, for an engine whose clients are other processes; default false.
 */
export function virtualClock(options: { readonly startMs?: number; readonly manual?: boolean } = {}): VirtualClock {
  const { manual = false } = options;
  const active = new Schedule();
  const passive = new Schedule();
  const advances: Advance[] = [];
  let nowMs = finite("startMs", options.startMs ?? defaultStartMs);
  let targetMs: number | undefined;
  let tokens = 0;
  let changes = 0;
  let waiting = false;

  /** Begins to wait for a quiet moment, if there is a reason to move. */
  function consider(): void {
    if (waiting || tokens > 0 || (advances.length === 0 && nextMs() === undefined)) return;
    waiting = true;
    const seen = changes;
    setImmediate(() =>
      setImmediate(() => {
        waiting = false;
        if (seen === changes) step();
        consider();
      }),
    );
  }

  /** When the next piece of work is due that may run without an advance: on a manual clock, only what is due already. */
  function nextMs(): number | undefined {
    const dueMs = active.first()?.dueMs;
    return manual && dueMs !== undefined && dueMs > (targetMs ?? nowMs) ? undefined : dueMs;
  }

  function step(): void {
    const [advance] = advances;
    if (advance !== undefined) targetMs ??= nowMs + advance.ms;
    const dueMs = nextMs();
    if (dueMs !== undefined && (targetMs === undefined || dueMs <= targetMs)) {
      nowMs = Math.max(nowMs, dueMs);
      run(active);
    } else if (targetMs !== undefined) {
      nowMs = Math.max(nowMs, targetMs);
      targetMs = undefined;
      advances.shift()?.done();
    }
    run(passive);
  }

  function run(schedule: Schedule): void {
    for (const entry of schedule.takeDue(nowMs)) entry.run();
  }

  return {
    now: () => nowMs,
    schedule(dueMs, work, { passive: isPassive = false } = {}) {
      const schedule = isPassive ? passive : active;
      const entry = schedule.add(dueMs, work);
      consider();
      return () => schedule.cancel(entry);
    },
    hold() {
      tokens++;
      changes++;
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        tokens--;
        changes++;
        consider();
      };
    },
    reach(ms) {
      nowMs = Math.max(nowMs, ms);
      consider();
    },
    advance(ms) {
      return new Promise((done) => {
        advances.push({ ms: finite("ms", ms), done });
        consider();
      });
    },
  };
}

function finite(name: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw fault("ENGINE_OPTION_INVALID", `${name} is ${value}; give a finite number of milliseconds from 0.`);
}
