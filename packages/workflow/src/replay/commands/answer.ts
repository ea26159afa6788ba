import type {
  BeginAll,
  BeginAs,
  BeginPiece,
  Draw,
  Expect,
  Join,
  NextEnd,
  Stopping,
} from "../../composites/internal.ts";
import type { Coroutine } from "../../coroutines/coroutine.ts";
import type { Gathering } from "../../coroutines/gathering.ts";
import { JoinWork } from "../../coroutines/join.ts";
import { LEAVE, PARKED } from "../../coroutines/scheduler.ts";
import type { Work } from "../../coroutines/work.ts";
import { ok } from "../../coroutines/work.ts";
import { CanceledError } from "../../errors/outcomes.ts";
import type { Handle, Outcome } from "../../language/handle.ts";
import type { Start } from "../../language/start.ts";
import { randomAt } from "../../values/random.ts";
import type { RunContext } from "../../work/run-context.ts";
import { foreignYield } from "../foreign.ts";
import { beginAll, beginAs, beginningFor, beginPiece, nextId, started } from "./begin.ts";
import { ENDINGS } from "./endings.ts";
import { FACTS } from "./facts.ts";
import { cancelHandle, startOfHandle, workOfHandle } from "./handles.ts";
import type { Asks } from "./table.ts";
import { besideWhole, DONE, internal, table } from "./table.ts";

/** Parks a coroutine on work, unless that has ended already. */
function waitFor(asker: Coroutine, work: Work, owned: boolean): Outcome | typeof PARKED {
  if (work.outcome !== undefined) return work.outcome;
  const owed = asker.takeOwed();
  if (owed !== undefined) {
    if (owned) work.cancel(owed.error);
    return owed.outcome;
  }
  asker.park(work, owned);
  return PARKED;
}

/** Commands about work that was begun before, by its handle or inside a composite. They take no number either. */
export const REFERENCES = table<Asks>({
  Start: (run, asker, asked: Start) => ok(started(run, asker, asked)),
  Await: (run, asker, asked: object) => waitFor(asker, workOfHandle(run, asked), false),
  AwaitStart: (run, asker, asked: object) => waitFor(asker, startOfHandle(run, "", asked), true),
  Cancel: cancelHandle,
  BeginAll: (run, asker, asked: BeginAll) => ok(beginAll(run, asker, asked, besideWhole<readonly object[]>(asked))),
  BeginAs: (run, asker, asked: BeginAs) => ok(beginAs(run, asker, asked)),
  BeginPiece: (run, asker, asked: BeginPiece) => ok(beginPiece(run, asker, besideWhole<object>(asked), asked.id)),
  NextEnd: (_run, asker, asked: NextEnd) => waitFor(asker, besideWhole<Gathering>(asked).next(), true),
  Join: (_run, asker, asked: Join) =>
    waitFor(asker, new JoinWork("", besideWhole<readonly Work[]>(asked), asked.mode), true),
  Expect: (run, _asker, asked: Expect) => {
    if (!run.isReplaying) run.expects(besideWhole<object>(asked), asked.times, asked.isAlone);
    return DONE;
  },
  StopAll: (_run, _asker, asked: object) => {
    const { pieces, error } = besideWhole<Stopping>(asked);
    const open = pieces.filter(({ outcome }) => outcome === undefined);
    if (open.length === 0) return DONE;
    const why = error ?? new CanceledError("canceled: no longer needed");
    for (const piece of open) piece.cancel(why);
    return DONE;
  },
  Draw: (run, _asker, asked: Draw) => ok(randomAt(run.streamKey, internal(asked).stream, 0)),
});

/**
 * How many more things a coroutine may begin once the workflow's body has ended. Cleanup needs a few; a loop that swallows
 * its cancellation would keep the run open for ever.
 */
const MOST_LATE_WAITS = 100;

/** Answers what a body yields: a command, its twin, or a handle. */
export function answer(run: RunContext, asker: Coroutine, yielded: unknown): Outcome | typeof PARKED {
  if (typeof yielded !== "object" || yielded === null) throw foreignYield(yielded);
  const { type } = yielded as { readonly type?: unknown };
  if (typeof type !== "string") return answerHandle(run, asker, yielded);
  const beginning = beginningFor(asker, type);
  if (beginning !== undefined) {
    // A shield lets in no cancellation, not even one that is owed since before: cleanup stands behind it.
    const isShield = type === "Shield";
    const owed = isShield ? undefined : asker.takeOwed();
    if (owed !== undefined) return owed.outcome;
    if (run.hasReturned && ++asker.lateWaits > MOST_LATE_WAITS) return LEAVE;
    if (!run.isReplaying) run.charge(yielded);
    const work = beginning(run, nextId(run, asker), yielded as never, asker);
    if (!isShield) return waitFor(asker, work, true);
    asker.park(work, true);
    return PARKED;
  }
  const asks = REFERENCES.get(type) ?? FACTS.get(type) ?? ENDINGS.get(type);
  if (asks === undefined) throw foreignYield(yielded);
  return asks(run, asker, yielded as never);
}

function answerHandle(run: RunContext, asker: Coroutine, yielded: object): Outcome | typeof PARKED {
  const work = run.handles.get(yielded as Handle<unknown>);
  if (work === undefined) throw foreignYield(yielded);
  return waitFor(asker, work, false);
}
