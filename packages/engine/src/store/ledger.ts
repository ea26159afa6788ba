import { setImmediate } from "node:timers";
import type { Clock } from "../clock/clock.ts";
import { fault } from "../errors.ts";
import type { Run } from "../execution/run.ts";
import { isOpen } from "../execution/run.ts";
import type { TaskList } from "../world/task-list.ts";
import type { World } from "../world/world.ts";
import type { Archive, Change, CloseRecord, ExecutionWrite, Stage, Store } from "./store.ts";

/** How often expired executions are looked for. */
const sweepMs = 60_000;

/**
 * Collects what changes and commits it: all that was changed in one turn of the event loop goes in one commit.
 *
 * L1. An answer leaves only after everything changed before it has been committed: see `settled`.
 * L2. Changes are collected and committed between turns of the event loop, so that what is done in one turn is kept or lost as one.
 * L3. Once a commit has failed the engine knows more than the store: nothing is done or answered any more.
 */
export interface Ledger {
  /** Takes note that an execution got events, closed, or has nothing left to do. */
  touch(world: World, run: Run): void;
  /** Takes note of something that stands in no history. */
  note(change: Change): void;
  /**
   * Says that something may be done.
   *
   * @throws {EngineError} `InternalFailure` with the reason, once a commit has failed.
   */
  assertWriting(): void;
  /**
   * Brings the tasks and the polls of a list together: at once, or if the store is durable just before the next commit, which keeps
   * what made the task necessary and that it was handed out in one.
   */
  handOut(list: Matchable): void;
  /** True if tasks are handed out just before a commit, and not by whoever asks for one. */
  readonly handsOutLater: boolean;
  /** What to wait for before an answer may leave; undefined if nothing is to be waited for. */
  settled(): Promise<void> | undefined;
  /** The closed executions, those of this moment included. */
  archive(): Archive;
  /** Forgets everything, what is not committed yet included. */
  clear(): void;
  /** Commits what is left and gives the store back. */
  close(): void;
}

/** A task list, as far as a ledger needs it. */
type Matchable = Pick<TaskList<unknown>, "match">;

/** What a ledger works with. */
export interface LedgerParts {
  readonly store: Store;
  readonly clock: Clock;
  now(): number;
  /** Called once, when a commit has failed: all work is to stop, and who waits is to be told. */
  broken(failure: Error): void;
}

/** Opens the ledger of a store. */
export function openLedger({ store, clock, now, broken }: LedgerParts): Ledger {
  const touched = new Map<Run, World>();
  const offered = new Set<Matchable>();
  let changes: Change[] = [];
  let waiting:
    | { readonly promise: Promise<void>; readonly done: () => void; readonly failed: (error: Error) => void }
    | undefined;
  let release: (() => void) | undefined;
  let failure: Error | undefined;
  let sweptMs = Number.NEGATIVE_INFINITY;
  let isClosed = false;

  function arm(): void {
    if (release !== undefined) return;
    // Virtual time stands still until the answers have left and their receivers had a chance to act on them.
    release = clock.hold();
    setImmediate(commit);
  }

  function commit(): void {
    if (isClosed) return;
    if (failure === undefined) match();
    const letGo = release;
    release = undefined;
    if (failure === undefined && (touched.size > 0 || changes.length > 0)) write();
    if (waiting !== undefined) {
      if (failure === undefined) waiting.done();
      else waiting.failed(failure);
      waiting = undefined;
    }
    if (letGo !== undefined) setImmediate(letGo);
  }

  /** Nothing comes between a hand-out and its commit: a poll that is gone by now gets nothing. */
  function match(): void {
    for (const list of offered) {
      offered.delete(list);
      list.match();
    }
  }

  function write(): void {
    const writes = Array.from(touched.keys(), writeOf);
    try {
      store.commit(writes, changes);
      sweep();
    } catch (error) {
      const reason = (error as Error).message;
      failure = fault(
        "InternalFailure",
        `The store could not write (${reason}). What was answered is kept; close the engine, mend the store and open it again`,
      );
      broken(failure);
      return;
    }
    for (const [run, world] of touched) {
      run.savedEvents = run.events.length;
      if (run.isDone) world.runs.delete(run.runId);
    }
    touched.clear();
    changes = [];
  }

  function sweep(): void {
    const nowMs = now();
    if (nowMs < sweptMs + sweepMs) return;
    // What is left is removed after the next commits: nobody waits long, and a store under load does not grow.
    if (!store.removeExpired(nowMs)) sweptMs = nowMs;
  }

  return {
    touch(world, run) {
      // Nobody waits for a store that is not durable, and it wants to hear of an execution only when that closes.
      if (!store.durable && isOpen(run)) return;
      touched.set(run, world);
      if (store.durable) arm();
      else write();
    },
    note(change) {
      if (!store.durable) return;
      changes.push(change);
      arm();
    },
    handsOutLater: store.durable,
    handOut(list) {
      if (!store.durable) {
        list.match();
        return;
      }
      offered.add(list);
      arm();
    },
    assertWriting() {
      if (failure !== undefined) throw failure;
    },
    settled() {
      if (failure !== undefined) return Promise.reject(failure);
      if (touched.size === 0 && changes.length === 0) return undefined;
      waiting ??= withResolvers();
      return waiting.promise;
    },
    archive() {
      if (touched.size > 0) commit();
      return store;
    },
    clear() {
      offered.clear();
      touched.clear();
      changes = [];
      store.clear();
      commit();
    },
    close() {
      commit();
      isClosed = true;
      store.close();
    },
  };
}

function withResolvers() {
  let done = (): void => {};
  let failed = (_: Error): void => {};
  const promise = new Promise<void>((resolve, reject) => {
    done = resolve;
    failed = reject;
  });
  return { promise, done, failed };
}

function writeOf(run: Run): ExecutionWrite {
  const { key, domainKey, workflowId, runId, workflowType, tagList, parent, startMs, savedEvents, events } = run;
  return {
    execution: { key, domainKey, workflowId, runId, workflowType, tagList, parent, startMs },
    isNew: savedEvents === 0,
    stage: stageOf(run),
    events: savedEvents === 0 ? events : events.slice(savedEvents),
    close: closeOf(run),
  };
}

function stageOf(run: Run): Stage {
  return isOpen(run) ? "open" : run.isDone ? "closed" : "closing";
}

function closeOf({ closeStatus, closeMs, retentionMs, events }: Run): CloseRecord | undefined {
  if (closeStatus === undefined) return undefined;
  return { closeStatus, closeMs, expiresMs: closeMs + retentionMs, eventCount: events.length };
}
